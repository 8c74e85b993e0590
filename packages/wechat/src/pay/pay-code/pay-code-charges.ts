import type { Trade } from '../trades/trade.ts';
import type { PayCodeCharge } from './charge-pay-code.ts';

/**
 * A till that scans the payment code on the buyer's phone (付款码). The order of things: charge; while the answer
 * is `wechat_user_paying` or of any `unknown` outcome, query every 5 to 10 s for at most 45 s; then reverse, no
 * sooner than 15 s after the charge, and query until it is REVOKED. No notification comes.
 *
 * WeChat Pay's v3 operations stand behind it here; those of v2 may for merchants whom v3 is closed to.
 */
export interface PayCodeCharges {
  chargePayCode(charge: PayCodeCharge): Promise<Trade>;
  queryTrade(outTradeNo: string): Promise<Trade>;
  reverseTrade(trade: { readonly outTradeNo: string; readonly appid?: string | undefined }): Promise<void>;
}
