import type { Category } from '@carillon/contract';
import { useApi } from '../../lib/api.ts';
import type { Place, PlaceAddress } from '../../lib/place.ts';
import { useLoader } from '../../lib/use-loader.ts';
import type { Loader } from '../../lib/use-loader.ts';
import { useReturn } from '../../lib/use-return.ts';

/** A place and what can be ordered there. */
export interface Menu {
  place: Place;
  categories: Category[];
}

/**
 * Loads the menu of a place, and again when the buyer comes back to the page: what is left changes all day.
 * @param address read at each load
 */
export function useMenu(address: () => PlaceAddress): Loader<Menu> {
  const api = useApi();

  async function load(signal: AbortSignal): Promise<Menu> {
    const at = address();
    if ('shopId' in at) {
      const { shop, categories } = await api('readMenu', { params: { shopId: at.shopId }, signal });
      return { place: { shop, table: null }, categories };
    }
    const { shop, table } = await api('readTable', { params: { code: at.tableCode }, signal });
    const { categories } = await api('readMenu', { params: { shopId: shop.id }, signal });
    return { place: { shop, table }, categories };
  }

  const loader = useLoader(load);
  useReturn(() => void loader.reload());
  return loader;
}
