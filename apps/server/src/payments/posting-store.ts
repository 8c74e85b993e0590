import type { Generated } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

/** Where money is: with WeChat, for orders, for nothing, on its way back, given back by the shop itself. */
type Account = 'wechat' | 'orders' | 'unclaimed' | 'refunds' | 'hand';

/** Whose money a payment is: an order's, or nobody's, so that it is to be given back. */
export type Holder = Extract<Account, 'orders' | 'unclaimed'>;

type PostingKind = 'payment' | 'refund_asked' | 'refund_succeeded' | 'refund_closed' | 'refund_by_hand';

export interface PostingTables {
  money_posting: {
    id: Generated<number>;
    kind: PostingKind;
    trade_id: number;
    refund_id: number | null;
    debit: Account;
    credit: Account;
    amount_fen: number;
    at: Date;
  };
}

export interface Posting {
  readonly kind: PostingKind;
  readonly tradeId: number;
  readonly refundId?: number;
  /** Where the money comes from, and where it is now. */
  readonly debit: Account;
  readonly credit: Account;
  readonly amountFen: number;
  readonly at: Date;
}

/** Writes a posting down. Fails when what it tells of was posted before. */
export async function insertPosting(executor: Executor, posting: Posting): Promise<void> {
  await tablesOf<PostingTables>(executor)
    .insertInto('money_posting')
    .values({
      kind: posting.kind,
      trade_id: posting.tradeId,
      refund_id: posting.refundId ?? null,
      debit: posting.debit,
      credit: posting.credit,
      amount_fen: posting.amountFen,
      at: posting.at,
    })
    .execute();
}
