import type { MenuReply } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { findShop, selectMenu } from './catalog-store.ts';

/**
 * Reads what a shop sells, by category.
 * @throws shop_not_found
 */
export async function readMenu(executor: Executor, shopId: number): Promise<MenuReply> {
  const shop = await findShop(executor, shopId);
  if (shop === undefined) throw catalogErrors.shop_not_found();
  return { shop, categories: await selectMenu(executor, shopId) };
}
