import multipart from '@fastify/multipart';
import { MAX_PICTURE_BYTES } from '@carillon/contract';
import { pictureReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { catalogErrors } from './catalog-errors.ts';
import { findPicture } from './picture-store.ts';
import type { PictureSize } from './picture-url.ts';
import { createUploadPicture } from './upload-picture.ts';

/** What a form adds around its file. */
const FORM_BYTES = 16 * 1024;
const UPLOADS_PER_MINUTE = 30;
const FOREVER = 'public, max-age=31536000, immutable';
/** A picture that is opened by itself may do nothing at all. */
const NOTHING_ALLOWED = "default-src 'none'; sandbox";

/** Takes pictures from staff, and gives them to everybody. */
export function registerPictureRoutes(app: FastifyInstance, { context }: { context: Context }): void {
  const uploadPicture = createUploadPicture(context);

  // A scope of its own: nowhere else are forms read.
  app.register(async (scope) => {
    await scope.register(multipart, {
      limits: { fileSize: MAX_PICTURE_BYTES, files: 1, fields: 0, parts: 1, headerPairs: 20 },
    });
    registerRoute(scope, 'uploadPicture', {
      tag: 'catalog',
      summary:
        'Takes a picture as the one file of a form, encodes it anew and keeps it. For owners and managers.',
      schemas: { params: z.object({ shopId: pathId }), reply: pictureReplySchema },
      maxPerMinute: UPLOADS_PER_MINUTE,
      handler: async (request, reply) => {
        const upload = await readUpload(request, reply);
        // It was long in coming: who sent it may not be a manager any more.
        await request.judgeAgain();
        const kept = await uploadPicture(request.params.shopId, upload);
        request.log.info({ pictureId: kept.picture.id, bytes: upload.length }, 'picture uploaded');
        return kept;
      },
    });
  });

  app.get<{ Params: { pictureId: string; size: PictureSize } }>(
    '/pictures/:pictureId/:size(small|large).webp',
    { schema: { hide: true }, config: { for: 'everybody' } },
    async (request, reply) => sendPicture(context, request, reply),
  );
}

/**
 * Reads the one file of a form into memory, and never more than `MAX_PICTURE_BYTES` of it.
 * @throws picture_too_large, picture_missing
 */
async function readUpload(request: FastifyRequest, reply: FastifyReply): Promise<Buffer> {
  if (Number(request.headers['content-length']) > MAX_PICTURE_BYTES + FORM_BYTES) {
    throw refuseRest(reply, catalogErrors.picture_too_large({ maxBytes: MAX_PICTURE_BYTES }));
  }
  if (!request.isMultipart()) throw refuseRest(reply, catalogErrors.picture_missing());
  try {
    const file = await request.file();
    if (file === undefined) throw catalogErrors.picture_missing();
    return await file.toBuffer();
  } catch (error) {
    const isTooLarge = (error as { code?: unknown }).code === 'FST_REQ_FILE_TOO_LARGE';
    if (isTooLarge) throw refuseRest(reply, catalogErrors.picture_too_large({ maxBytes: MAX_PICTURE_BYTES }));
    throw refuseRest(reply, catalogErrors.picture_missing(undefined, error));
  }
}

/** What still comes is not read: the connection ends with the answer. */
function refuseRest(reply: FastifyReply, refusal: Error): Error {
  reply.header('connection', 'close');
  return refusal;
}

async function sendPicture(
  { database }: Context,
  request: FastifyRequest<{ Params: { pictureId: string; size: PictureSize } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { pictureId, size } = request.params;
  const bytes = /^[0-9a-f]{64}$/.test(pictureId) && (await findPicture(database.db, { pictureId, size }));
  if (!bytes) {
    reply.callNotFound();
    return reply;
  }
  return reply
    .headers({
      'cache-control': FOREVER,
      'content-security-policy': NOTHING_ALLOWED,
      'x-content-type-options': 'nosniff',
    })
    .type('image/webp')
    .send(bytes);
}
