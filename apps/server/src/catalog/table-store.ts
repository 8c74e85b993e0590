import type { Table } from '@carillon/contract';
import { MAX_TABLES } from '@carillon/contract';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { ProductTables } from './product-tables.ts';

const tables = tablesOf<ProductTables>;

interface AtTable {
  readonly shopId: number;
  readonly code: string;
}

export async function selectTables(executor: Executor, shopId: number): Promise<Table[]> {
  return tables(executor)
    .selectFrom('shop_table')
    .select(['code', 'name'])
    .where('shop_id', '=', shopId)
    .orderBy('sort_order')
    .limit(MAX_TABLES)
    .execute();
}

export async function findTable(
  executor: Executor,
  code: string,
): Promise<{ shopId: number; table: Table } | undefined> {
  const row = await tables(executor)
    .selectFrom('shop_table')
    .select(['shop_id', 'code', 'name'])
    .where('code', '=', code)
    .executeTakeFirst();
  return row && { shopId: row.shop_id, table: { code: row.code, name: row.name } };
}

/** Adds a table behind the others. */
export async function insertTable(
  executor: Executor,
  { shopId, code, name }: AtTable & { name: string },
): Promise<void> {
  await tables(executor)
    .insertInto('shop_table')
    .values({
      ...{ code, shop_id: shopId, name },
      sort_order: sql<number>`(
        select coalesce(max(sort_order) + 1, 0) from shop_table where shop_id = ${shopId})`,
    })
    .execute();
}

/** Gives a table another name or another code. Returns how it is then; undefined when the shop has no such table. */
export async function updateTable(
  executor: Executor,
  { shopId, code }: AtTable,
  change: Partial<Table>,
): Promise<Table | undefined> {
  return tables(executor)
    .updateTable('shop_table')
    .set(change)
    .where('code', '=', code)
    .where('shop_id', '=', shopId)
    .returning(['code', 'name'])
    .executeTakeFirst();
}

/** Returns whether the shop had the table. */
export async function deleteTable(executor: Executor, { shopId, code }: AtTable): Promise<boolean> {
  const { numDeletedRows } = await tables(executor)
    .deleteFrom('shop_table')
    .where('code', '=', code)
    .where('shop_id', '=', shopId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
