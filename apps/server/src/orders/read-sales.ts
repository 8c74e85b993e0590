import type { DayReport } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { selectSalesByHour, selectSalesByProduct } from './sales-store.ts';
import type { SalesOfHour, TimeSpan } from './sales-store.ts';

const HOURS_OF_DAY = 24;
/** A menu has at most so many products; no report goes beyond. */
const MAX_PRODUCTS = 2_000;

/** What a shop sold, without what was given back. */
export type Sales = Omit<DayReport, 'day' | 'refunds'>;

/** Sums what was paid for orders of a shop within a day. An order counts when it was paid, whatever became of it. */
export async function readSales(tx: Tx, of: TimeSpan & { shopId: number }): Promise<Sales> {
  const byHour = await selectSalesByHour(tx, of);
  const byProduct = await selectSalesByProduct(tx, { ...of, limit: MAX_PRODUCTS });
  const all = sumOf(byHour);
  return {
    ...all,
    deliveryFeesFen: byHour.reduce((sum, { deliveryFeesFen }) => sum + deliveryFeesFen, 0),
    averageFen: all.orders === 0 ? 0 : Math.round(all.salesFen / all.orders),
    byHour: Array.from({ length: HOURS_OF_DAY }, (_, hour) => ({
      hour,
      ...sumOf(byHour.filter((sales) => sales.hour === hour)),
    })),
    byProduct,
    byFulfilment: (['table', 'pickup', 'delivery', 'pass'] as const).map((fulfilment) => ({
      fulfilment,
      ...sumOf(byHour.filter((sales) => sales.fulfilment === fulfilment)),
    })),
  };
}

function sumOf(sales: readonly SalesOfHour[]): { orders: number; salesFen: number } {
  return {
    orders: sales.reduce((sum, { orders }) => sum + orders, 0),
    salesFen: sales.reduce((sum, { salesFen }) => sum + salesFen, 0),
  };
}
