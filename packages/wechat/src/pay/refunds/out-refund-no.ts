import { checkPattern } from '../check-field.ts';

/** Throws `wechat_out_refund_no_invalid` unless WeChat Pay takes the number. WeChat Pay APIv3, 申请退款. */
export function checkOutRefundNo(outRefundNo: string): void {
  checkPattern(outRefundNo, /^[0-9A-Za-z_\-|*@]{1,64}$/, {
    code: 'wechat_out_refund_no_invalid',
    field: '/out_refund_no',
  });
}

/** Throws `wechat_refund_id_invalid` unless it can be one of WeChat Pay's own numbers. */
export function checkRefundId(refundId: string): void {
  checkPattern(refundId, /^[0-9A-Za-z]{1,32}$/, {
    code: 'wechat_refund_id_invalid',
    field: '/refund_id',
  });
}
