import { noticeReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { readNotice } from './read-notice.ts';

/** What shops announce, for everybody. Changes come in by the sockets: `/app/change-notice`. */
export function registerNoticeRoutes(app: FastifyInstance, { context }: { context: Context }): void {
  registerRoute(app, 'readNotice', {
    tag: 'notices',
    summary: 'Reads what a shop announces now; null when it announces nothing.',
    schemas: { params: z.object({ shopId: pathId }), reply: noticeReplySchema },
    handler: async (request) => readNotice(context, request.params.shopId),
  });
}
