import type { Generated } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import { tradeStates } from './trade.ts';
import type { DueTrade, Trade, TradeState } from './trade.ts';

interface TradeTables {
  trade: {
    id: Generated<number>;
    order_id: number;
    attempt: number;
    out_trade_no: string;
    state: TradeState;
    amount_fen: number;
    description: string;
    notify_url: string;
    expires_at: Date;
    code_url: string | null;
    transaction_id: string | null;
    paid_at: Date | null;
    next_query_at: Date;
    watch_token: string;
  };
}

const tables = tablesOf<TradeTables>;

function selectTrades(executor: Executor) {
  return tables(executor)
    .selectFrom('trade')
    .select(['id', 'order_id as orderId', 'attempt', 'out_trade_no as outTradeNo', 'state', 'description'])
    .select(['amount_fen as amountFen', 'notify_url as notifyUrl', 'expires_at as expiresAt'])
    .select(['code_url as codeUrl', 'transaction_id as transactionId', 'watch_token as watchToken']);
}

export async function findTrade(executor: Executor, outTradeNo: string): Promise<Trade | undefined> {
  return selectTrades(executor).where('out_trade_no', '=', outTradeNo).executeTakeFirst();
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
  trade: Omit<Trade, 'id' | 'state' | 'codeUrl' | 'transactionId'> & { nextQueryAt: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(executor)
    .insertInto('trade')
    .values({
      order_id: trade.orderId,
      attempt: trade.attempt,
      out_trade_no: trade.outTradeNo,
      state: tradeStates.initial,
      amount_fen: trade.amountFen,
      description: trade.description,
      notify_url: trade.notifyUrl,
      expires_at: trade.expiresAt,
      next_query_at: trade.nextQueryAt,
      watch_token: trade.watchToken,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * Takes trades that are not settled and due to be asked about, and puts their next time off, so that of several
 * nodes one asks.
 */
export async function takeDueTrades(
  executor: Executor,
  due: {
    now: Date;
    nextQueryAt: Date;
    limit: number;
    first: 'newest' | 'longest waiting';
  },
): Promise<DueTrade[]> {
  return tables(executor)
    .updateTable('trade')
    .set({ next_query_at: due.nextQueryAt })
    .where('id', 'in', (builder) => {
      const waiting = builder
        .selectFrom('trade')
        .select('id')
        .where('state', 'in', ['opening', 'open'])
        .where('next_query_at', '<=', due.now);
      const ordered =
        due.first === 'newest'
          ? // Without a code nobody has anything to scan.
            waiting.orderBy(sql`code_url is null`).orderBy('expires_at', 'desc')
          : waiting.orderBy('next_query_at');
      return ordered.limit(due.limit).forUpdate().skipLocked();
    })
    .returning(['id', 'out_trade_no as outTradeNo', 'expires_at as expiresAt'])
    .execute();
}

/** Makes every trade that is not settled due at `now`, unless it was already. */
export async function makeTradesDue(executor: Executor, now: Date): Promise<void> {
  await tables(executor)
    .updateTable('trade')
    .set({ next_query_at: now })
    .where('state', 'in', ['opening', 'open'])
    .where('next_query_at', '>', now)
    .execute();
}

/** Moves a trade if it is in a state that the move starts in. Returns whether it was. */
export async function updateTrade(
  executor: Executor,
  tradeId: number,
  change:
    | { move: 'open'; codeUrl: string }
    | { move: 'pay'; transactionId: string; paidAt: Date }
    | { move: 'close' },
): Promise<boolean> {
  const { from, to } = tradeStates.move(change.move);
  const { numUpdatedRows } = await tables(executor)
    .updateTable('trade')
    .set({
      state: to,
      ...(change.move === 'open' && { code_url: change.codeUrl }),
      ...(change.move === 'pay' && { transaction_id: change.transactionId, paid_at: change.paidAt }),
    })
    .where('id', '=', tradeId)
    .where('state', 'in', from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
