import type { PlaceAddress } from '@carillon/buyer';

/** The page of the place's menu. */
export function menuPath(address: PlaceAddress): string {
  return 'tableCode' in address ? `/t/${encodeURIComponent(address.tableCode)}` : `/shops/${address.shopId}`;
}

/** The page where an order at this place is placed. */
export function checkoutPath(address: PlaceAddress): string {
  return `${menuPath(address)}/checkout`;
}
