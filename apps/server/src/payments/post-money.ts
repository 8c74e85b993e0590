import type { Tx } from '../platform/database.ts';
import { insertPosting } from './posting-store.ts';
import type { Holder } from './posting-store.ts';
import type { Refund, RefundCause } from './refund.ts';

type RefundEvent = 'asked' | 'succeeded' | 'closed' | 'by_hand';

/** Posts what became of a refund; `from` is where its money was. */
export async function postRefund(
  tx: Tx,
  event: RefundEvent,
  { refund, at }: { refund: Pick<Refund, 'id' | 'tradeId' | 'amountFen' | 'cause' | 'state'>; at: Date },
): Promise<void> {
  const { id: refundId, tradeId, amountFen } = refund;
  const holder = holderFor(refund.cause);
  const accounts = {
    asked: { debit: holder, credit: 'refunds' },
    succeeded: { debit: 'refunds', credit: 'wechat' },
    closed: { debit: 'refunds', credit: holder },
    // What WeChat had closed is not on its way any more.
    by_hand: { debit: refund.state === 'closed' ? holder : 'refunds', credit: 'hand' },
  } as const;
  await insertPosting(tx, { kind: `refund_${event}`, tradeId, refundId, ...accounts[event], amountFen, at });
}

/** Which account a refund takes its money from. */
function holderFor(cause: RefundCause): Holder {
  return cause === 'late_payment' || cause === 'paid_twice' ? 'unclaimed' : 'orders';
}
