import { toChinaTime } from '../platform/china-time.ts';
import type { Refund } from '../pay/refund.ts';
import type { Trade } from '../pay/trade.ts';

/** What the fee is told to be: 0.60 % of a payment, given back with its refund. */
const FEE_RATE = 0.006;

/** One line of a bill: a payment, or a refund. Money in fen, as it will be written in yuan. */
export interface BillRow {
  at: number;
  appid: string;
  mchid: string;
  transactionId: string;
  outTradeNo: string;
  openid: string;
  tradeType: Trade['tradeType'];
  tradeState: 'SUCCESS' | 'REFUND' | 'REVOKED';
  description: string;
  attach: string;
  /** 0 in a refund's line. */
  orderFen: number;
  /** Negative in a refund's line. */
  feeFen: number;
  refund?: {
    refundId: string;
    outRefundNo: string;
    amountFen: number;
    status: Refund['status'];
    appliedAt: number;
    successAt?: number | undefined;
  };
}

export function paymentRow(trade: Trade): BillRow | undefined {
  const { payment } = trade;
  if (!payment) return undefined;
  return {
    at: payment.paidAt,
    appid: trade.appid,
    mchid: trade.mchid,
    transactionId: payment.transactionId,
    outTradeNo: trade.outTradeNo,
    openid: payment.openid,
    tradeType: trade.tradeType,
    tradeState: 'SUCCESS',
    description: trade.description,
    attach: trade.attach ?? '',
    orderFen: trade.amountFen,
    feeFen: Math.round(trade.amountFen * FEE_RATE),
  };
}

/** The line of a refund says when it was applied for. One that was closed is in no bill: no money moved. */
export function refundRow(refund: Refund, trade: Trade): BillRow | undefined {
  const payment = paymentRow(trade);
  if (!payment || refund.status === 'CLOSED') return undefined;
  return {
    ...payment,
    at: refund.createdAt,
    tradeState: 'REFUND',
    orderFen: 0,
    feeFen: -Math.round(refund.amountFen * FEE_RATE),
    refund: {
      refundId: refund.refundId,
      outRefundNo: refund.outRefundNo,
      amountFen: refund.amountFen,
      status: refund.status,
      appliedAt: refund.createdAt,
      successAt: refund.successAt,
    },
  };
}

/** `2026-11-21 12:00:05`, in China's time. */
export function billTime(atMs: number): string {
  return toChinaTime(atMs).slice(0, 19).replace('T', ' ');
}
