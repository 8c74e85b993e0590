import type { Fulfilment, LineChoice, OrderStatus } from '@carillon/contract';
import { defineStates } from '../platform/state-table.ts';

/** What staff do with an order, WeChat by a payment, and everybody who may cancel it; `bring`: a pass is there at once. */
export type OrderMove = 'pay' | 'bring' | 'accept' | 'send' | 'prepare' | 'complete' | 'cancel';

/** What the order is at any moment, and the only ways from one state to the next. */
export const orderStates = defineStates<OrderStatus, OrderMove>('order', {
  initial: 'pending_payment',
  states: ['pending_payment', 'paid', 'accepted', 'delivering', 'ready', 'completed', 'cancelled'],
  transitions: [
    { move: 'pay', from: ['pending_payment'], to: 'paid' },
    { move: 'bring', from: ['paid'], to: 'completed' },
    { move: 'accept', from: ['paid'], to: 'accepted' },
    { move: 'send', from: ['accepted'], to: 'delivering' },
    { move: 'prepare', from: ['accepted'], to: 'ready' },
    { move: 'complete', from: ['accepted', 'delivering', 'ready'], to: 'completed' },
    { move: 'cancel', from: ['pending_payment', 'paid', 'accepted', 'delivering', 'ready'], to: 'cancelled' },
  ],
});

const FULFILMENTS_OF: Partial<Record<OrderMove, readonly Fulfilment[]>> = {
  bring: ['pass'],
  send: ['delivery'],
  prepare: ['table', 'pickup'],
};

/** Which orders know a move: what is fetched is not sent. Undefined: all do. */
export function fulfilmentsOf(move: OrderMove): readonly Fulfilment[] | undefined {
  return FULFILMENTS_OF[move];
}

/** A product or a pass as an order takes it: its name and price are copied, for the menu may change tomorrow. */
export interface PricedLine {
  /** null: it is a pass. */
  readonly productId: number | null;
  readonly name: string;
  readonly quantity: number;
  /** With what the choices add. */
  readonly unitPriceFen: number;
  /** What was chosen of its options. Left out: nothing. */
  readonly choices?: readonly LineChoice[];
}

/**
 * Sums an order's lines and what their delivery costs, in fen. Throws when the sum passes what a JavaScript number
 * holds exactly.
 */
export function totalOf(lines: readonly PricedLine[], deliveryFeeFen = 0): number {
  const totalFen = lines.reduce((sum, line) => sum + amountOf(line), deliveryFeeFen);
  if (!Number.isSafeInteger(totalFen)) throw new RangeError('The total passes the safe integers.');
  return totalFen;
}

/** What one line costs, in fen. */
export function amountOf(line: Pick<PricedLine, 'quantity' | 'unitPriceFen'>): number {
  return line.quantity * line.unitPriceFen;
}

/** Writes the daily count as it is called out: `7` is `"007"`, `1234` is `"1234"`. */
export function formatNumber(count: number): string {
  return String(count).padStart(3, '0');
}
