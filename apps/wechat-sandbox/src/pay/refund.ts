import { z } from 'zod';
import { TRUST_MODES } from '../keys/wechat-signature.ts';
import { toChinaTime } from '../platform/china-time.ts';

const REFUND_OUTCOMES = ['SUCCESS', 'ABNORMAL', 'CLOSED'] as const;
export const refundOutcomeSchema = z.enum(REFUND_OUTCOMES);
export type RefundOutcome = z.infer<typeof refundOutcomeSchema>;

/** One giving back of money, by its out-refund-no. Kept as it lies in the ledger; times in ms since 1970. */
export const refundSchema = z.object({
  refundId: z.string(),
  outRefundNo: z.string(),
  outTradeNo: z.string(),
  transactionId: z.string(),
  amountFen: z.number().int(),
  totalFen: z.number().int(),
  reason: z.string().optional(),
  /** Without one the merchant is told nothing and has to ask. */
  notifyUrl: z.string().optional(),
  /** The first request's parameters: a repeat must say the same. */
  fingerprint: z.string(),
  status: z.enum(['PROCESSING', ...REFUND_OUTCOMES]),
  createdAt: z.number(),
  /** When it comes to its outcome, and to which. */
  settlesAt: z.number(),
  outcome: refundOutcomeSchema,
  successAt: z.number().optional(),
  channel: z.enum(['ORIGINAL', 'OTHER_BANKCARD']),
  trust: z.enum(TRUST_MODES),
});

export type Refund = z.infer<typeof refundSchema>;
type RefundStatus = Refund['status'];

/** From each status, those that may follow. An abnormal one is applied for anew, or settled by hand. */
export const REFUND_MOVES: Record<RefundStatus, readonly RefundStatus[]> = {
  PROCESSING: ['SUCCESS', 'ABNORMAL', 'CLOSED'],
  ABNORMAL: ['PROCESSING'],
  SUCCESS: [],
  CLOSED: [],
};

const ACCOUNTS: Record<Refund['channel'], string> = {
  ORIGINAL: '支付用户零钱',
  OTHER_BANKCARD: '招商银行信用卡0403',
};

/** The refund as WeChat Pay answers it. Source: WeChat Pay, "退款申请". */
export function toRefundResource(refund: Refund) {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: refund.channel,
    user_received_account: ACCOUNTS[refund.channel],
    create_time: toChinaTime(refund.createdAt),
    ...(refund.successAt !== undefined && { success_time: toChinaTime(refund.successAt) }),
    status: refund.status,
    funds_account: 'AVAILABLE',
    amount: {
      total: refund.totalFen,
      refund: refund.amountFen,
      payer_total: refund.totalFen,
      payer_refund: refund.amountFen,
      settlement_refund: refund.amountFen,
      settlement_total: refund.totalFen,
      discount_refund: 0,
      currency: 'CNY',
      refund_fee: 0,
    },
    promotion_detail: [],
  };
}

/** The refund as a notification holds it. Source: WeChat Pay, "退款结果通知". */
export function toRefundNotice(refund: Refund, mchid: string, status: RefundOutcome) {
  return {
    mchid,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: status,
    ...(status === 'SUCCESS' &&
      refund.successAt !== undefined && { success_time: toChinaTime(refund.successAt) }),
    user_received_account: ACCOUNTS[refund.channel],
    amount: {
      total: refund.totalFen,
      refund: refund.amountFen,
      payer_total: refund.totalFen,
      payer_refund: refund.amountFen,
    },
  };
}
