import type { Tx } from '../platform/database.ts';
import type { AppError } from '../platform/errors.ts';
import { catalogErrors } from './catalog-errors.ts';
import type { Demand, Shortage } from './product.ts';
import { selectStock, takeFromStock } from './stock-store.ts';
import { tellStockMoved } from './tell-of-menu.ts';
import type { MenuMoment, StockMove } from './tell-of-menu.ts';

/**
 * Takes what an order needs from the stock, all of it or nothing: what was taken is given back when the caller's
 * transaction ends with the error thrown. Never sells more than there is, however many take at once.
 *
 * Rows are locked in the order of their ids, whatever the order of the demands, so that two orders of the same
 * dishes wait for each other and never deadlock. Unlimited products are not locked at all.
 * @param demands each product once.
 * @returns the ids of the products that were taken from: only to those may it be given back
 * @throws sold_out with every product that is short, and how many are left; product_unknown when one was removed
 *   while it was being ordered
 */
export async function takeStock(
  tx: Tx,
  demands: readonly Demand[],
  moment: MenuMoment,
): Promise<ReadonlySet<number>> {
  const limited = new Set((await stockOf(tx, demands)).map(({ productId }) => productId));
  const taking = demands
    .filter(({ productId }) => limited.has(productId))
    .sort((one, other) => one.productId - other.productId);
  const moves: StockMove[] = [];
  for (const demand of taking) {
    const left = await takeFromStock(tx, demand);
    if (left === undefined) throw await refusalOf(tx, demands, demand.productId);
    if (left.stock !== null) moves.push({ ...left, taken: demand.quantity });
  }
  await tellStockMoved(tx, moment, moves);
  return new Set(moves.map(({ productId }) => productId));
}

async function refusalOf(tx: Tx, demands: readonly Demand[], failedId: number): Promise<AppError> {
  const products = await findShortages(tx, demands, failedId);
  const isGone = !products.some(({ productId }) => productId === failedId);
  return isGone
    ? catalogErrors.product_unknown({ productIds: [failedId] })
    : catalogErrors.sold_out({ products });
}

/** What is short, read anew: the product that failed and those after it. Enough was there of those before it. */
async function findShortages(tx: Tx, demands: readonly Demand[], failedId: number): Promise<Shortage[]> {
  const shortages: Shortage[] = [];
  for (const { productId, name, left } of await stockOf(tx, demands)) {
    const wanted = demands.find((demand) => demand.productId === productId)?.quantity ?? 0;
    const isShort = productId > failedId && left < wanted;
    if (isShort || productId === failedId) shortages.push({ productId, name, left });
  }
  return shortages;
}

async function stockOf(tx: Tx, demands: readonly Demand[]) {
  return selectStock(
    tx,
    demands.map(({ productId }) => productId),
  );
}
