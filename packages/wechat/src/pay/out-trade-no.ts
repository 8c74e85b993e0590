import { WeChatError } from '../errors/wechat-error.ts';

/** Throws `wechat_out_trade_no_invalid` unless WeChat Pay takes the number. WeChat Pay APIv3, 下单. */
export function checkOutTradeNo(outTradeNo: string): void {
  if (!/^[0-9A-Za-z_\-|*]{6,32}$/.test(outTradeNo)) {
    throw new WeChatError('wechat_out_trade_no_invalid', 'WeChat Pay would not take this out-trade-no.');
  }
}

/** Path of one trade by our own number. */
export function tradePath(outTradeNo: string): string {
  return `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}`;
}
