import type { Generated } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import { ATTEMPT_PAUSES_SECONDS, REFUND_INTERVAL_SECONDS, refundStates } from './refund.ts';
import type { Refund, RefundCause, RefundMove, RefundState } from './refund.ts';

export interface RefundTables {
  refund: {
    id: Generated<number>;
    trade_id: number;
    order_id: number;
    out_refund_no: string;
    amount_fen: number;
    cause: RefundCause;
    reason: string;
    notify_url: string;
    state: RefundState;
    refund_id: string | null;
    asked_by: string;
    asked_at: Date;
    idempotency_key: string | null;
    settled_at: Date | null;
    next_attempt_at: Date;
    leased_until: Date | null;
    attempts: Generated<number>;
    attempted_at: Date | null;
    newest_error: string | null;
    refused: Generated<boolean>;
    replaces_id: number | null;
    replacements: Generated<number>;
    settled_by: string | null;
    settled_note: string | null;
    billed_on: string | null;
  };
  /** Read for its numbers only; `trade-store` writes it. */
  trade: { id: number; out_trade_no: string; amount_fen: number; transaction_id: string | null };
}

const tables = tablesOf<RefundTables>;

function selectRefunds(executor: Executor) {
  return tables(executor)
    .selectFrom('refund')
    .innerJoin('trade', 'trade.id', 'refund.trade_id')
    .select([
      'refund.id',
      'refund.order_id as orderId',
      'trade_id as tradeId',
      'out_refund_no as outRefundNo',
    ])
    .select(['refund.amount_fen as amountFen', 'cause', 'reason', 'refund.notify_url as notifyUrl'])
    .select(['refund.state', 'refund_id as refundId', 'asked_by as askedBy', 'asked_at as askedAt'])
    .select(['settled_at as settledAt', 'refused', 'replacements'])
    .select(['out_trade_no as outTradeNo', 'trade.amount_fen as tradeAmountFen'])
    .select('transaction_id as transactionId');
}

export async function findRefund(executor: Executor, id: number): Promise<Refund | undefined> {
  return selectRefunds(executor).where('refund.id', '=', id).executeTakeFirst();
}

export async function findRefundByNumber(
  executor: Executor,
  outRefundNo: string,
): Promise<Refund | undefined> {
  return selectRefunds(executor).where('out_refund_no', '=', outRefundNo).executeTakeFirst();
}

/** The refund of an order that was asked for with this key. */
export async function findRefundByKey(
  executor: Executor,
  { orderId, idempotencyKey }: { orderId: number; idempotencyKey: string },
): Promise<Refund | undefined> {
  return selectRefunds(executor)
    .where('refund.order_id', '=', orderId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
}

/** The refunds of an order but those that another one took the place of; the oldest first. */
export async function selectStandingRefunds(executor: Executor, orderId: number): Promise<Refund[]> {
  return selectRefunds(executor)
    .where('refund.order_id', '=', orderId)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('refund as later')
            .select('later.id')
            .whereRef('later.replaces_id', '=', 'refund.id'),
        ),
      ),
    )
    .orderBy('refund.id')
    .execute();
}

