import {
  cancelOrderRequestSchema,
  orderReplySchema,
  refundOrderRequestSchema,
  retryRefundRequestSchema,
  settleRefundRequestSchema,
} from '@carillon/contract/schemas';
import type { PayClient } from '@carillon/wechat';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { paymentErrors } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { StaffVisitor, Visitors } from '../platform/visitors.ts';
import { cancelOrderAsManager, rejectOrder } from './cancel-as-staff.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { refundOrder } from './refund-order.ts';
import { retryRefund } from './retry-refund.ts';
import { settleRefundByHand } from './settle-refund-by-hand.ts';

export interface RefundRouteParts {
  readonly context: Context;
  readonly visitors: Visitors;
  /** Undefined when the server has no merchant's credentials. */
  readonly pay: PayClient | undefined;
}

const tag = 'payments';
const ofOrder = z.object({ orderId: pathId });
const ofRefund = z.object({ refundId: pathId });

/** What staff do that gives money back. Each is a line in the log with who did it. */
export function registerRefundRoutes(app: FastifyInstance, parts: RefundRouteParts): void {
  const { context, visitors } = parts;

  registerRoute(app, 'rejectOrder', {
    tag,
    summary: 'Says no to a paid order; all of it is given back.',
    schemas: { params: ofOrder, body: cancelOrderRequestSchema, reply: orderReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { orderId } = request.params;
      const { reason: note } = request.body;
      const rejected = await rejectOrder(context, { orderId, note, staff });
      request.log.info({ orderId, note, ...who(staff) }, 'order rejected');
      return rejected;
    },
  });

  registerRoute(app, 'cancelOrder', {
    tag,
    summary: 'Cancels an accepted order; what is left of its money is given back.',
    schemas: { params: ofOrder, body: cancelOrderRequestSchema, reply: orderReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { orderId } = request.params;
      const { reason: note } = request.body;
      const cancelled = await cancelOrderAsManager(context, { orderId, note, staff });
      request.log.info({ orderId, note, ...who(staff) }, 'order cancelled by its shop');
      return cancelled;
    },
  });

  registerRoute(app, 'refundOrder', {
    tag,
    summary: 'Gives a part of an order’s money back, once per `Idempotency-Key`.',
    schemas: { params: ofOrder, body: refundOrderRequestSchema, reply: orderReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { orderId } = request.params;
      const idempotencyKey = readIdempotencyKey(request);
      const refunded = await refundOrder(context, { ...request.body, orderId, staff, idempotencyKey });
      const { amountFen, reason } = request.body;
      request.log.info({ orderId, amountFen, reason, ...who(staff) }, 'refund asked for');
      return refunded;
    },
  });

  registerRoute(app, 'retryRefund', {
    tag,
    summary: 'Goes on with a refund that failed.',
    schemas: { params: ofRefund, body: retryRefundRequestSchema, reply: orderReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { refundId } = request.params;
      const { card } = request.body;
      const retried = await retryRefund({ context, pay: payOf(parts) }, { refundId, staff, card });
      request.log.info({ refundId, toCard: card !== undefined, ...who(staff) }, 'refund tried again');
      return retried;
    },
  });

  registerRoute(app, 'settleRefundByHand', {
    tag,
    summary: 'Writes down that a refund which failed was given back without WeChat.',
    schemas: { params: ofRefund, body: settleRefundRequestSchema, reply: orderReplySchema },
    handler: async (request) => {
      const staff = await visitors.staff(request);
      const { refundId } = request.params;
      const { note } = request.body;
      const settled = await settleRefundByHand({ context, pay: parts.pay }, { refundId, staff, note });
      request.log.info({ refundId, note, ...who(staff) }, 'refund settled by hand');
      return settled;
    },
  });
}

function payOf({ pay }: RefundRouteParts): PayClient {
  if (pay === undefined) throw paymentErrors.payment_unavailable();
  return pay;
}

/** Who did it, as the log names them. */
function who({ id, session }: StaffVisitor): { staffId: number; session: string } {
  return { staffId: id, session: session.slice(0, 8) };
}
