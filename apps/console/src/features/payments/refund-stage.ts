import type { PaymentEntry, RefundEntry } from '@carillon/contract';
import type { Tone } from '../../ui/StateBadge.vue';

/** Where a refund stands, finer than its state: one that is asked for may be refused, one that was closed replaced. */
export type RefundStage = RefundEntry['state'] | 'refused' | 'replaced';

type Standing = Pick<RefundEntry, 'state' | 'needsSomebody'>;

export function stageOf({ state, needsSomebody }: Standing): RefundStage {
  if (state === 'asking' && needsSomebody) return 'refused';
  if (state === 'closed' && !needsSomebody) return 'replaced';
  return state;
}

/** How a refund's state looks: vermilion where somebody has to do something. */
export function toneOf({ state, needsSomebody }: Standing): Tone {
  if (needsSomebody) return 'bad';
  if (state === 'succeeded' || state === 'by_hand') return 'good';
  return 'calm';
}

/** What can still be given back of a payment, in fen: nothing once its order is cancelled, which gives all back. */
export function refundableFen({ amountFen, refundedFen, orderStatus }: PaymentEntry): number {
  return orderStatus === 'cancelled' ? 0 : amountFen - refundedFen;
}
