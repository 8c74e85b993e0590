import { checkPattern } from '../check-field.ts';

/** Throws `wechat_out_trade_no_invalid` unless WeChat Pay takes the number. WeChat Pay APIv3, 下单. */
export function checkOutTradeNo(outTradeNo: string): void {
  checkPattern(outTradeNo, /^[0-9A-Za-z_\-|*]{6,32}$/, {
    code: 'wechat_out_trade_no_invalid',
    field: '/out_trade_no',
  });
}

/** Throws `wechat_transaction_id_invalid` unless it can be one of WeChat Pay's own numbers. */
export function checkTransactionId(transactionId: string): void {
  checkPattern(transactionId, /^[0-9A-Za-z]{1,32}$/, {
    code: 'wechat_transaction_id_invalid',
    field: '/transaction_id',
  });
}

/** Path of one trade by our own number. */
export function tradePath(outTradeNo: string): string {
  return `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}`;
}
