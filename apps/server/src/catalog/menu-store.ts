import type { Category } from '@carillon/contract';
import { MAX_PRODUCTS } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import { picturesOf } from './picture-url.ts';
import type { ProductTables } from './product-tables.ts';
import type { Offer } from './product.ts';

const tables = tablesOf<ProductTables>;

/** The categories of a shop that have something on the shelf, with those products, as they are sorted. */
export async function selectMenu(executor: Executor, shopId: number): Promise<Category[]> {
  const rows = await tables(executor)
    .selectFrom('product')
    .innerJoin('category', 'category.id', 'product.category_id')
    .selectAll('product')
    .select('category.name as category')
    .where('product.shop_id', '=', shopId)
    .where('product.on_shelf', '=', true)
    .orderBy('category.sort_order')
    .orderBy('category.id')
    .orderBy('product.sort_order')
    .orderBy('product.id')
    .limit(MAX_PRODUCTS)
    .execute();
  const categories = new Map<number, Category>();
  for (const row of rows) {
    const category = categories.get(row.category_id) ?? {
      id: row.category_id,
      name: row.category,
      products: [],
    };
    categories.set(category.id, category);
    const { id, name, description, stock, price_fen: priceFen, option_groups: optionGroups } = row;
    category.products.push({ id, name, description, stock, priceFen, optionGroups, ...picturesOf(row) });
  }
  return [...categories.values()];
}

/** What the shop offers of these products, in no order; products of other shops are not among them. */
export async function selectOffers(
  executor: Executor,
  { shopId, productIds }: { shopId: number; productIds: readonly number[] },
): Promise<Offer[]> {
  return tables(executor)
    .selectFrom('product')
    .select(['id as productId', 'name', 'price_fen as priceFen', 'on_shelf as onShelf'])
    .select('option_groups as optionGroups')
    .where('shop_id', '=', shopId)
    .where('id', 'in', productIds)
    .execute();
}
