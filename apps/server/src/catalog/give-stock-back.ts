import type { Tx } from '../platform/database.ts';
import type { Demand } from './product.ts';
import { giveToStock } from './stock-store.ts';
import { tellStockMoved } from './tell-of-menu.ts';
import type { MenuMoment, StockMove } from './tell-of-menu.ts';

/**
 * Gives back to the stock what an order had taken that is not to be. Rows are locked in the order of their ids, as
 * `takeStock` locks them, so that the two never deadlock. What is unlimited stays so.
 * @param demands what was taken; a product may come several times, chosen in several ways.
 */
export async function giveStockBack(tx: Tx, demands: readonly Demand[], moment: MenuMoment): Promise<void> {
  const quantities = new Map<number, number>();
  for (const { productId, quantity } of demands) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  const giving = [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((one, other) => one.productId - other.productId);
  const moves: StockMove[] = [];
  for (const demand of giving) {
    const left = await giveToStock(tx, demand);
    if (left !== undefined) moves.push({ ...left, taken: -demand.quantity });
  }
  await tellStockMoved(tx, moment, moves);
}
