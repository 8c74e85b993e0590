import type { NoticeReply } from '@carillon/contract';
import { noticeReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { createSingleFlight } from '../platform/single-flight.ts';
import { readNotice } from './read-notice.ts';

/** What shops announce, for everybody. Changes come in by the sockets: `/app/change-notice`. */
export function registerNoticeRoutes(app: FastifyInstance, { context }: { context: Context }): void {
  // Every menu asks, and so does whoever wants to be a nuisance: one reading per shop at a time is enough for all.
  const readings = createSingleFlight<number, NoticeReply>();
  registerRoute(app, 'readNotice', {
    tag: 'notices',
    summary: 'Reads what a shop announces now; null when it announces nothing.',
    schemas: { params: z.object({ shopId: pathId }), reply: noticeReplySchema },
    handler: async ({ params: { shopId } }) =>
      readings.share(shopId, async () => readNotice(context, shopId)),
  });
}
