import { ownOrderReplySchema, placeOrderRequestSchema, tradeReplySchema } from '@carillon/contract/schemas';
import type { TradeReply } from '@carillon/contract';
import type { PayClient } from '@carillon/wechat';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { buyerNow } from '../buyers/index.ts';
import { readOrder } from '../orders/index.ts';
import { paymentErrors, QUERY_INTERVAL_MS } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { createPaces } from '../platform/paces.ts';
import { createSingleFlight } from '../platform/single-flight.ts';
import type { Visitors } from '../platform/visitors.ts';
import { cancelOwnOrder } from './cancel-own-order.ts';
import { checkPayment } from './check-payment.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { openTrade } from './open-trade.ts';
import { placeOrder } from './place-order.ts';
import { requireBuyer } from './require-buyer.ts';

const ofOrder = z.object({ orderId: pathId });
/** Orders that are being cancelled at one time, of which the pace is remembered. */
const MAX_PACED_ORDERS = 10_000;

export interface BuyerRouteParts {
  readonly context: Context;
  readonly visitors: Visitors;
  /** Undefined when the server has no merchant's credentials. */
  readonly pay: PayClient | undefined;
  readonly notifyUrl: () => string;
}

/** What buyers do with an order: place it, open the trade that pays it, ask after the payment, cancel it. */
export function registerBuyerRoutes(app: FastifyInstance, parts: BuyerRouteParts): void {
  const { context, visitors, pay, notifyUrl } = parts;
  // WeChat gives another code each time and ends the one before: two tabs must not take each other's away.
  const flights = createSingleFlight<string, TradeReply>();
  const asking = createPaces({
    perSecond: 1_000 / QUERY_INTERVAL_MS,
    atOnce: 1,
    maxWaitMs: QUERY_INTERVAL_MS,
    maxKeys: MAX_PACED_ORDERS,
  });

  registerRoute(app, 'placeOrder', {
    tag: 'orders',
    summary: 'Places an order, once per `Idempotency-Key`; the buyer’s total is only compared.',
    schemas: {
      params: z.object({ shopId: pathId }),
      body: placeOrderRequestSchema,
      reply: ownOrderReplySchema,
    },
    handler: async (request, reply) => {
      const idempotencyKey = readIdempotencyKey(request);
      const { shopId } = request.params;
      const buyerId = await requireBuyer(visitors, request, reply);
      const orderId = await placeOrder(context, { shopId, buyerId, idempotencyKey, request: request.body });
      request.log.info({ orderId }, 'order placed');
      // They may have logged in meanwhile: then it is their account's.
      const owner = await buyerNow(context.database.db, buyerId, context.clock.now());
      return readOrder(context.database, orderId, { buyerId: owner, shopIds: [] });
    },
  });

  registerRoute(app, 'openTrade', {
    tag: 'payments',
    summary: 'Opens the Native trade of an order, or gives the open one again.',
    schemas: { params: ofOrder, reply: tradeReplySchema },
    handler: async (request) => {
      if (pay === undefined) throw paymentErrors.payment_unavailable();
      const { orderId } = request.params;
      const buyerId = await visitors.findBuyer(request);
      return flights.share(`${orderId} ${buyerId ?? ''}`, () =>
        openTrade({ context, pay, notifyUrl }, { orderId, buyerId }),
      );
    },
  });

  registerRoute(app, 'checkPayment', {
    tag: 'payments',
    summary: 'Asks WeChat whether an order is paid, and gives the order as it stands then.',
    schemas: { params: ofOrder, reply: ownOrderReplySchema },
    handler: async (request) => {
      const { orderId } = request.params;
      const reader = { buyerId: await visitors.findBuyer(request), shopIds: [] };
      // Only for its own buyer: WeChat is not asked for everybody who tries numbers.
      const known = await readOrder(context.database, orderId, reader);
      if (known.order.status !== 'pending_payment') return known;
      await checkPayment({ context, pay }, orderId);
      return readOrder(context.database, orderId, reader);
    },
  });

  registerRoute(app, 'cancelOwnOrder', {
    tag: 'orders',
    summary: 'Cancels an order that the shop has not accepted; what was paid is given back.',
    schemas: { params: ofOrder, reply: ownOrderReplySchema },
    handler: async (request) => {
      const { orderId } = request.params;
      const buyerId = await visitors.findBuyer(request);
      const cancelled = await cancelOwnOrder({ context, pay, asking }, { orderId, buyerId });
      request.log.info({ orderId }, 'order cancelled by its buyer');
      return cancelled;
    },
  });
}
