import type { Fulfilment, Shop, Table } from '@carillon/contract';

/** Where a buyer orders: at a table of a shop, or of the shop, to fetch it or have it brought. */
export interface Place {
  shop: Shop;
  /** `null` when nobody scanned a table. */
  table: Table | null;
}

/** How an order of things from the menu reaches its guest. */
export type Way = Exclude<Fulfilment, 'pass'>;

/** How an order at this place can reach its guest. Who sits at a table has nothing brought to a door. */
export function fulfilmentsAt({ shop, table }: Place): Way[] {
  const { pickup, delivery } = shop;
  if (table !== null) return pickup ? ['table', 'pickup'] : ['table'];
  return [...(pickup ? ['pickup' as const] : []), ...(delivery ? ['delivery' as const] : [])];
}

/** How an address names a place, before the server told more of it. */
export type PlaceAddress = { tableCode: string } | { shopId: number };

/** A name for the place that no other place has: what is remembered for it is kept under this. */
export function placeName({ shop, table }: Place): string {
  return table ? `${shop.id}.${table.code}` : `${shop.id}.counter`;
}