/** Whether another refund took the place of this one. */
export async function isReplaced(executor: Executor, id: number): Promise<boolean> {
  const row = await tables(executor)
    .selectFrom('refund')
    .select('id')
    .where('replaces_id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** How many refunds WeChat was asked for of a trade, or will be. */
export async function countRefunds(executor: Executor, tradeId: number): Promise<number> {
  const { count } = await tables(executor)
    .selectFrom('refund')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('trade_id', '=', tradeId)
    .executeTakeFirstOrThrow();
  return count;
}

export interface RefundRecord extends Pick<
  Refund,
  | 'tradeId'
  | 'orderId'
  | 'outRefundNo'
  | 'amountFen'
  | 'cause'
  | 'reason'
  | 'notifyUrl'
  | 'askedBy'
  | 'askedAt'
> {
  readonly nextAttemptAt: Date;
  readonly idempotencyKey?: string | undefined;
  readonly replacesId?: number | undefined;
  readonly replacements?: number | undefined;
}

export async function insertRefund(executor: Executor, refund: RefundRecord): Promise<number> {
  const { id } = await tables(executor)
    .insertInto('refund')
    .values({
      trade_id: refund.tradeId,
      order_id: refund.orderId,
      out_refund_no: refund.outRefundNo,
      amount_fen: refund.amountFen,
      cause: refund.cause,
      reason: refund.reason,
      notify_url: refund.notifyUrl,
      state: refundStates.initial,
      asked_by: refund.askedBy,
      asked_at: refund.askedAt,
      next_attempt_at: refund.nextAttemptAt,
      idempotency_key: refund.idempotencyKey ?? null,
      replaces_id: refund.replacesId ?? null,
      replacements: refund.replacements ?? 0,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export interface RefundChange {
  /** WeChat's number of it. */
  readonly refundId?: string | undefined;
  /** When it came to its end. */
  readonly settledAt?: Date | undefined;
  /** When WeChat is to be asked next; as before if left out. Its schedule begins anew. */
  readonly nextAttemptAt?: Date | undefined;
  /** Only while this lease of `holdRefund` is the refund's. */
  readonly byHand?: { readonly by: string; readonly note: string; readonly heldUntil: Date } | undefined;
}

/** Moves a refund if it is in a state that the move starts in. Returns whether it was. */
export async function updateRefund(
  executor: Executor,
  id: number,
  { move, ...change }: RefundChange & { move: RefundMove },
): Promise<boolean> {
  const { from, to } = refundStates.move(move);
  const { byHand } = change;
  const update = tables(executor)
    .updateTable('refund')
    .set({
      state: to,
      refused: false,
      newest_error: null,
      ...(change.refundId !== undefined && { refund_id: change.refundId }),
      ...(change.settledAt && { settled_at: change.settledAt }),
      ...(change.nextAttemptAt && { next_attempt_at: change.nextAttemptAt, attempts: 0 }),
      ...(byHand && { settled_by: byHand.by, settled_note: byHand.note }),
    })
    .where('id', '=', id)
    .where('state', 'in', from);
  const held = byHand ? update.where('leased_until', '=', byHand.heldUntil) : update;
  const { numUpdatedRows } = await held.executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * Writes down why WeChat did not do what it was asked, unless the refund is in another state by now; `refused` when it
 * says that it will not; `againAt` when it is only too busy, which is no attempt.
 */
export async function updateTrouble(
  executor: Executor,
  { id, state }: Pick<Refund, 'id' | 'state'>,
  { error, refused, againAt }: { error: string; refused: boolean; againAt?: Date | undefined },
): Promise<void> {
  await tables(executor)
    .updateTable('refund')
    .set({
      newest_error: error,
      refused,
      ...(againAt && { next_attempt_at: againAt, attempts: sql<number>`greatest(attempts - 1, 0)` }),
    })
    .where('id', '=', id)
    .where('state', '=', state)
    .execute();
}

/**
 * Makes a refund due now that WeChat may not know, as if it had never been tried; unless somebody holds it. Returns
 * whether it is.
 */
export async function updateDue(executor: Executor, id: number, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('refund')
    .set({ next_attempt_at: now, attempts: 0, attempted_at: now, refused: false })
    .where('id', '=', id)
    .where('state', '=', 'asking')
    .where(isFree(now))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Whether nobody holds a refund. */
export function isFree(now: Date) {
  return sql<boolean>`(leased_until is null or leased_until <= ${now})`;
}

/**
 * Whether WeChat would begin a refund of this trade now, as far as we asked: no other one within a minute, and none
 * that has waited longer. Those of one trade that are due together would otherwise all be turned away but one.
 */
function isNextOfTrade(now: Date) {
  const minute = sql`${sql.lit(REFUND_INTERVAL_SECONDS)} * interval '1 second'`;
  return sql<boolean>`(state <> 'asking' or not exists (
    select from refund as other where other.trade_id = refund.trade_id and other.id <> refund.id and (
      other.attempted_at > ${now}::timestamptz - ${minute}
      or (other.state = 'asking' and (other.next_attempt_at, other.id) < (refund.next_attempt_at, refund.id)))))`;
}

/** Takes refunds that are due and that nobody holds, and puts their next attempt off, so that of several nodes one makes it. */
export async function takeDueRefunds(
  executor: Executor,
  { now, limit }: { now: Date; limit: number },
): Promise<number[]> {
  const pauses = sql.join(ATTEMPT_PAUSES_SECONDS.map((seconds) => sql.lit(seconds)));
  const pause = sql`(array[${pauses}])[least(attempts + 1, ${sql.lit(ATTEMPT_PAUSES_SECONDS.length)})]`;
  const rows = await tables(executor)
    .updateTable('refund')
    .set({
      attempts: sql<number>`attempts + 1`,
      attempted_at: sql<Date | null>`case when state = 'asking' then ${now}::timestamptz else attempted_at end`,
      next_attempt_at: sql<Date>`${now}::timestamptz + ${pause} * interval '1 second'`,
    })
    .where('id', 'in', (builder) =>
      builder
        .selectFrom('refund')
        .select('id')
        .where('state', 'in', ['asking', 'processing', 'abnormal'])
        .where('next_attempt_at', '<=', now)
        .where(isFree(now))
        .where(isNextOfTrade(now))
        .orderBy('next_attempt_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
