import type { PaymentEntry, RefundEntry } from '@carillon/contract';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { RefundTables } from './refund-store.ts';
import { shownState } from './refund.ts';
import type { TradeTables } from './trade-store.ts';

type Tables = TradeTables & RefundTables;
type RefundRow = RefundTables['refund'];

/** A payment as the payments domain knows it: without what its order is called. */
export type ListedPayment = Omit<PaymentEntry, 'orderNumber' | 'orderStatus' | 'orderFulfilment'>;

export interface PaymentSearch {
  readonly shopId: number;
  /** Left out: all. One of WeChat's numbers or ours, of a payment or of a refund. */
  readonly number?: string | undefined;
  /** Payments of one of these orders, or with `number`. */
  readonly orderIds?: readonly number[] | undefined;
  readonly only?: 'refunded' | 'failed' | undefined;
  /** When they were paid: from the first moment to before the last. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Only those with smaller ids. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Refunds that do not get on by themselves: what `needsSomebody` says, for the database. */
const FAILED = sql<boolean>`(state in ('abnormal', 'closed') or (state = 'asking' and refused)
    or (state = 'by_hand' and newest_error is not null))
  and not exists (select from refund as later where later.replaces_id = refund.id)`;

/** Payments of a shop, the newest first, with their refunds. */
export async function selectPayments(executor: Executor, search: PaymentSearch): Promise<ListedPayment[]> {
  const { shopId, number, orderIds, only, from, to, before, limit } = search;
  const refunds = sql`select from refund where refund.trade_id = trade.id`;
  let query = tablesOf<Tables>(executor)
    .selectFrom('trade')
    .select(['id', 'order_id as orderId', 'out_trade_no as outTradeNo', 'transaction_id as transactionId'])
    .select(['amount_fen as amountFen', 'refunded_fen as refundedFen', 'paid_at as paidAt'])
    .where('shop_id', '=', shopId)
    .where('state', '=', 'paid')
    .$narrowType<{ transactionId: string; paidAt: Date }>();
  if (number !== undefined) {
    query = query.where(
      sql<boolean>`(out_trade_no = ${number} or transaction_id = ${number} or order_id = any(${orderIds ?? []}::bigint[])
        or exists (${refunds} and (out_refund_no = ${number} or refund_id = ${number})))`,
    );
  }
  if (only === 'refunded') query = query.where(sql<boolean>`exists (${refunds})`);
  if (only === 'failed') query = query.where(sql<boolean>`exists (${refunds} and ${FAILED})`);
  if (from) query = query.where('paid_at', '>=', from);
  if (to) query = query.where('paid_at', '<', to);
  if (before !== undefined) query = query.where('id', '<', before);
  const trades = await query.orderBy('id', 'desc').limit(limit).execute();
  const byTrade = await selectRefundsOf(
    executor,
    trades.map(({ id }) => id),
  );
  return trades.map(({ paidAt, ...trade }) => ({
    ...trade,
    paidAt: paidAt.toISOString(),
    refunds: byTrade.get(trade.id) ?? [],
  }));
}

async function selectRefundsOf(
  executor: Executor,
  tradeIds: readonly number[],
): Promise<Map<number, RefundEntry[]>> {
  const refunds = new Map<number, RefundEntry[]>();
  if (tradeIds.length === 0) return refunds;
  const rows = await tablesOf<Tables>(executor)
    .selectFrom('refund')
    .selectAll('refund')
    .select((builder) =>
      builder
        .exists(
          builder
            .selectFrom('refund as later')
            .select('later.id')
            .whereRef('later.replaces_id', '=', 'refund.id'),
        )
        .as('isReplaced'),
    )
    .where('trade_id', 'in', tradeIds)
    .orderBy('id')
    .execute();
  for (const row of rows) {
    const { id, cause, reason, state, attempts } = row;
    const entry: RefundEntry = {
      ...{ id, cause, reason, state, attempts },
      outRefundNo: row.out_refund_no,
      refundId: row.refund_id,
      amountFen: row.amount_fen,
      askedBy: row.asked_by,
      askedAt: row.asked_at.toISOString(),
      settledAt: row.settled_at?.toISOString() ?? null,
      error: row.newest_error,
      needsSomebody: (shownState(row) === 'failed' && !row.isReplaced) || isContradicted(row),
      byHand: row.settled_by === null ? null : { by: row.settled_by, note: row.settled_note ?? '' },
    };
    refunds.set(row.trade_id, [...(refunds.get(row.trade_id) ?? []), entry]);
  }
  return refunds;
}

/** Whether WeChat says that it gives what was given back by hand: that is the only trouble such a refund can have. */
function isContradicted({ state, newest_error: error }: Pick<RefundRow, 'state' | 'newest_error'>): boolean {
  return state === 'by_hand' && error !== null;
}

/** How many refunds do not get on by themselves. */
export async function countFailedRefunds(executor: Executor): Promise<number> {
  const { count } = await tablesOf<Tables>(executor)
    .selectFrom('refund')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(FAILED)
    .executeTakeFirstOrThrow();
  return count;
}

/** What arrived back at a shop's buyers within a span of time. */
export async function sumRefunds(
  executor: Executor,
  { shopId, from, to }: { shopId: number; from: Date; to: Date },
): Promise<{ count: number; amountFen: number }> {
  const { rows } = await sql<{ count: number; amountFen: number }>`
    select count(*)::integer as count, coalesce(sum(refund.amount_fen), 0)::bigint as "amountFen"
    from refund join trade on trade.id = trade_id
    where shop_id = ${shopId} and refund.state in ('succeeded', 'by_hand')
      and refund.settled_at >= ${from} and refund.settled_at < ${to}`.execute(executor);
  return rows[0] ?? { count: 0, amountFen: 0 };
}
