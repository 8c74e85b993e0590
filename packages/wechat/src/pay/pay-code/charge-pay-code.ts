import { isIP } from 'node:net';
import { callPay } from '../call-pay.ts';
import { checkPattern, checkText, refuse } from '../check-field.ts';
import { checkContents } from '../orders/check-trade-order.ts';
import { detailBody } from '../orders/trade-order.ts';
import type { TradeOrder } from '../orders/trade-order.ts';
import { appidFor } from '../pay-context.ts';
import type { PayContext } from '../pay-context.ts';
import { readTrade, refuseForeignTrade, refuseOtherNumber } from '../trades/trade.ts';
import type { Trade } from '../trades/trade.ts';

/** What a buyer pays at a till, whose payment code was scanned. */
export interface PayCodeCharge extends Pick<
  TradeOrder,
  'outTradeNo' | 'description' | 'amountFen' | 'appid' | 'attach' | 'goodsTag' | 'detail' | 'supportFapiao'
> {
  /** The 18 digits of the code; good for a minute, and for one charge. Never log it. */
  readonly authCode: string;
  /** Our number of the shop, at most 32 characters. */
  readonly storeId: string;
  /** The till, at most 32 characters. */
  readonly deviceId?: string | undefined;
  /** The till's IP address. */
  readonly deviceIp?: string | undefined;
}

/**
 * Takes a payment from a scanned code. Resolves with the paid trade; throws `wechat_user_paying` while the buyer
 * enters the password, and errors of outcome `unknown` otherwise: query, never charge again with a new number.
 * WeChat Pay APIv3, 付款码支付.
 */
export async function chargePayCode(context: PayContext, charge: PayCodeCharge): Promise<Trade> {
  checkCharge(charge);
  const appid = appidFor(context, charge.appid);
  const { object, facts } = await callPay(context, {
    method: 'POST',
    path: '/v3/pay/transactions/codepay',
    body: {
      appid,
      mchid: context.merchant.mchid,
      description: charge.description,
      out_trade_no: charge.outTradeNo,
      attach: charge.attach,
      goods_tag: charge.goodsTag,
      support_fapiao: charge.supportFapiao,
      payer: { auth_code: charge.authCode },
      amount: { total: charge.amountFen, currency: 'CNY' },
      detail: charge.detail && detailBody(charge.detail),
      scene_info: {
        device_id: charge.deviceId,
        device_ip: charge.deviceIp,
        store_info: { out_id: charge.storeId },
      },
    },
  });
  // The app is not promised to be in this one answer.
  const trade = readTrade({ appid, ...object }, facts);
  refuseForeignTrade(context, trade, facts);
  refuseOtherNumber(trade, charge.outTradeNo, facts);
  return trade;
}

function checkCharge(charge: PayCodeCharge): void {
  checkContents(charge);
  // 10 to 14 are of the mainland, 15 of Hong Kong.
  checkPattern(charge.authCode, /^1[0-5]\d{16}$/, {
    code: 'wechat_auth_code_invalid',
    field: '/payer/auth_code',
  });
  const field = (name: string) => ({ code: 'wechat_scene_invalid', field: `/scene_info/${name}` }) as const;
  checkText(charge.storeId, 32, field('store_info/out_id'));
  checkText(charge.deviceId, 32, field('device_id'));
  if (charge.deviceIp !== undefined && isIP(charge.deviceIp) === 0) {
    refuse(field('device_ip'), 'is not an IP address');
  }
}
