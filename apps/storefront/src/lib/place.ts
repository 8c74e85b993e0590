import type { Shop, Table } from '@carillon/contract';

/** Where a buyer orders: at a table of a shop, or at the shop to take away. */
export interface Place {
  shop: Shop;
  /** `null` when nobody scanned a table: the order is picked up at the counter. */
  table: Table | null;
}

/** How an address names a place, before the server told more of it. */
export type PlaceAddress = { tableCode: string } | { shopId: number };

/** A name for the place that no other place has: what is remembered for it is kept under this. */
export function placeName({ shop, table }: Place): string {
  return table ? `${shop.id}.${table.code}` : `${shop.id}.counter`;
}

/** The page of the place's menu. */
export function menuPath(address: PlaceAddress): string {
  return 'tableCode' in address ? `/t/${encodeURIComponent(address.tableCode)}` : `/shops/${address.shopId}`;
}

/** The page where an order at this place is placed. */
export function checkoutPath(address: PlaceAddress): string {
  return `${menuPath(address)}/checkout`;
}
