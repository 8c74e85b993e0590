import type { Tx } from '../platform/database.ts';
import { giveToStock } from './catalog-store.ts';
import type { Demand } from './product.ts';

/**
 * Gives back to the stock what an order had taken that is not to be. Rows are locked in the order of their ids, as
 * `takeStock` locks them, so that the two never deadlock. What is unlimited stays so.
 * @param demands what was taken; each product once.
 */
export async function giveStockBack(tx: Tx, demands: readonly Demand[]): Promise<void> {
  const giving = [...demands].sort((one, other) => one.productId - other.productId);
  for (const demand of giving) await giveToStock(tx, demand);
}
