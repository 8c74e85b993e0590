import type { PaymentEntry, RefundEntry } from '@carillon/contract';
import { MORNING_MS } from './orders.ts';

/** Makes a payment: `aPayment(17)` paid ¥42.00 for order 017, 17 s into the morning. */
export function aPayment(id: number, parts: Partial<PaymentEntry> = {}): PaymentEntry {
  return {
    id,
    orderId: id,
    orderNumber: String(id).padStart(3, '0'),
    orderStatus: 'completed',
    orderFulfilment: 'table',
    outTradeNo: `C${id}`,
    transactionId: `42000000000000000000000000${id}`,
    amountFen: 4200,
    refundedFen: 0,
    paidAt: new Date(MORNING_MS + id * 1000).toISOString(),
    refunds: [],
    ...parts,
  };
}

/** Makes a refund: `aRefund(1)` of ¥10.00 has arrived. */
export function aRefund(id: number, parts: Partial<RefundEntry> = {}): RefundEntry {
  return {
    id,
    outRefundNo: `RC${id}`,
    refundId: `5000000000${id}`,
    amountFen: 1000,
    cause: 'staff',
    reason: '等待太久',
    state: 'succeeded',
    askedBy: '掌柜',
    askedAt: new Date(MORNING_MS + 60_000).toISOString(),
    settledAt: new Date(MORNING_MS + 120_000).toISOString(),
    attempts: 1,
    error: null,
    needsSomebody: false,
    byHand: null,
    ...parts,
  };
}
