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
  state: z.enum(['NOTPAY', 'USERPAYING', 'PAYERROR', 'SUCCESS', 'REFUND', 'CLOSED', 'REVOKED']),
  /** How it is paid: a QR (NATIVE), a call in a page of WeChat (JSAPI), or the buyer's own code (MICROPAY). */
  tradeType: z.enum(['NATIVE', 'JSAPI', 'MICROPAY']).default('NATIVE'),
  createdAt: z.number(),
  expiresAt: z.number(),
  /** What the buyer's phone pays by: the code_url of a NATIVE trade, the prepay_id of a JSAPI one, else empty. */
  codeUrl: z.string(),
  codeExpiresAt: z.number(),
  /** The only one who may pay a JSAPI trade. */
  payerOpenid: z.string().optional(),
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
  NOTPAY: ['USERPAYING', 'SUCCESS', 'CLOSED'],
  USERPAYING: ['SUCCESS', 'PAYERROR', 'REVOKED'],
  PAYERROR: ['REVOKED'],
  SUCCESS: ['REFUND', 'REVOKED'],
  REFUND: ['REFUND'],
  CLOSED: [],
  REVOKED: [],
};

const STATE_WORDS: Record<TradeState, string> = {
  NOTPAY: '订单未支付',
  USERPAYING: '需要用户输入支付密码',
  PAYERROR: '支付失败',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款，退款详情请查询退款单',
  CLOSED: '订单已关闭',
  REVOKED: '订单已撤销',
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
      trade_type: trade.tradeType,
      bank_type: 'OTHERS',
      success_time: toChinaTime(payment.paidAt),
      payer: { openid: payment.openid },
    }),
  };
}
