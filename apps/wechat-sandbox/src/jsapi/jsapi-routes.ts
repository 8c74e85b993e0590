import type { FastifyInstance } from 'fastify';
import { toTradeView } from '../control/views.ts';
import type { Cashier } from '../pay/take-payment.ts';
import { payTrade } from '../phone/pay-trade.ts';
import { checkPayCall, payCallSchema } from './check-pay-call.ts';
import type { PayCallDesk } from './check-pay-call.ts';

/** What the pay sheet does, and tools that play `wx.requestPayment`: verify the call, and pay as its buyer. */
export function jsapiRoutes(scope: FastifyInstance, desk: PayCallDesk & Cashier): void {
  scope.post('/jsapi/check', (request) => {
    const { trade, person } = checkPayCall(desk, payCallSchema.parse(request.body));
    return { trade: toTradeView(trade), person };
  });
  scope.post('/jsapi/pay', (request) => {
    const { trade, person } = checkPayCall(desk, payCallSchema.parse(request.body));
    return { trade: toTradeView(payTrade(desk, trade, person)) };
  });
}
