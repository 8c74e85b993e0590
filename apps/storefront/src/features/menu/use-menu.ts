import { withStock } from '@carillon/buyer';
import type { Place, PlaceAddress, StockNews } from '@carillon/buyer';
import { shopMenuDestination } from '@carillon/contract';
import type { Category, MenuEvent } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { useApi } from '../../lib/api.ts';
import { useRealtime } from '../../lib/realtime.ts';
import { useSpread } from '../../lib/spread.ts';
import { useLoader } from '../../lib/use-loader.ts';
import type { Loader } from '../../lib/use-loader.ts';
import { useReturn } from '../../lib/use-return.ts';

/** A place and what can be ordered there. */
export interface Menu {
  place: Place;
  categories: Category[];
  /** The journal number with which the menu is current. */
  seq: number;
}

/** So many newest tidings are remembered until the next load has them, too. */
const MAX_NEWS = 200;

/**
 * Loads the menu of a place and follows it: what is left as the server tells, the rest by loading it again. Also
 * loads it when the buyer comes back to the page, for a line may have been lost unnoticed.
 * @param address read at each load
 */
export function useMenu(address: () => PlaceAddress): Loader<Menu> {
  const api = useApi();
  const realtime = useRealtime();
  const news = shallowRef<readonly StockNews[]>([]);

  async function load(signal: AbortSignal): Promise<Menu> {
    const at = address();
    if ('shopId' in at) {
      const { shop, categories, seq } = await api('readMenu', { params: { shopId: at.shopId }, signal });
      return { place: { shop, table: null }, categories, seq };
    }
    const { shop: found, table } = await api('readTable', { params: { code: at.tableCode }, signal });
    // The shop too is of the moment that the number stands for: whether it takes orders may just have changed.
    const { shop, categories, seq } = await api('readMenu', { params: { shopId: found.id }, signal });
    return { place: { shop, table }, categories, seq };
  }

  const loader = useLoader(load);
  useReturn(() => void loader.reload());

  const spread = useSpread();
  let callOff: (() => void) | undefined;
  /** Every phone hears of a change at once: each loads at a moment of its own, once for several changes. */
  function reloadSoon(): void {
    callOff ??= spread(() => {
      callOff = undefined;
      void loader.reload();
    });
  }

  let stop: (() => void) | undefined;
  watch(
    () => loader.value.value?.place.shop.id,
    (shopId) => {
      stop?.();
      news.value = [];
      if (shopId === undefined) return;
      stop = realtime.listen(shopMenuDestination(shopId), {
        after: loader.value.value?.seq ?? 0,
        onMessage: ({ seq = 0, json }) => {
          const event = json() as MenuEvent;
          if (event.type === 'menu.changed') reloadSoon();
          else news.value = [...news.value, { seq, products: event.products }].slice(-MAX_NEWS);
        },
        onRecovery: ({ recovered }) => {
          if (!recovered) void loader.reload();
        },
      });
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    stop?.();
    callOff?.();
  });

  const value = computed(() => {
    const menu = loader.value.value;
    return (
      menu && {
        ...menu,
        categories: withStock(
          menu.categories,
          news.value.filter(({ seq }) => seq > menu.seq),
        ),
      }
    );
  });
  return { ...loader, value };
}
