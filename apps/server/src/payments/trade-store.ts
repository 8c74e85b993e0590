import type { Generated } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { PostingTables } from './posting-store.ts';
import { REFUND_INTERVAL_SECONDS } from './refund.ts';
import { QUERY_PAUSES_SECONDS, TRADE_GRACE_MS, tradeStates } from './trade.ts';
import type { DueTrade, Payer, Trade, TradeState } from './trade.ts';

export interface TradeTables extends PostingTables {
  trade: {
    id: Generated<number>;
    order_id: number;
    shop_id: number;
    attempt: number;
    out_trade_no: string;
    state: TradeState;
    amount_fen: number;
    description: string;
    notify_url: string;
    expires_at: Date;
    code_url: string | null;
    payer_appid: string | null;
    payer_openid: string | null;
    transaction_id: string | null;
    paid_at: Date | null;
    next_query_at: Date;
    queries: Generated<number>;
    queried_at: Date | null;
    refunded_fen: Generated<number>;
    next_refund_at: Date | null;
    watch_token: string;
  };
}

const tables = tablesOf<TradeTables>;

const UNSETTLED = ['opening', 'open'] as const satisfies TradeState[];
const DUE_TRADE = [
  'id',
  'order_id as orderId',
  'out_trade_no as outTradeNo',
  'expires_at as expiresAt',
] as const;

function selectTrades(executor: Executor) {
  return tables(executor)
    .selectFrom('trade')
    .select([
      'id',
      'order_id as orderId',
      'shop_id as shopId',
      'attempt',
      'out_trade_no as outTradeNo',
      'state',
      'description',
    ])
    .select(['amount_fen as amountFen', 'notify_url as notifyUrl', 'expires_at as expiresAt'])
    .select(['code_url as codeUrl', 'transaction_id as transactionId', 'watch_token as watchToken'])
    .select(
      sql<Payer | null>`case when payer_appid is not null
        then json_build_object('appid', payer_appid, 'openid', payer_openid) end`.as('payer'),
    )
    .select('refunded_fen as refundedFen');
}

export async function findTrade(executor: Executor, outTradeNo: string): Promise<Trade | undefined> {
  return selectTrades(executor).where('out_trade_no', '=', outTradeNo).executeTakeFirst();
}

/**
 * Trades by their numbers, locked until the transaction ends, but for rows that only point to them; always in the same
 * order, so that none who lock several deadlock. Those that are locked by others are waited for, or skipped.
 */
