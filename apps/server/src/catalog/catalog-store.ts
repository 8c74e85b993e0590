import type { Category, Shop, Table } from '@carillon/contract';
import { sql } from 'kysely';
import type { Generated, Selectable } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { Demand, Offer } from './product.ts';

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
  };
  category: { id: Generated<number>; shop_id: number; name: string; sort_order: number };
  product: {
    id: Generated<number>;
    shop_id: number;
    category_id: number;
    name: string;
    description: string;
    picture_path: string;
    price_fen: number;
    stock: number | null;
    on_shelf: boolean;
    sort_order: number;
  };
  shop_table: { code: string; shop_id: number; name: string; sort_order: number };
}

/** More of anything than a page can show is a mistake of ours; no read goes beyond. */
const MAX_SHOPS = 200;
const MAX_PRODUCTS = 2_000;
const MAX_TABLES = 500;

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

/** The categories of a shop that have something on the shelf, with those products, as they are sorted. */
export async function selectMenu(executor: Executor, shopId: number): Promise<Category[]> {
  const rows = await tables(executor)
    .selectFrom('product')
    .innerJoin('category', 'category.id', 'product.category_id')
    .select(['product.id', 'product.name', 'product.description', 'product.picture_path'])
    .select(['product.price_fen', 'product.stock', 'category.id as categoryId', 'category.name as category'])
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
    const category = categories.get(row.categoryId) ?? {
      id: row.categoryId,
      name: row.category,
      products: [],
    };
    categories.set(category.id, category);
    const { id, name, description, stock } = row;
    category.products.push({
      ...{ id, name, description, stock },
      pictureUrl: row.picture_path,
      largePictureUrl: row.picture_path,
      optionGroups: [],
      priceFen: row.price_fen,
    });
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
    .where('shop_id', '=', shopId)
    .where('id', 'in', productIds)
    .execute();
}

/**
 * Takes from the stock unless less is left.
 * @returns whether it was taken, or did not have to be because it became unlimited; undefined when less is left
 */
export async function takeFromStock(
  executor: Executor,
  { productId, quantity }: Demand,
): Promise<'taken' | 'unlimited' | undefined> {
  const row = await tables(executor)
    .updateTable('product')
    .set({ stock: sql<number | null>`stock - ${quantity}` })
    .where('id', '=', productId)
    .where((where) => where.or([where('stock', 'is', null), where('stock', '>=', quantity)]))
    .returning('stock')
    .executeTakeFirst();
  return row && (row.stock === null ? 'unlimited' : 'taken');
}

/** Gives back to the stock; unlimited stock stays so. */
export async function giveToStock(executor: Executor, { productId, quantity }: Demand): Promise<void> {
  await tables(executor)
    .updateTable('product')
    .set({ stock: sql<number>`stock + ${quantity}` })
    .where('id', '=', productId)
    .where('stock', 'is not', null)
    .execute();
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

export async function insertCategory(
  executor: Executor,
  category: { shopId: number; name: string; sortOrder: number },
): Promise<number> {
  const row = await tables(executor)
    .insertInto('category')
    .values({ shop_id: category.shopId, name: category.name, sort_order: category.sortOrder })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export interface ProductRecord {
  readonly shopId: number;
  readonly categoryId: number;
  readonly name: string;
  readonly description: string;
  readonly picturePath: string;
  readonly priceFen: number;
  readonly stock: number | null;
  readonly onShelf: boolean;
  readonly sortOrder: number;
}

export async function insertProduct(executor: Executor, product: ProductRecord): Promise<number> {
  const row = await tables(executor)
    .insertInto('product')
    .values({
      shop_id: product.shopId,
      category_id: product.categoryId,
      name: product.name,
      description: product.description,
      picture_path: product.picturePath,
      price_fen: product.priceFen,
      stock: product.stock,
      on_shelf: product.onShelf,
      sort_order: product.sortOrder,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function insertTable(
  executor: Executor,
  table: { shopId: number; code: string; name: string; sortOrder: number },
): Promise<void> {
  await tables(executor)
    .insertInto('shop_table')
    .values({ shop_id: table.shopId, code: table.code, name: table.name, sort_order: table.sortOrder })
    .execute();
}
