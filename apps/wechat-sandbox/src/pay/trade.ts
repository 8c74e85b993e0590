import { z } from 'zod';
import { TRUST_MODES } from '../keys/wechat-signature.ts';
import { toChinaTime } from '../platform/china-time.ts';

/** A trade is one out-trade-no: one attempt to be paid. Kept as it lies in the ledger; times in ms since 1970. */
export const tradeSchema = z.object({
  outTradeNo: z.string(),
  appid: z.string(),
  mchid: z.string(),
  description: z.string(),
  attach: z.string().optional(),
  notifyUrl: z.string(),
  amountFen: z.number().int(),
  /** The first request's parameters: a repeat must say the same. */
  fingerprint: z.string(),
  state: z.enum(['NOTPAY', 'SUCCESS', 'CLOSED']),
  createdAt: z.number(),
  expiresAt: z.number(),
  codeUrl: z.string(),
  codeExpiresAt: z.number(),
  /** How the merchant wishes to check WeChat Pay's signatures, by the last order request. */
  trust: z.enum(TRUST_MODES),
  /** Whoever scans first keeps the code. */
  scannedBy: z.string().optional(),
  payment: z
    .object({ transactionId: z.string(), paidAt: z.number(), personId: z.string(), openid: z.string() })
    .optional(),
});

export type Trade = z.infer<typeof tradeSchema>;
export type TradeState = Trade['state'];

/** From each state, the states that may follow. */
export const TRADE_MOVES: Record<TradeState, readonly TradeState[]> = {
  NOTPAY: ['SUCCESS', 'CLOSED'],
  SUCCESS: [],
  CLOSED: [],
};

const STATE_WORDS: Record<TradeState, string> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
};

/** The trade as WeChat Pay tells it: the answer to a query, and what a notification holds. */
export interface TransactionResource {
  [field: string]: unknown;
  appid: string;
  mchid: string;
  trade_state: TradeState;
  amount: { total: number; [field: string]: unknown };
}

/**
 * Writes a trade as WeChat Pay does. An unpaid one has no transaction_id, trade_type, bank_type, success_time
 * or payer. Source: WeChat Pay, "商户订单号查询订单".
 */
export function toTransactionResource(trade: Trade): TransactionResource {
  const { payment } = trade;
  return {
    appid: trade.appid,
    mchid: trade.mchid,
    out_trade_no: trade.outTradeNo,
    trade_state: trade.state,
    trade_state_desc: STATE_WORDS[trade.state],
    attach: trade.attach ?? '',
    promotion_detail: [],
    amount: {
      total: trade.amountFen,
      currency: 'CNY',
      payer_currency: 'CNY',
      ...(payment && { payer_total: trade.amountFen }),
    },
    ...(payment && {
      transaction_id: payment.transactionId,
      trade_type: 'NATIVE',
      bank_type: 'OTHERS',
      success_time: toChinaTime(payment.paidAt),
      payer: { openid: payment.openid },
    }),
  };
}
