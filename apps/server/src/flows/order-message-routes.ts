import { orderMessageListReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { findStaffOrder } from '../orders/index.ts';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { Visitors } from '../platform/visitors.ts';
import { readShipping } from '../shipping/index.ts';
import { readCard, readMessages } from '../wechat-messages/index.ts';

/** What staff are shown of the messages about an order. */
export function registerOrderMessageRoutes(
  app: FastifyInstance,
  { context, visitors }: { context: Context; visitors: Visitors },
): void {
  registerRoute(app, 'readOrderMessages', {
    tag: 'orders',
    summary: 'What WeChat was asked to tell somebody about an order, and what became of it.',
    schemas: { params: z.object({ orderId: pathId }), reply: orderMessageListReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { db } = context.database;
      const { id: orderId } = await findStaffOrder(db, request.params.orderId, staff);
      const told = await readMessages(db, { orderId, now: context.clock.now() });
      return { messages: [...(await readCard(db, orderId)), ...told, ...(await readShipping(db, orderId))] };
    },
  });
}
