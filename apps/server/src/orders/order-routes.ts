import { orderListReplySchema, orderReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { Visitors } from '../platform/visitors.ts';
import { acceptOrder } from './accept-order.ts';
import { completeOrder } from './complete-order.ts';
import { listBuyerOrders, readBoard, readOrder } from './read-orders.ts';

const tag = 'orders';
const ofOrder = z.object({ orderId: pathId });

/** Reading orders, for buyers and staff, and what staff do with them. */
export function registerOrderRoutes(
  app: FastifyInstance,
  { context, visitors }: { context: Context; visitors: Visitors },
): void {
  const { database } = context;

  registerRoute(app, 'listOwnOrders', {
    tag,
    summary: 'Lists the latest orders of this browser; `seq` is 0, for they share no journal.',
    schemas: { reply: orderListReplySchema },
    handler: async (request) => listBuyerOrders(database, visitors.findBuyer(request)),
  });

  registerRoute(app, 'readOrder', {
    tag,
    summary: 'Reads an order, for its buyer and its shop’s staff.',
    schemas: { params: ofOrder, reply: orderReplySchema },
    handler: async (request) => {
      const staff = await visitors.findStaff(request);
      const reader = { buyerId: visitors.findBuyer(request), shopIds: staff?.shopIds ?? [] };
      return readOrder(database, request.params.orderId, reader);
    },
  });

  registerRoute(app, 'readBoard', {
    tag,
    summary: 'Reads the orders that wait or are being made, and the latest completed ones.',
    schemas: { params: z.object({ shopId: pathId }), reply: orderListReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      await visitors.staffAt(request, shopId);
      return readBoard(database, shopId);
    },
  });

  registerRoute(app, 'acceptOrder', {
    tag,
    summary: 'Accepts a paid order.',
    schemas: { params: ofOrder, reply: orderReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { orderId } = request.params;
      const moved = await acceptOrder(context, orderId, staff);
      request.log.info({ orderId, staffId: staff.id, session: staff.session.slice(0, 8) }, 'order accepted');
      return moved;
    },
  });

  registerRoute(app, 'completeOrder', {
    tag,
    summary: 'Completes an accepted order.',
    schemas: { params: ofOrder, reply: orderReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { orderId } = request.params;
      const moved = await completeOrder(context, orderId, staff);
      request.log.info({ orderId, staffId: staff.id, session: staff.session.slice(0, 8) }, 'order completed');
      return moved;
    },
  });
}
