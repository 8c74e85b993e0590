import type { OptionGroup, StaffProduct } from '@carillon/contract';
import { MAX_PRODUCTS } from '@carillon/contract';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import { picturesOf } from './picture-url.ts';
import type { ProductTables } from './product-tables.ts';

const tables = tablesOf<ProductTables>;

interface AtProduct {
  readonly shopId: number;
  readonly productId: number;
}

/** All products of a shop, also those off the shelf; by category, as they are sorted. */
export async function selectProducts(executor: Executor, shopId: number): Promise<StaffProduct[]> {
  const rows = await tables(executor)
    .selectFrom('product')
    .innerJoin('category', 'category.id', 'product.category_id')
    .selectAll('product')
    .where('product.shop_id', '=', shopId)
    .orderBy('category.sort_order')
    .orderBy('category.id')
    .orderBy('product.sort_order')
    .orderBy('product.id')
    .limit(MAX_PRODUCTS)
    .execute();
  return rows.map(toStaffProduct);
}

export async function findProduct(
  executor: Executor,
  { shopId, productId }: AtProduct,
): Promise<StaffProduct | undefined> {
  const row = await tables(executor)
    .selectFrom('product')
    .selectAll()
    .where('id', '=', productId)
    .where('shop_id', '=', shopId)
    .executeTakeFirst();
  return row && toStaffProduct(row);
}

function toStaffProduct(row: Selectable<ProductTables['product']>): StaffProduct {
  const { id, name, description, stock, version } = row;
  return {
    ...{ id, name, description, stock, version, ...picturesOf(row) },
    categoryId: row.category_id,
    priceFen: row.price_fen,
    onShelf: row.on_shelf,
    optionGroups: row.option_groups,
  };
}

export async function countProducts(executor: Executor, shopId: number): Promise<number> {
  const { count } = await tables(executor)
    .selectFrom('product')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('shop_id', '=', shopId)
    .executeTakeFirstOrThrow();
  return count;
}

/** What staff say of a product. */
export interface ProductFields {
  readonly categoryId: number;
  readonly name: string;
  readonly description: string;
  readonly priceFen: number;
  /** null: none. Left out: as it is. */
  readonly pictureId?: string | null | undefined;
  readonly optionGroups: readonly OptionGroup[];
}

export interface ProductRecord extends Partial<ProductFields> {
  readonly shopId: number;
  readonly categoryId: number;
  readonly name: string;
  readonly description: string;
  /** Of a picture that is a file of the server. Left out: none. */
  readonly picturePath?: string;
  readonly priceFen: number;
  readonly stock: number | null;
  readonly onShelf: boolean;
}

/** Adds a product behind the others of its category. Returns its id. */
export async function insertProduct(executor: Executor, product: ProductRecord): Promise<number> {
  const { shopId, categoryId, name, description, picturePath = '', pictureId = null } = product;
  const row = await tables(executor)
    .insertInto('product')
    .values({
      ...{ shop_id: shopId, category_id: categoryId, name, description },
      ...{ picture_path: picturePath, picture_id: pictureId },
      price_fen: product.priceFen,
      stock: product.stock,
      on_shelf: product.onShelf,
      sort_order: sql<number>`(
        select coalesce(max(sort_order) + 1, 0) from product where category_id = ${categoryId})`,
      option_groups: JSON.stringify(product.optionGroups ?? []),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Changes what staff say of a product, unless it is not that version any more. Returns whether it was. */
export async function updateProduct(
  executor: Executor,
  { shopId, productId }: AtProduct,
  { version, ...fields }: ProductFields & { version: number },
): Promise<boolean> {
  const { categoryId, name, description, priceFen, pictureId, optionGroups } = fields;
  const { numUpdatedRows } = await tables(executor)
    .updateTable('product')
    .set({
      ...{ category_id: categoryId, name, description, price_fen: priceFen },
      option_groups: JSON.stringify(optionGroups),
      version: version + 1,
      // Behind the others where it is new; otherwise where it is.
      sort_order: sql<number>`case when category_id = ${categoryId} then sort_order else (
        select coalesce(max(other.sort_order) + 1, 0) from product other where other.category_id = ${categoryId}) end`,
      ...(pictureId !== undefined && { picture_id: pictureId, picture_path: '' }),
    })
    .where('id', '=', productId)
    .where('shop_id', '=', shopId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Puts a product on the shelf or takes it off. Returns whether the shop has it. */
export async function updateShelf(
  executor: Executor,
  { shopId, productId }: AtProduct,
  onShelf: boolean,
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('product')
    .set({ on_shelf: onShelf })
    .where('id', '=', productId)
    .where('shop_id', '=', shopId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Removes a product; orders have copies of it. Returns whether the shop had it. */
export async function deleteProduct(executor: Executor, { shopId, productId }: AtProduct): Promise<boolean> {
  const { numDeletedRows } = await tables(executor)
    .deleteFrom('product')
    .where('id', '=', productId)
    .where('shop_id', '=', shopId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Which products are in a category of the shop, in no order. */
export async function selectProductIds(executor: Executor, categoryId: number): Promise<number[]> {
  const rows = await tables(executor)
    .selectFrom('product')
    .select('id')
    .where('category_id', '=', categoryId)
    .execute();
  return rows.map(({ id }) => id);
}

/** Sorts products as their ids stand here. They are locked in the order of their ids, as orders lock them. */
export async function updateProductOrder(executor: Executor, productIds: readonly number[]): Promise<void> {
  await sql`
    with held as (
      select id from product where id = any(${[...productIds]}::bigint[]) order by id for no key update
    )
    update product set sort_order = array_position(${[...productIds]}::bigint[], product.id)
    from held where product.id = held.id`.execute(executor);
}

/** Takes numbers for new options; none was ever given before. */
export async function takeOptionIds(executor: Executor, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval('product_option_id') as id from generate_series(1, ${count})`.execute(executor);
  return rows.map(({ id }) => id);
}
