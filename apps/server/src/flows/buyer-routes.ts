import {
  idempotencyKeySchema,
  orderReplySchema,
  placeOrderRequestSchema,
  tradeReplySchema,
} from '@carillon/contract/schemas';
import type { TradeReply } from '@carillon/contract';
import type { PayClient } from '@carillon/wechat';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { orderErrors, readOrder } from '../orders/index.ts';
import { paymentErrors } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { createSingleFlight } from '../platform/single-flight.ts';
import type { Visitors } from '../platform/visitors.ts';
import { openTrade } from './open-trade.ts';
import { placeOrder } from './place-order.ts';

export interface BuyerRouteParts {
  readonly context: Context;
  readonly visitors: Visitors;
  /** Undefined when the server has no merchant's credentials. */
  readonly pay: PayClient | undefined;
  readonly notifyUrl: () => string;
}

/** What buyers do: place an order, and open the trade that pays it. */
export function registerBuyerRoutes(app: FastifyInstance, parts: BuyerRouteParts): void {
  const { context, visitors, pay, notifyUrl } = parts;
  // WeChat gives another code each time and ends the one before: two tabs must not take each other's away.
  const flights = createSingleFlight<string, TradeReply>();

  registerRoute(app, 'placeOrder', {
    tag: 'orders',
    summary: 'Places an order, once per `Idempotency-Key`; the buyer’s total is only compared.',
    schemas: {
      params: z.object({ shopId: pathId }),
      body: placeOrderRequestSchema,
      reply: orderReplySchema,
    },
    handler: async (request, reply) => {
      const idempotencyKey = readIdempotencyKey(request);
      const { shopId } = request.params;
      const buyerId = recogniseBuyer(visitors, request, reply);
      const orderId = await placeOrder(context, { shopId, buyerId, idempotencyKey, request: request.body });
      request.log.info({ orderId }, 'order placed');
      return readOrder(context.database, orderId, { buyerId, shopIds: [] });
    },
  });

  registerRoute(app, 'openTrade', {
    tag: 'payments',
    summary: 'Opens the Native trade of an order, or gives the open one again.',
    schemas: { params: z.object({ orderId: pathId }), reply: tradeReplySchema },
    handler: async (request) => {
      if (pay === undefined) throw paymentErrors.payment_unavailable();
      const { orderId } = request.params;
      const buyerId = visitors.findBuyer(request);
      return flights.share(`${orderId} ${buyerId ?? ''}`, () =>
        openTrade({ context, pay, notifyUrl }, { orderId, buyerId }),
      );
    },
  });
}

/**
 * The buyer whose cookie came along. Were it given with the order, a request that is sent again because its answer
 * was lost would come from another buyer, and place another order.
 */
function recogniseBuyer(visitors: Visitors, request: FastifyRequest, reply: FastifyReply): string {
  const buyerId = visitors.findBuyer(request);
  if (buyerId !== undefined) return buyerId;
  visitors.buyer(request, reply);
  throw orderErrors.buyer_unknown();
}

function readIdempotencyKey(request: Pick<FastifyRequest, 'headers'>): string {
  const key = idempotencyKeySchema.safeParse(request.headers['idempotency-key']);
  if (!key.success) throw orderErrors.idempotency_key_missing();
  return key.data;
}
