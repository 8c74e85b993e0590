import {
  acceptOrderRequestSchema,
  orderReplySchema,
  promiseOrderRequestSchema,
} from '@carillon/contract/schemas';
import type { OrderReply } from '@carillon/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { StaffVisitor, Visitors } from '../platform/visitors.ts';
import { acceptOrder } from './accept-order.ts';
import type { Acceptance } from './accept-order.ts';
import { completeOrder } from './complete-order.ts';
import type { Completion } from './complete-order.ts';
import { prepareOrder } from './prepare-order.ts';
import { promiseOrder } from './promise-order.ts';
import { sendOrder } from './send-order.ts';

const tag = 'orders';
const ofOrder = z.object({ orderId: pathId });
/** Fastify says null where no body came. */
const acceptance = acceptOrderRequestSchema.nullish().transform((body) => body ?? undefined);

export interface StaffOrderRouteParts {
  readonly context: Context;
  readonly visitors: Visitors;
  readonly usualMinutes: Acceptance['usualMinutes'];
  readonly endRing: Acceptance['endRing'];
  /** Has the buyer told of every move, in its transaction, which it never makes fail. */
  readonly tellBuyer: Completion['tellBuyer'];
}

/** What staff do with the orders of their shops. */
export function registerStaffOrderRoutes(
  app: FastifyInstance,
  { context, visitors, usualMinutes, endRing, tellBuyer }: StaffOrderRouteParts,
): void {
  /** Lets the staff member do something with the order of the path, and logs who did it. */
  async function asStaff(
    request: FastifyRequest,
    done: string,
    work: (staff: StaffVisitor) => Promise<OrderReply>,
  ): Promise<OrderReply> {
    const staff = await visitors.staff(request);
    const moved = await work(staff);
    const session = staff.session.slice(0, 8);
    request.log.info({ orderId: moved.order.id, staffId: staff.id, session }, done);
    return moved;
  }

  registerRoute(app, 'acceptOrder', {
    tag,
    summary: 'Accepts a paid order, and promises when it will be there.',
    schemas: { params: ofOrder, body: acceptance, reply: orderReplySchema },
    handler: async (request) =>
      asStaff(request, 'order accepted', async (staff) => {
        const { orderId } = request.params;
        const promiseMinutes = request.body?.promiseMinutes;
        return acceptOrder(context, {
          ...{ orderId, staff, promiseMinutes, usualMinutes, endRing },
          beforeTold: tellBuyer,
        });
      }),
  });

  registerRoute(app, 'promiseOrder', {
    tag,
    summary: 'Changes when an order that is under way will be there, and tells its buyer.',
    schemas: { params: ofOrder, body: promiseOrderRequestSchema, reply: orderReplySchema },
    handler: async (request) =>
      asStaff(request, 'order promised', async (staff) =>
        promiseOrder(context, { ...request.params, ...request.body, staff, beforeTold: tellBuyer }),
      ),
  });

  registerRoute(app, 'sendOrder', {
    tag,
    summary: 'Sends an accepted order on its way to the door.',
    schemas: { params: ofOrder, reply: orderReplySchema },
    handler: async (request) =>
      asStaff(request, 'order sent', async (staff) =>
        sendOrder(context, { ...request.params, staff, beforeTold: tellBuyer }),
      ),
  });

  registerRoute(app, 'prepareOrder', {
    tag,
    summary: 'Says that an accepted order is ready, at the counter or for its table.',
    schemas: { params: ofOrder, reply: orderReplySchema },
    handler: async (request) =>
      asStaff(request, 'order ready', async (staff) =>
        prepareOrder(context, { ...request.params, staff, beforeTold: tellBuyer }),
      ),
  });

  registerRoute(app, 'completeOrder', {
    tag,
    summary: 'Completes an order that was accepted, is ready or on its way.',
    schemas: { params: ofOrder, reply: orderReplySchema },
    handler: async (request) =>
      asStaff(request, 'order completed', async (staff) =>
        completeOrder(context, { ...request.params, staff, tellBuyer }),
      ),
  });
}
