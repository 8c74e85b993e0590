import type { JsapiPaymentReply } from '@carillon/contract';
import { jsapiPaymentReplySchema } from '@carillon/contract/schemas';
import type { PayClient } from '@carillon/wechat';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { buyerErrors, findOpenid } from '../buyers/index.ts';
import { paymentErrors } from '../payments/index.ts';
import type { Payer } from '../payments/index.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { createSingleFlight } from '../platform/single-flight.ts';
import { payingAppid } from './buyer-account-routes.ts';
import type { BuyerLoginParts } from './buyer-login-routes.ts';
import { openTradeFor } from './open-trade.ts';

export interface JsapiRouteParts extends Pick<BuyerLoginParts, 'context' | 'visitors' | 'apps'> {
  /** Undefined when the server has no merchant's credentials. */
  readonly pay: PayClient | undefined;
  readonly notifyUrl: () => string;
  /** Of the mini program's subscribe messages. */
  readonly templateIds: readonly string[];
}

/** Payment without leaving WeChat, for buyers who are logged in there. */
export function registerJsapiRoutes(app: FastifyInstance, parts: JsapiRouteParts): void {
  const { context, visitors, apps, pay, notifyUrl, templateIds } = parts;
  const flights = createSingleFlight<string, JsapiPaymentReply>();

  /** The account that pays is that of the session: nothing that a request says can make it another's. */
  async function payerOf(request: FastifyRequest): Promise<{ buyerId: string; payer: Payer }> {
    const found = await visitors.foundBuyer(request);
    const appid = payingAppid(apps, found?.session?.way);
    if (found === undefined || appid === undefined) throw buyerErrors.openid_missing();
    const openid = await findOpenid(context.database.db, { appid, buyerId: found.buyerId });
    if (openid === undefined) throw buyerErrors.openid_missing();
    return { buyerId: found.buyerId, payer: { appid, openid } };
  }

  registerRoute(app, 'openJsapiPayment', {
    tag: 'payments',
    summary:
      'Opens the JSAPI trade of an order for the buyer who is logged in inside WeChat, and signs it for the phone.',
    schemas: { params: z.object({ orderId: pathId }), reply: jsapiPaymentReplySchema },
    handler: async (request) => {
      if (pay === undefined) throw paymentErrors.payment_unavailable();
      const { buyerId, payer } = await payerOf(request);
      const { orderId } = request.params;
      return flights.share(`${orderId} ${buyerId} ${payer.appid}`, async () => {
        const trade = await openTradeFor({ context, pay, notifyUrl }, { orderId, buyerId }, payer);
        const { outTradeNo, amountFen, expiresAt, watchToken } = trade;
        const payment = pay.signJsapiPayment({ prepayId: trade.codeUrl, appid: payer.appid });
        const asked = payer.appid === apps.miniLogin?.appid && { templateIds: [...templateIds] };
        return { outTradeNo, amountFen, expiresAt: expiresAt.toISOString(), watchToken, ...asked, payment };
      });
    },
  });
}
