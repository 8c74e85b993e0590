import { withStock } from '@carillon/buyer';
import type { PlaceAddress, StockNews } from '@carillon/buyer';
import { shopMenuDestination } from '@carillon/contract';
import type { Api, MenuEvent } from '@carillon/contract';
import { loadMenu } from './load-menu.ts';
import type { Menu } from './load-menu.ts';
import type { ShopLine } from './shop-line.ts';

/** Every phone hears of a change at once: each reads the menu at a moment of its own within this time. */
const READ_WITHIN_MS = 2_000;
/** So many newest tidings are remembered until the next reading has them, too. */
const MAX_NEWS = 200;

interface MenuOptions {
  readonly api: Api;
  readonly line: ShopLine;
  readonly address: PlaceAddress;
  readonly onMenu: (menu: Menu) => void;
  /** Why there is no menu to show. */
  readonly onError: (error: unknown) => void;
}

/** Reads the menu of a place and follows it: what is left as the server tells, the rest by reading it again. */
export function followMenu({ api, line, address, onMenu, onError }: MenuOptions) {
  let menu: Menu | undefined;
  let news: readonly StockNews[] = [];
  let stopListening: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  function show(): void {
    if (!menu || isStopped) return;
    const { seq, categories } = menu;
    news = news.filter((told) => told.seq > seq);
    onMenu({ ...menu, categories: withStock(categories, news) });
  }

  async function reload(): Promise<void> {
    try {
      menu = await loadMenu(api, address);
      show();
      if (!isStopped) stopListening ??= listen(menu);
    } catch (error) {
      if (!menu && !isStopped) onError(error);
    }
  }

  function reloadSoon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void reload();
    }, Math.random() * READ_WITHIN_MS);
  }

  function listen({ place, seq }: Menu): () => void {
    return line.listen(shopMenuDestination(place.shop.id), {
      after: seq,
      onMessage({ seq: number = 0, json }) {
        const event = json() as MenuEvent;
        if (event.type === 'menu.changed') {
          reloadSoon();
          return;
        }
        news = [...news, { seq: number, products: event.products }].slice(-MAX_NEWS);
        show();
      },
      onRecovery({ recovered }) {
        if (!recovered) void reload();
      },
    });
  }

  void reload();
  return {
    reload,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      stopListening?.();
    },
  };
}
