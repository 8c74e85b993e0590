import { shopMenuDestination } from '@carillon/contract';
import type { MenuReply } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { newestSeq } from '../platform/journal/newest-seq.ts';
import { catalogErrors } from './catalog-errors.ts';
import { findShop } from './catalog-store.ts';
import { selectMenu } from './menu-store.ts';

/**
 * Reads what a shop sells, by category, with the number of the menu's journal that the answer is current with. The
 * number is read first: what the menu has beyond it is told once more, which does no harm.
 * @throws shop_not_found
 */
export async function readMenu(executor: Executor, shopId: number): Promise<MenuReply> {
  const shop = await findShop(executor, shopId);
  if (shop === undefined) throw catalogErrors.shop_not_found();
  const seq = await newestSeq(executor, shopMenuDestination(shopId));
  return { shop, categories: await selectMenu(executor, shopId), seq };
}
