import type { Tx } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { selectStock, takeFromStock } from './catalog-store.ts';
import type { Demand, Shortage } from './product.ts';

/**
 * Takes what an order needs from the stock, all of it or nothing: what was taken is given back when the caller's
 * transaction ends with the error thrown. Never sells more than there is, however many take at once.
 *
 * Rows are locked in the order of their ids, whatever the order of the demands, so that two orders of the same
 * dishes wait for each other and never deadlock. Unlimited products are not locked at all.
 * @param demands each product once.
 * @returns the ids of the products that were taken from: only to those may it be given back
 * @throws sold_out with every product that is short, and how many are left
 */
export async function takeStock(tx: Tx, demands: readonly Demand[]): Promise<ReadonlySet<number>> {
  const limited = new Set((await stockOf(tx, demands)).map(({ productId }) => productId));
  const taking = demands
    .filter(({ productId }) => limited.has(productId))
    .sort((one, other) => one.productId - other.productId);
  const takenIds = new Set<number>();
  for (const demand of taking) {
    const taken = await takeFromStock(tx, demand);
    if (taken === undefined) {
      throw catalogErrors.sold_out({ products: await findShortages(tx, demands, demand.productId) });
    }
    if (taken === 'taken') takenIds.add(demand.productId);
  }
  return takenIds;
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
