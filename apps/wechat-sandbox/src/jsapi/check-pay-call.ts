import { X509Certificate, verify } from 'node:crypto';
import { z } from 'zod';
import type { Identity } from '../keys/identity.ts';
import { PhoneError } from '../people/phone-errors.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { Trade } from '../pay/trade.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { Clock } from '../platform/clock.ts';

/**
 * What a page hands to `WeixinJSBridge.invoke('getBrandWCPayRequest', …)`, and a mini program to
 * `wx.requestPayment` (which knows its own appId; tools that play it have to say). Source: WeChat Pay,
 * "JSAPI调起支付", "小程序调起支付".
 */
export const payCallSchema = z.object({
  appId: z.string().min(1).max(32),
  /** Seconds since 1970, as text. */
  timeStamp: z.string().regex(/^\d{1,32}$/),
  nonceStr: z.string().min(1).max(32),
  package: z.string().regex(/^prepay_id=.{1,122}$/),
  signType: z.literal('RSA'),
  paySign: z.string().min(1).max(512),
});

type PayCall = z.infer<typeof payCallSchema>;

export interface PayCallDesk {
  identity: Identity;
  trades: TradeBook;
  people: readonly SandboxPerson[];
  clock: Clock;
}

/**
 * Believes that the merchant asked for this payment, as WeChat does before it shows the pay sheet: the signature is
 * verified with the merchant's certificate.
 *
 * @throws PhoneError pay_sign_wrong, code_dead
 */
export function checkPayCall(
  { identity, trades, people, clock }: PayCallDesk,
  call: PayCall,
): { trade: Trade; person: SandboxPerson } {
  const signed = `${call.appId}\n${call.timeStamp}\n${call.nonceStr}\n${call.package}\n`;
  const { publicKey } = new X509Certificate(identity.merchant.certificatePem);
  if (!verify('sha256', Buffer.from(signed), publicKey, Buffer.from(call.paySign, 'base64'))) {
    throw new PhoneError(
      'pay_sign_wrong',
      'paySign does not fit what it should sign. Compare it with `signed`.',
      {
        signed,
      },
    );
  }
  const trade = trades.findByCode(call.package.slice('prepay_id='.length));
  const person = people.find(({ openids }) => openids[call.appId] === trade?.payerOpenid);
  if (!trade || !person || trade.appid !== call.appId || trade.codeExpiresAt <= clock.now()) {
    throw new PhoneError(
      'code_dead',
      'This prepay_id is no longer valid, or another app’s. Place the order again.',
    );
  }
  return { trade, person };
}