export async function lockTrades(
  executor: Executor,
  outTradeNos: readonly string[],
  ifLocked: 'wait' | 'skip',
): Promise<Trade[]> {
  return selectTrades(executor)
    .where(sql<boolean>`out_trade_no = any(${outTradeNos}::text[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .$if(ifLocked === 'skip', (query) => query.skipLocked())
    .execute();
}

/** The newest trade of an order, whatever its state. */
export async function findNewestTrade(executor: Executor, orderId: number): Promise<Trade | undefined> {
  return selectTrades(executor)
    .where('order_id', '=', orderId)
    .orderBy('attempt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Records a trade. Returns false when another one of the order is open, or this attempt has been made. */
export async function insertTrade(
  executor: Executor,
  trade: Omit<Trade, 'id' | 'state' | 'codeUrl' | 'transactionId' | 'refundedFen'> & { nextQueryAt: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(executor)
    .insertInto('trade')
    .values({
      order_id: trade.orderId,
      shop_id: trade.shopId,
      attempt: trade.attempt,
      out_trade_no: trade.outTradeNo,
      state: tradeStates.initial,
      amount_fen: trade.amountFen,
      description: trade.description,
      notify_url: trade.notifyUrl,
      expires_at: trade.expiresAt,
      next_query_at: trade.nextQueryAt,
      watch_token: trade.watchToken,
      payer_appid: trade.payer?.appid ?? null,
      payer_openid: trade.payer?.openid ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** The trade that an order can be paid through now, as far as we know; there is one at most. */
export async function findOpenTrade(executor: Executor, orderId: number): Promise<DueTrade | undefined> {
  return tables(executor)
    .selectFrom('trade')
    .select(DUE_TRADE)
    .where('order_id', '=', orderId)
    .where('state', 'in', UNSETTLED)
    .executeTakeFirst();
}

/** The trade whose money an order has: the one that paid it, not one that was paid for nothing. */
export async function findClaimedTrade(executor: Executor, orderId: number): Promise<Trade | undefined> {
  return selectTrades(executor)
    .where('order_id', '=', orderId)
    .where((where) =>
      where.exists(
        where
          .selectFrom('money_posting')
          .select('money_posting.id')
          .whereRef('money_posting.trade_id', '=', 'trade.id')
          .where('money_posting.kind', '=', 'payment')
          .where('money_posting.credit', '=', 'orders'),
      ),
    )
    .executeTakeFirst();
}

/** Counts a question, and puts the next one off: the longer the more often it was asked, but to the trade's end. */
function questionAt(now: Date) {
  const pauses = sql.join(QUERY_PAUSES_SECONDS.map((seconds) => sql.lit(seconds)));
  const pause = sql`(array[${pauses}])[least(queries + 1, ${sql.lit(QUERY_PAUSES_SECONDS.length)})]`;
  const next = sql`${now}::timestamptz + ${pause} * interval '1 second'`;
  const end = sql`expires_at + ${sql.lit(TRADE_GRACE_MS)} * interval '1 millisecond'`;
  return {
    queries: sql<number>`queries + 1`,
    queried_at: now,
    next_query_at: sql<Date>`case when ${end} > ${now}::timestamptz then least(${next}, ${end}) else ${next} end`,
  };
}

/**
 * Takes trades that are not settled and due to be asked about, and puts their next time off, so that of several
 * nodes one asks.
 */
export async function takeDueTrades(
  executor: Executor,
  due: {
    now: Date;
    limit: number;
    first: 'newest' | 'longest waiting';
  },
): Promise<DueTrade[]> {
  return tables(executor)
    .updateTable('trade')
    .set(questionAt(due.now))
    .where('id', 'in', (builder) => {
      const waiting = builder
        .selectFrom('trade')
        .select('id')
        .where('state', 'in', UNSETTLED)
        .where('next_query_at', '<=', due.now);
      const ordered =
        due.first === 'newest'
          ? // Without a code nobody has anything to scan.
            waiting.orderBy(sql`code_url is null`).orderBy('expires_at', 'desc')
          : waiting.orderBy('next_query_at');
      return ordered.limit(due.limit).forUpdate().skipLocked();
    })
    .returning(DUE_TRADE)
    .execute();
}

/**
 * Takes the open trade of an order to be asked about at once, and begins its schedule anew. Undefined when there is
 * none, or it was asked about after `notAfter`.
 */
export async function takeHintedTrade(
  executor: Executor,
  hint: { orderId: number; now: Date; notAfter: Date; nextQueryAt: Date },
): Promise<DueTrade | undefined> {
  return tables(executor)
    .updateTable('trade')
    .set({ queries: 0, queried_at: hint.now, next_query_at: hint.nextQueryAt })
    .where('order_id', '=', hint.orderId)
    .where('state', 'in', UNSETTLED)
    .where((where) => where.or([where('queried_at', 'is', null), where('queried_at', '<=', hint.notAfter)]))
    .returning(DUE_TRADE)
    .executeTakeFirst();
}

/** Makes every trade that is not settled due at `now`, unless it was already; or only those of an order. */
export async function makeTradesDue(executor: Executor, now: Date, orderId?: number): Promise<void> {
  await tables(executor)
    .updateTable('trade')
    .set({ next_query_at: now, queries: 0 })
    .where('state', 'in', UNSETTLED)
    .where('next_query_at', '>', now)
    .$if(orderId !== undefined, (query) => query.where('order_id', '=', orderId ?? 0))
    .execute();
}

/**
 * Takes money of a paid trade for a refund, unless less is left. Returns when WeChat may be asked for it, which is
 * well after the trade's refund before it; undefined when it was not taken.
 */
export async function raiseRefunded(
  executor: Executor,
  { tradeId, amountFen, now }: { tradeId: number; amountFen: number; now: Date },
): Promise<Date | undefined> {
  const interval = sql`${sql.lit(REFUND_INTERVAL_SECONDS)} * interval '1 second'`;
  const row = await tables(executor)
    .updateTable('trade')
    .set({
      refunded_fen: sql<number>`refunded_fen + ${amountFen}`,
      next_refund_at: sql<Date>`greatest(next_refund_at, ${now}::timestamptz) + ${interval}`,
    })
    .where('id', '=', tradeId)
    .where('state', '=', 'paid')
    .where(sql<boolean>`refunded_fen + ${amountFen} <= amount_fen`)
    .returning(sql<Date>`next_refund_at - ${interval}`.as('slot'))
    .executeTakeFirst();
  return row?.slot;
}

/** Puts money back that a refund had taken and WeChat did not give. */
export async function lowerRefunded(
  executor: Executor,
  { tradeId, amountFen }: { tradeId: number; amountFen: number },
): Promise<void> {
  await tables(executor)
    .updateTable('trade')
    .set({ refunded_fen: sql<number>`refunded_fen - ${amountFen}` })
    .where('id', '=', tradeId)
    .executeTakeFirstOrThrow();
}

/** Moves a trade if it is in a state that the move starts in. Returns whether it was. */
export async function updateTrade(
  executor: Executor,
  tradeId: number,
  change: { move: 'open'; codeUrl: string } | { move: 'close' },
): Promise<boolean> {
  const { from, to } = tradeStates.move(change.move);
  const { numUpdatedRows } = await tables(executor)
    .updateTable('trade')
    .set({
      state: to,
      ...(change.move === 'open' && { code_url: change.codeUrl }),
    })
    .where('id', '=', tradeId)
    .where('state', 'in', from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
