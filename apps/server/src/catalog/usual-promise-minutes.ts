import type { Executor } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { findShop } from './catalog-store.ts';

/**
 * In how many minutes a shop promises an order, unless its staff say otherwise.
 * @throws shop_not_found
 */
export async function usualPromiseMinutes(executor: Executor, shopId: number): Promise<number> {
  const shop = await findShop(executor, shopId);
  if (shop === undefined) throw catalogErrors.shop_not_found();
  return shop.promiseMinutes;
}
