import type {
  ChangeProduct,
  ProductListReply,
  ProductReply,
  SaveProduct,
  StockReply,
} from '@carillon/contract';
import { MAX_PRODUCTS } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { selectCategories } from './category-store.ts';
import { changeMenu } from './change-catalog.ts';
import { leastDeltaFen } from './choose-options.ts';
import { isSameSet } from './is-same-set.ts';
import { numberOptions } from './number-options.ts';
import { hasPicture } from './picture-store.ts';
import {
  countProducts,
  deleteProduct,
  findProduct,
  insertProduct,
  selectProductIds,
  selectProducts,
  updateProduct,
  updateProductOrder,
  updateShelf,
} from './product-store.ts';
import { replaceStock } from './stock-store.ts';

type Parts = Pick<Context, 'database' | 'clock'>;

interface AtProduct {
  readonly shopId: number;
  readonly productId: number;
}

/**
 * Adds a product behind the others of its category.
 * @throws category_not_found, catalog_full, picture_unknown, options_below_zero
 */
export async function saveProduct(
  context: Parts,
  shopId: number,
  product: SaveProduct,
): Promise<ProductReply> {
  return changeMenu(context, shopId, async (tx) => {
    await checkProduct(tx, shopId, product);
    if ((await countProducts(tx, shopId)) >= MAX_PRODUCTS) {
      throw catalogErrors.catalog_full({ max: MAX_PRODUCTS });
    }
    const optionGroups = await numberOptions(tx, product.optionGroups, []);
    const productId = await insertProduct(tx, { ...product, shopId, optionGroups });
    return readProduct(tx, { shopId, productId });
  });
}

/**
 * Changes what staff say of a product. What was ordered of it stays as it was ordered.
 * @throws product_not_found, product_changed when somebody changed it since that version, category_not_found,
 *   picture_unknown, options_below_zero
 */
export async function changeProduct(
  context: Parts,
  at: AtProduct,
  change: ChangeProduct,
): Promise<ProductReply> {
  return changeMenu(context, at.shopId, async (tx) => {
    const { product } = await readProduct(tx, at);
    await checkProduct(tx, at.shopId, change);
    const optionGroups = await numberOptions(tx, change.optionGroups, product.optionGroups);
    if (!(await updateProduct(tx, at, { ...change, optionGroups }))) throw catalogErrors.product_changed();
    return readProduct(tx, at);
  });
}

/**
 * Puts a product on the shelf or takes it off.
 * @throws product_not_found
 */
export async function shelveProduct(context: Parts, at: AtProduct, onShelf: boolean): Promise<ProductReply> {
  return changeMenu(context, at.shopId, async (tx) => {
    if (!(await updateShelf(tx, at, onShelf))) throw catalogErrors.product_not_found();
    return readProduct(tx, at);
  });
}

/**
 * Sets how many are left of a product, and says how many had been at that moment.
 * @param stock null: unlimited.
 * @throws product_not_found
 */
export async function setStock(context: Parts, at: AtProduct, stock: number | null): Promise<StockReply> {
  return changeMenu(context, at.shopId, async (tx) => {
    const before = await replaceStock(tx, { ...at, stock });
    if (before === undefined) throw catalogErrors.product_not_found();
    return { ...(await readProduct(tx, at)), replaced: before.replaced };
  });
}

/**
 * Removes a product for good; orders keep their copies.
 * @throws product_not_found
 */
export async function removeProduct(context: Parts, at: AtProduct): Promise<void> {
  await changeMenu(context, at.shopId, async (tx) => {
    if (!(await deleteProduct(tx, at))) throw catalogErrors.product_not_found();
  });
}

/**
 * Sorts the products of a category.
 * @param productIds each of its products once.
 * @throws category_not_found, sorting_outdated
 */
export async function sortProducts(
  context: Parts,
  { shopId, categoryId }: { shopId: number; categoryId: number },
  productIds: readonly number[],
): Promise<ProductListReply> {
  return changeMenu(context, shopId, async (tx) => {
    await checkCategory(tx, shopId, categoryId);
    if (!isSameSet(await selectProductIds(tx, categoryId), productIds))
      throw catalogErrors.sorting_outdated();
    await updateProductOrder(tx, productIds);
    return { products: await selectProducts(tx, shopId) };
  });
}

async function readProduct(tx: Tx, at: AtProduct): Promise<ProductReply> {
  const product = await findProduct(tx, at);
  if (product === undefined) throw catalogErrors.product_not_found();
  return { product };
}

async function checkProduct(
  tx: Tx,
  shopId: number,
  { categoryId, pictureId, priceFen, optionGroups }: Omit<ChangeProduct, 'version'>,
): Promise<void> {
  await checkCategory(tx, shopId, categoryId);
  if (typeof pictureId === 'string' && !(await hasPicture(tx, pictureId))) {
    throw catalogErrors.picture_unknown();
  }
  const groups = optionGroups.map(({ choices, ...group }) => ({
    ...group,
    id: 0,
    choices: choices.map((choice) => ({ ...choice, id: 0 })),
  }));
  const leastFen = priceFen + leastDeltaFen(groups);
  if (leastFen < 0) throw catalogErrors.options_below_zero({ leastFen });
}

async function checkCategory(tx: Tx, shopId: number, categoryId: number): Promise<void> {
  const categories = await selectCategories(tx, shopId);
  if (!categories.some(({ id }) => id === categoryId)) throw catalogErrors.category_not_found();
}
