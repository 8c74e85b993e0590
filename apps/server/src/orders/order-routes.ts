import { MAX_ORDERS_PER_PAGE } from '@carillon/contract';
import {
  orderListReplySchema,
  orderReplySchema,
  orderSearchQuerySchema,
  orderSearchReplySchema,
  ownOrderReplySchema,
  ownOrdersReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { Visitors } from '../platform/visitors.ts';
import { listBuyerOrders, readBoard, readOrder } from './read-orders.ts';
import { remindOrder } from './remind-order.ts';
import { searchOrders } from './search-orders.ts';

const tag = 'orders';
const ofOrder = z.object({ orderId: pathId });

/** Reading orders, for buyers and staff, and the buyer's reminder. */
export function registerOrderRoutes(
  app: FastifyInstance,
  { context, visitors }: { context: Context; visitors: Visitors },
): void {
  const { database } = context;

  registerRoute(app, 'listOwnOrders', {
    tag,
    summary:
      'Lists the orders of this browser by pages, the latest first; `seq` is 0, for they share no journal.',
    schemas: {
      query: z.object({
        before: pathId.optional().describe('An order’s id: only older ones.'),
        limit: z.coerce.number().int().min(1).max(MAX_ORDERS_PER_PAGE).optional(),
      }),
      reply: ownOrdersReplySchema,
    },
    handler: async (request) => listBuyerOrders(database, await visitors.findBuyer(request), request.query),
  });

  registerRoute(app, 'readOrder', {
    tag,
    summary: 'Reads an order, for its buyer and its shop’s staff.',
    schemas: { params: ofOrder, reply: orderReplySchema },
    handler: async (request) => {
      const staff = await visitors.findStaff(request);
      const reader = { buyerId: await visitors.findBuyer(request), shopIds: staff?.shopIds ?? [] };
      return readOrder(database, request.params.orderId, reader);
    },
  });

  registerRoute(app, 'remindOrder', {
    tag,
    summary: 'Reminds the shop of an order that waits to be accepted, at most once a minute; for its buyer.',
    schemas: { params: ofOrder, reply: ownOrderReplySchema },
    handler: async (request) => {
      const { orderId } = request.params;
      const reminded = await remindOrder(context, { orderId, buyerId: await visitors.findBuyer(request) });
      request.log.info({ orderId }, 'order reminded');
      return reminded;
    },
  });

  registerRoute(app, 'readBoard', {
    tag,
    summary: 'Reads the orders that wait, are being made or are on their way, and the latest that ended.',
    schemas: { params: z.object({ shopId: pathId }), reply: orderListReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      await visitors.staffAt(request, shopId);
      return readBoard(database, shopId);
    },
  });

  registerRoute(app, 'searchOrders', {
    tag,
    summary: 'Looks for orders of a shop, the newest first, by pages.',
    schemas: {
      params: z.object({ shopId: pathId }),
      query: orderSearchQuerySchema,
      reply: orderSearchReplySchema,
    },
    handler: async (request) => {
      const { shopId } = request.params;
      await visitors.staffAt(request, shopId);
      return searchOrders(database, shopId, request.query);
    },
  });
}
