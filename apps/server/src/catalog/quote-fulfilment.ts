import type { Fulfilment, Shop } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { findShop } from './catalog-store.ts';
import { findShopTable } from './read-table.ts';

/** How an order is to reach its guest, and what its goods cost. */
export interface FulfilmentDemand {
  readonly fulfilment: Fulfilment;
  /** The code in the table's QR, for an order at a table. */
  readonly tableCode: string | undefined;
  readonly goodsFen: number;
}

export interface FulfilmentQuote {
  readonly tableName: string | null;
  /** What the delivery costs; 0 when nothing is delivered. */
  readonly deliveryFeeFen: number;
}

/**
 * Says whether this shop lets an order reach its guest in this way, where, and for how much. Fee and minimum come
 * from here and nowhere else.
 * @throws shop_not_found, shop_closed, table_code_missing, table_not_found, pickup_not_offered, delivery_not_offered,
 *   below_delivery_minimum with the minimum and what is missing
 */
export async function quoteFulfilment(
  executor: Executor,
  shopId: number,
  { fulfilment, tableCode, goodsFen }: FulfilmentDemand,
): Promise<FulfilmentQuote> {
  const shop = await findShop(executor, shopId);
  if (shop === undefined) throw catalogErrors.shop_not_found();
  if (!shop.isOpen) throw catalogErrors.shop_closed();
  if (fulfilment === 'table') {
    if (tableCode === undefined) throw catalogErrors.table_code_missing();
    const { name } = await findShopTable(executor, shopId, tableCode);
    return { tableName: name, deliveryFeeFen: 0 };
  }
  if (fulfilment === 'delivery') return { tableName: null, deliveryFeeFen: deliveryFeeOf(shop, goodsFen) };
  if (!shop.pickup) throw catalogErrors.pickup_not_offered();
  return { tableName: null, deliveryFeeFen: 0 };
}

function deliveryFeeOf({ delivery }: Shop, goodsFen: number): number {
  if (delivery === null) throw catalogErrors.delivery_not_offered();
  const { feeFen, minimumFen } = delivery;
  if (goodsFen < minimumFen) {
    throw catalogErrors.below_delivery_minimum({ minimumFen, missingFen: minimumFen - goodsFen });
  }
  return feeFen;
}
