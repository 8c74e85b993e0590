import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { ProductTables } from './product-tables.ts';
import type { Demand } from './product.ts';
import type { StockLeft } from './tell-of-menu.ts';

const tables = tablesOf<ProductTables>;

/**
 * Takes from the stock unless less is left.
 * @returns what is left, which is null when it became unlimited and nothing was taken; undefined when less is left
 */
export async function takeFromStock(
  executor: Executor,
  { productId, quantity }: Demand,
): Promise<StockLeft | undefined> {
  return tables(executor)
    .updateTable('product')
    .set({ stock: sql<number | null>`stock - ${quantity}` })
    .where('id', '=', productId)
    .where((where) => where.or([where('stock', 'is', null), where('stock', '>=', quantity)]))
    .returning(['id as productId', 'stock'])
    .executeTakeFirst();
}

/** Gives back to the stock; unlimited stock stays so. Returns what is left then; undefined when it is unlimited. */
export async function giveToStock(
  executor: Executor,
  { productId, quantity }: Demand,
): Promise<StockLeft | undefined> {
  return tables(executor)
    .updateTable('product')
    .set({ stock: sql<number>`stock + ${quantity}` })
    .where('id', '=', productId)
    .where('stock', 'is not', null)
    .returning(['id as productId', 'stock'])
    .executeTakeFirst();
}

/** How many are left of those products that are limited. */
export async function selectStock(
  executor: Executor,
  productIds: readonly number[],
): Promise<{ productId: number; name: string; left: number }[]> {
  return tables(executor)
    .selectFrom('product')
    .select(['id as productId', 'name', 'stock as left'])
    .where('id', 'in', productIds)
    .where('stock', 'is not', null)
    .$narrowType<{ left: number }>()
    .execute();
}

/**
 * Sets how many are left. Orders that take from it at the same time do so before or after, never in between.
 * @returns what was left at that moment, null for unlimited; undefined when the shop has no such product
 */
export async function replaceStock(
  executor: Executor,
  { shopId, productId, stock }: { shopId: number; productId: number; stock: number | null },
): Promise<{ replaced: number | null } | undefined> {
  const { rows } = await sql<{ replaced: number | null }>`
    with old as (
      select id, stock from product where id = ${productId} and shop_id = ${shopId} for update
    )
    update product set stock = ${stock}::integer from old where product.id = old.id
    returning old.stock as replaced`.execute(executor);
  return rows[0];
}
