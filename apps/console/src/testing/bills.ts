import type { BillComparison, BillDifference, MoneyMatter } from '@carillon/contract';
import { MORNING_MS } from './orders.ts';

/** Makes how a day's bill compared: it agreed, with two payments and a refund. */
export function aBill(day: string, parts: Partial<BillComparison> = {}): BillComparison {
  return {
    day,
    state: 'matched',
    comparedAt: new Date(MORNING_MS).toISOString(),
    sums: { payments: 2, paymentsFen: 8000, refunds: 1, refundsFen: 1000 },
    openDifferences: 0,
    leftOut: 0,
    error: null,
    ...parts,
  };
}

/** Makes a difference: a payment of ¥38.00 here, ¥40.00 there. */
export function aDifference(id: number, parts: Partial<BillDifference> = {}): BillDifference {
  return {
    id,
    day: '2026-11-20',
    subject: 'payment',
    kind: 'amount_differs',
    number: `C${id}`,
    orderId: id,
    ours: { amountFen: 3800, state: 'paid', transactionId: '4200001' },
    theirs: { amountFen: 4000, state: 'SUCCESS', transactionId: '4200001' },
    foundAt: new Date(MORNING_MS).toISOString(),
    settled: null,
    ...parts,
  };
}

/** Makes a matter: WeChat named another amount for a payment, twice. */
export function aMatter(id: number, parts: Partial<MoneyMatter> = {}): MoneyMatter {
  const at = new Date(MORNING_MS).toISOString();
  const of = { orderId: id, subject: 'payment', number: `C${id}` } as const;
  return {
    id,
    ...of,
    code: 'notification_wrong_amount',
    times: 2,
    firstAt: at,
    newestAt: at,
    settled: null,
    ...parts,
  };
}
