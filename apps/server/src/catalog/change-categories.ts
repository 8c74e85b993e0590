import type { CategoryListReply } from '@carillon/contract';
import { MAX_CATEGORIES } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import {
  deleteCategory,
  insertCategory,
  selectCategories,
  updateCategoryName,
  updateCategoryOrder,
} from './category-store.ts';
import { changeMenu } from './change-catalog.ts';
import { isSameSet } from './is-same-set.ts';
import { selectProductIds } from './product-store.ts';

type Parts = Pick<Context, 'database' | 'clock'>;

interface AtCategory {
  readonly shopId: number;
  readonly categoryId: number;
}

/**
 * Adds a category behind the others.
 * @throws category_name_taken, catalog_full
 */
export async function saveCategory(context: Parts, shopId: number, name: string): Promise<CategoryListReply> {
  return changeMenu(context, shopId, async (tx) => {
    const categories = await selectCategories(tx, shopId);
    if (categories.length >= MAX_CATEGORIES) throw catalogErrors.catalog_full({ max: MAX_CATEGORIES });
    if (categories.some((category) => category.name === name)) throw catalogErrors.category_name_taken();
    await insertCategory(tx, { shopId, name });
    return readCategories(tx, shopId);
  });
}

/** @throws category_not_found, category_name_taken */
export async function renameCategory(
  context: Parts,
  { shopId, categoryId }: AtCategory,
  name: string,
): Promise<CategoryListReply> {
  return changeMenu(context, shopId, async (tx) => {
    const categories = await selectCategories(tx, shopId);
    if (!categories.some(({ id }) => id === categoryId)) throw catalogErrors.category_not_found();
    if (categories.some((other) => other.name === name && other.id !== categoryId)) {
      throw catalogErrors.category_name_taken();
    }
    await updateCategoryName(tx, { categoryId, name });
    return readCategories(tx, shopId);
  });
}

/**
 * Sorts the categories of a shop.
 * @param categoryIds each of them once.
 * @throws sorting_outdated
 */
export async function sortCategories(
  context: Parts,
  shopId: number,
  categoryIds: readonly number[],
): Promise<CategoryListReply> {
  return changeMenu(context, shopId, async (tx) => {
    const ids = (await selectCategories(tx, shopId)).map(({ id }) => id);
    if (!isSameSet(ids, categoryIds)) throw catalogErrors.sorting_outdated();
    await updateCategoryOrder(tx, categoryIds);
    return readCategories(tx, shopId);
  });
}

/**
 * Removes a category in which nothing is.
 * @throws category_not_found, category_not_empty with how many products are in it
 */
export async function removeCategory(
  context: Parts,
  { shopId, categoryId }: AtCategory,
): Promise<CategoryListReply> {
  return changeMenu(context, shopId, async (tx) => {
    const categories = await selectCategories(tx, shopId);
    if (!categories.some(({ id }) => id === categoryId)) throw catalogErrors.category_not_found();
    const { length: products } = await selectProductIds(tx, categoryId);
    if (products > 0) throw catalogErrors.category_not_empty({ products });
    await deleteCategory(tx, categoryId);
    return readCategories(tx, shopId);
  });
}

async function readCategories(tx: Tx, shopId: number): Promise<CategoryListReply> {
  return { categories: await selectCategories(tx, shopId) };
}
