import type { CancelReason, Fulfilment, OrderRing, OrderStatus } from '@carillon/contract';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { OrderTables } from './order-tables.ts';

const tables = tablesOf<OrderTables>;

export interface StatusChange {
  readonly orderId: number;
  readonly from: readonly OrderStatus[];
  readonly to: OrderStatus;
  readonly at: Date;
  readonly by: string;
  /** If given: only an order of one of these shops is moved. */
  readonly shopIds?: readonly number[] | undefined;
  /** When staff promise that it will be there; the promise that stands is kept if left out. */
  readonly promisedAt?: Date | undefined;
  /** If given: only an order that reaches its guest in one of these ways is moved. */
  readonly fulfilments?: readonly Fulfilment[] | undefined;
  /** Why it is cancelled; with that move, and no other. */
  readonly cancellation?: { readonly reason: CancelReason; readonly note: string } | undefined;
  /** What staff are shown of its ring, which this move begins or ends; what they are shown is kept if left out. */
  readonly ring?: OrderRing | undefined;
}

/**
 * Moves an order if it is in one of the states expected, and enters that in its timeline, in one statement.
 * @returns whether it was moved.
 */
export async function updateStatus(executor: Executor, change: StatusChange): Promise<boolean> {
  const { orderId, from, to, at, by, shopIds = null, fulfilments = null } = change;
  const { promisedAt = null, cancellation, ring } = change;
  const { numAffectedRows } = await sql`
    with moved as (
      update shop_order
      set status = ${to},
        promised_at = coalesce(${promisedAt}::timestamptz, promised_at),
        ring = coalesce(${ring === undefined ? null : JSON.stringify(ring)}::json, ring),
        cancel_reason = ${cancellation?.reason ?? null}, cancel_note = ${cancellation?.note ?? ''}
      where id = ${orderId} and status = any(${from}::text[])
        and (${shopIds}::bigint[] is null or shop_id = any(${shopIds}::bigint[]))
        and (${fulfilments}::text[] is null or fulfilment = any(${fulfilments}::text[]))
      returning id
    )
    insert into order_timeline (order_id, status, at, by_name)
    select id, ${to}::text, ${at}::timestamptz, ${by}::text from moved`.execute(executor);
  return numAffectedRows === 1n;
}

/** Sets when an order will be there, if it is in one of these states and of one of these shops. */
export async function updatePromise(
  executor: Executor,
  {
    orderId,
    shopIds,
    statuses,
    promisedAt,
  }: { orderId: number; shopIds: readonly number[]; statuses: readonly OrderStatus[]; promisedAt: Date },
): Promise<boolean> {
  if (shopIds.length === 0) return false;
  const { numUpdatedRows } = await tables(executor)
    .updateTable('shop_order')
    .set({ promised_at: promisedAt })
    .where('id', '=', orderId)
    .where('shop_id', 'in', shopIds)
    .where('status', 'in', statuses)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Notes a buyer's reminder of their order, if it waits in this state and the last one is not after `notAfter`. */
export async function updateReminder(
  executor: Executor,
  {
    orderId,
    buyerId,
    status,
    at,
    notAfter,
  }: { orderId: number; buyerId: string; status: OrderStatus; at: Date; notAfter: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('shop_order')
    .set({ reminded_at: at })
    .where('id', '=', orderId)
    .where('buyer_id', '=', buyerId)
    .where('status', '=', status)
    .where((where) => where.or([where('reminded_at', 'is', null), where('reminded_at', '<=', notAfter)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
