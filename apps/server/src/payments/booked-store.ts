import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { RefundTables } from './refund-store.ts';
import type { TradeTables } from './trade-store.ts';

/** What our books say of a payment or a refund, to be compared with WeChat's bill. */
export interface Booked {
  readonly subject: 'payment' | 'refund';
  /** The out-trade-no or the out-refund-no. */
  readonly number: string;
  readonly orderId: number;
  readonly shopId: number;
  readonly amountFen: number;
  readonly state: string;
  readonly transactionId: string | null;
  /** Whether the bill of this day must have it. */
  readonly expected: boolean;
}

export interface BookedQuery {
  /** The day, `YYYY-MM-DD`, from its first moment to before the first of the next. */
  readonly day: string;
  readonly from: Date;
  readonly to: Date;
  /** What the bill names; all of it is looked up, whenever it was. */
  readonly outTradeNos: readonly string[];
  readonly outRefundNos: readonly string[];
}

/** The payments that the bill names, and those that were paid on its day. */
export async function selectBookedPayments(executor: Executor, query: BookedQuery): Promise<Booked[]> {
  const isOfDay = sql<boolean>`coalesce(state = 'paid' and paid_at >= ${query.from} and paid_at < ${query.to}, false)`;
  const isNamed = sql<boolean>`out_trade_no = any(${query.outTradeNos}::text[])`;
  return tablesOf<TradeTables>(executor)
    .selectFrom('trade')
    .select(['out_trade_no as number', 'order_id as orderId', 'shop_id as shopId', 'amount_fen as amountFen'])
    .select([sql.lit('payment' as const).as('subject'), 'state', 'transaction_id as transactionId'])
    .select(isOfDay.as('expected'))
    .where((where) => where.or([isNamed, isOfDay]))
    .execute();
}

/**
 * The refunds that the bill names, and those that it must name: they succeeded on its day, and no bill of another
 * day has them. WeChat books a refund on the day on which it began it, which may be the one before.
 */
export async function selectBookedRefunds(executor: Executor, query: BookedQuery): Promise<Booked[]> {
  const isExpected = sql<boolean>`coalesce(refund.state = 'succeeded'
    and refund.settled_at >= ${query.from} and refund.settled_at < ${query.to}
    and coalesce(billed_on, ${query.day}::date) = ${query.day}::date, false)`;
  const isNamed = sql<boolean>`out_refund_no = any(${query.outRefundNos}::text[])`;
  return tablesOf<TradeTables & RefundTables>(executor)
    .selectFrom('refund')
    .innerJoin('trade', 'trade.id', 'refund.trade_id')
    .select(['out_refund_no as number', 'refund.order_id as orderId', 'trade.shop_id as shopId'])
    .select([sql.lit('refund' as const).as('subject'), 'refund.amount_fen as amountFen', 'refund.state'])
    .select(['transaction_id as transactionId', isExpected.as('expected')])
    .where((where) => where.or([isNamed, isExpected]))
    .execute();
}

/** Notes in which day's bill refunds are. */
export async function updateBilled(
  executor: Executor,
  { day, outRefundNos }: { day: string; outRefundNos: readonly string[] },
): Promise<void> {
  await tablesOf<RefundTables>(executor)
    .updateTable('refund')
    .set({ billed_on: day })
    .where('out_refund_no', 'in', outRefundNos)
    .execute();
}
