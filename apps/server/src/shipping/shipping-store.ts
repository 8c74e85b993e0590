import type { Logistics } from '@carillon/wechat';
import type { Generated } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { DueShipping, ShippingRequest } from './shipping.ts';

interface ShippingTables {
  shipping_upload: {
    id: Generated<number>;
    shop_id: number;
    order_id: number;
    transaction_id: string;
    openid: string;
    logistics: Logistics;
    description: string;
    asked_at: Date;
    state: Generated<'waiting' | 'uploaded' | 'failed'>;
    attempts: Generated<number>;
    next_attempt_at: Date;
    ended_at: Date | null;
    error: string | null;
    settled_at: Date | null;
  };
}

const tables = tablesOf<ShippingTables>;

/** Writes a request down; a second one of the same order is the first. */
export async function insertShipping(executor: Executor, shipping: ShippingRequest): Promise<void> {
  const { shopId, orderId, transactionId, openid, logistics, description, at } = shipping;
  await tables(executor)
    .insertInto('shipping_upload')
    .values({
      ...{ shop_id: shopId, order_id: orderId, transaction_id: transactionId },
      ...{ openid, logistics, description, asked_at: at, next_attempt_at: at },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Takes the uploads whose time has come, the longest due first, and has nobody else take them until `leaseUntil`. Nodes
 * that ask at the same time get different ones.
 */
export async function takeDue(
  executor: Executor,
  { now, leaseUntil, limit }: { now: Date; leaseUntil: Date; limit: number },
): Promise<DueShipping[]> {
  return tables(executor)
    .updateTable('shipping_upload')
    .set(({ eb }) => ({ next_attempt_at: leaseUntil, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', (select) =>
      select
        .selectFrom('shipping_upload')
        .select('id')
        .where('state', '=', 'waiting')
        .where('next_attempt_at', '<=', now)
        .orderBy('next_attempt_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'shop_id as shopId', 'order_id as orderId', 'transaction_id as transactionId'])
    .returning(['openid', 'logistics', 'description', 'attempts'])
    .execute();
}

export type UploadEnd =
  | { readonly state: 'uploaded'; readonly at: Date }
  | { readonly state: 'failed'; readonly at: Date; readonly error: string }
  | { readonly state: 'waiting'; readonly againAt: Date; readonly error: string };

/**
 * Writes down how an attempt went, unless another was begun meanwhile.
 * @returns whether it was written down
 */
export async function endAttempt(
  executor: Executor,
  { id, attempts }: Pick<DueShipping, 'id' | 'attempts'>,
  end: UploadEnd,
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('shipping_upload')
    .set({
      state: end.state,
      ...(end.state === 'waiting' ? { next_attempt_at: end.againAt } : { ended_at: end.at }),
      error: end.state === 'uploaded' ? null : end.error,
    })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * Has an upload that failed tried now, and one that waits no later than at `leasesEnd`: it may be under way.
 * @returns the order that it is of; undefined when there is none such
 */
export async function updateDue(
  executor: Executor,
  transactionId: string,
  { now, leasesEnd }: { now: Date; leasesEnd: Date },
): Promise<number | undefined> {
  const row = await tables(executor)
    .updateTable('shipping_upload')
    .set((eb) => ({
      state: 'waiting',
      ended_at: null,
      next_attempt_at: eb
        .case()
        .when('state', '=', 'failed')
        .then(now)
        .else(eb.fn<Date>('least', ['next_attempt_at', eb.val(leasesEnd)]))
        .end(),
    }))
    .where('transaction_id', '=', transactionId)
    .where('state', '!=', 'uploaded')
    .returning('order_id')
    .executeTakeFirst();
  return row?.order_id;
}

/** Writes down that WeChat settled a payment; whatever we knew, it is shipped then. @returns its order */
export async function updateSettled(
  executor: Executor,
  transactionId: string,
  settledAt: Date,
): Promise<number | undefined> {
  const row = await tables(executor)
    .updateTable('shipping_upload')
    .set((expression) => ({
      state: 'uploaded',
      settled_at: settledAt,
      ended_at: expression.fn.coalesce('ended_at', expression.val(settledAt)),
      error: null,
    }))
    .where('transaction_id', '=', transactionId)
    .where('settled_at', 'is', null)
    .returning('order_id')
    .executeTakeFirst();
  return row?.order_id;
}

/** The upload of an order; undefined when there is none. */
export async function selectShipping(executor: Executor, orderId: number) {
  return tables(executor)
    .selectFrom('shipping_upload')
    .select(['id', 'state', 'attempts', 'error', 'asked_at as askedAt'])
    .select(['ended_at as endedAt', 'settled_at as settledAt'])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
}

/** How many uploads failed, and how many were asked for before `lateBefore` and still wait. */
export async function countTroubled(
  executor: Executor,
  lateBefore: Date,
): Promise<{ failed: number; late: number }> {
  const row = await tables(executor)
    .selectFrom('shipping_upload')
    .select(({ fn }) => [
      fn.countAll<string>().filterWhere('state', '=', 'failed').as('failed'),
      fn
        .countAll<string>()
        .filterWhere('state', '=', 'waiting')
        .filterWhere('asked_at', '<', lateBefore)
        .as('late'),
    ])
    .where('state', '!=', 'uploaded')
    .executeTakeFirstOrThrow();
  return { failed: Number(row.failed), late: Number(row.late) };
}
