import { z } from 'zod';
import { isNotifyUrl } from './order-request.ts';

const transactionId = z.string().min(1).max(32);
const outTradeNo = z.string().min(6).max(32);

/** Source: WeChat Pay, "退款申请". Fields that the sandbox has no use for are checked and kept. */
export const refundRequestSchema = z
  .object({
    transaction_id: transactionId.optional(),
    out_trade_no: outTradeNo.optional(),
    out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/),
    reason: z.string().min(1).max(80).optional(),
    notify_url: z
      .string()
      .max(256)
      .refine(isNotifyUrl, 'expected an https address without a query')
      .optional(),
    funds_account: z.enum(['AVAILABLE', 'UNSETTLED']).optional(),
    amount: z.object({
      refund: z.number().int().min(1),
      total: z.number().int().min(1),
      currency: z.literal('CNY'),
      from: z.array(z.object({ account: z.string(), amount: z.number().int().min(1) })).optional(),
    }),
    goods_detail: z.array(z.record(z.string(), z.unknown())).optional(),
  })
  .refine((body) => (body.transaction_id === undefined) !== (body.out_trade_no === undefined), {
    message: 'give either transaction_id or out_trade_no',
    path: ['transaction_id'],
  });

export type RefundRequest = z.infer<typeof refundRequestSchema>;

/** Source: WeChat Pay, "发起异常退款". The account's number and name come encrypted and are not opened here. */
export const abnormalRefundSchema = z.object({
  out_refund_no: z.string(),
  type: z.enum(['USER_BANK_CARD', 'MERCHANT_BANK_CARD']),
  bank_type: z.string().optional(),
  bank_account: z.string().optional(),
  real_name: z.string().optional(),
});
