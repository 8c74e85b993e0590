import { orderErrors } from './order-errors.ts';
import { totalOf } from './order.ts';
import type { PricedLine } from './order.ts';

/**
 * Checks the total that the buyer was shown against what the lines and their delivery cost. It is only ever
 * compared: what an order costs is the sum of the catalog's prices.
 * @throws price_changed with the real total, the price of each line and of the delivery; order_costs_nothing
 */
export function checkTotal(
  { lines, deliveryFeeFen }: { lines: readonly PricedLine[]; deliveryFeeFen: number },
  shownTotalFen: number,
): void {
  const totalFen = totalOf(lines, deliveryFeeFen);
  if (totalFen !== shownTotalFen) {
    const prices = lines.map(({ productId, name, unitPriceFen }) => ({ productId, name, unitPriceFen }));
    throw orderErrors.price_changed({ totalFen, deliveryFeeFen, lines: prices });
  }
  if (totalFen === 0) throw orderErrors.order_costs_nothing();
}
