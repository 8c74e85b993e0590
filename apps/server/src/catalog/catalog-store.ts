import type { Shop } from '@carillon/contract';
import type { Generated, Selectable } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface CatalogTables {
  shop: {
    id: Generated<number>;
    name: string;
    phone: string;
    address: string;
    pickup: Generated<boolean>;
    delivery_fee_fen: number | null;
    delivery_minimum_fen: Generated<number>;
    promise_minutes: Generated<number>;
    is_open: Generated<boolean>;
  };
}

/** More of anything than a page can show is a mistake of ours; no read goes beyond. */
const MAX_SHOPS = 200;

const tables = tablesOf<CatalogTables>;

export async function selectShops(executor: Executor): Promise<Shop[]> {
  const rows = await tables(executor).selectFrom('shop').selectAll().orderBy('id').limit(MAX_SHOPS).execute();
  return rows.map(toShop);
}

export async function findShop(executor: Executor, shopId: number): Promise<Shop | undefined> {
  const row = await tables(executor)
    .selectFrom('shop')
    .selectAll()
    .where('id', '=', shopId)
    .executeTakeFirst();
  return row && toShop(row);
}

function toShop(row: Selectable<CatalogTables['shop']>): Shop {
  const { id, name, phone, address, pickup, delivery_fee_fen: feeFen } = row;
  return {
    ...{ id, name, phone, address, pickup },
    delivery: feeFen === null ? null : { feeFen, minimumFen: row.delivery_minimum_fen },
    promiseMinutes: row.promise_minutes,
    isOpen: row.is_open,
  };
}

export async function selectShopNames(
  executor: Executor,
  shopIds: readonly number[],
): Promise<Map<number, string>> {
  if (shopIds.length === 0) return new Map();
  const rows = await tables(executor)
    .selectFrom('shop')
    .select(['id', 'name'])
    .where('id', 'in', shopIds)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function insertShop(
  executor: Executor,
  shop: Pick<Shop, 'name' | 'phone' | 'address'> & Partial<Shop>,
): Promise<number> {
  const { name, phone, address, pickup, delivery, promiseMinutes } = shop;
  const row = await tables(executor)
    .insertInto('shop')
    .values({
      ...{ name, phone, address, pickup },
      delivery_fee_fen: delivery?.feeFen ?? null,
      delivery_minimum_fen: delivery?.minimumFen,
      promise_minutes: promiseMinutes,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}
