import type { StaffCategory } from '@carillon/contract';
import { MAX_CATEGORIES } from '@carillon/contract';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { ProductTables } from './product-tables.ts';

const tables = tablesOf<ProductTables>;

/** All categories of a shop, as they are sorted. */
export async function selectCategories(executor: Executor, shopId: number): Promise<StaffCategory[]> {
  return tables(executor)
    .selectFrom('category')
    .select(['id', 'name'])
    .where('shop_id', '=', shopId)
    .orderBy('sort_order')
    .orderBy('id')
    .limit(MAX_CATEGORIES)
    .execute();
}

/** Adds a category behind the others. Returns its id. */
export async function insertCategory(
  executor: Executor,
  { shopId, name }: { shopId: number; name: string },
): Promise<number> {
  const row = await tables(executor)
    .insertInto('category')
    .values({
      shop_id: shopId,
      name,
      sort_order: sql<number>`(
        select coalesce(max(sort_order) + 1, 0) from category where shop_id = ${shopId})`,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function updateCategoryName(
  executor: Executor,
  { categoryId, name }: { categoryId: number; name: string },
): Promise<void> {
  await tables(executor).updateTable('category').set({ name }).where('id', '=', categoryId).execute();
}

export async function deleteCategory(executor: Executor, categoryId: number): Promise<void> {
  await tables(executor).deleteFrom('category').where('id', '=', categoryId).execute();
}

/** Sorts categories as their ids stand here. */
export async function updateCategoryOrder(executor: Executor, categoryIds: readonly number[]): Promise<void> {
  await sql`
    update category set sort_order = array_position(${[...categoryIds]}::bigint[], id)
    where id = any(${[...categoryIds]}::bigint[])`.execute(executor);
}
