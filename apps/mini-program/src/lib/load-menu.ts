import type { Place, PlaceAddress } from '@carillon/buyer';
import type { Api, Category } from '@carillon/contract';

/** A place and what can be ordered there. */
export interface Menu {
  readonly place: Place;
  readonly categories: Category[];
  /** The journal number with which the menu is current. */
  readonly seq: number;
}

/** Reads the menu of a place. */
export async function loadMenu(api: Api, address: PlaceAddress): Promise<Menu> {
  if ('shopId' in address) {
    const { shop, categories, seq } = await api('readMenu', { params: { shopId: address.shopId } });
    return { place: { shop, table: null }, categories, seq };
  }
  const { shop: found, table } = await api('readTable', { params: { code: address.tableCode } });
  // The shop too is of the moment that the number stands for: whether it takes orders may just have changed.
  const { shop, categories, seq } = await api('readMenu', { params: { shopId: found.id } });
  return { place: { shop, table }, categories, seq };
}
