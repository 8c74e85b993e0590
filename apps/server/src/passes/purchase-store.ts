import type { PassKind } from '@carillon/contract';
import type { Selectable } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { PassTables } from './pass-tables.ts';

const tables = tablesOf<PassTables>;

export type Purchase = Selectable<PassTables['pass_purchase']>;

/** Writes down what an order brings once it is paid. */
export async function insertPurchase(
  executor: Executor,
  { orderId, shopId, kind }: { orderId: number; shopId: number; kind: PassKind },
): Promise<void> {
  const { name, terms, visits, refundable } = kind;
  await tables(executor)
    .insertInto('pass_purchase')
    .values({
      ...{ name, terms, visits, refundable },
      order_id: orderId,
      shop_id: shopId,
      kind_id: kind.id,
      price_fen: kind.priceFen,
      valid_days: kind.validDays,
    })
    .execute();
}

/** What these orders bring. */
export async function selectPurchases(executor: Executor, orderIds: readonly number[]): Promise<Purchase[]> {
  return tables(executor)
    .selectFrom('pass_purchase')
    .selectAll()
    .where('order_id', 'in', orderIds)
    .orderBy('order_id')
    .execute();
}

/** How many of these orders are for a kind. */
export async function countPurchases(
  executor: Executor,
  { kindId, orderIds }: { kindId: number; orderIds: readonly number[] },
): Promise<number> {
  if (orderIds.length === 0) return 0;
  const { count } = await tables(executor)
    .selectFrom('pass_purchase')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('kind_id', '=', kindId)
    .where('order_id', 'in', orderIds)
    .executeTakeFirstOrThrow();
  return count;
}
