import { firstPicks, keyOf, lineOf, placeName, reconcileCart, togglePick, withLine } from '@carillon/buyer';
import type { Cart, CartChange } from '@carillon/buyer';
import type { Product } from '@carillon/contract';
import { cartView, changeWords } from '../../lib/cart-view.ts';
import type { CartView } from '../../lib/cart-view.ts';
import { followMenu } from '../../lib/follow-menu.ts';
import type { Menu } from '../../lib/load-menu.ts';
import { menuView, quantitiesIn } from '../../lib/menu-view.ts';
import type { CategoryView } from '../../lib/menu-view.ts';
import { optionView } from '../../lib/option-view.ts';
import type { OptionView } from '../../lib/option-view.ts';
import { failedState, loadingState } from '../../lib/page-state.ts';
import type { PageState } from '../../lib/page-state.ts';
import { definePage } from '../../lib/page.ts';
import type { PageLogic, PageView } from '../../lib/page.ts';
import { api, carts, line, serverUrl } from '../../lib/parts.ts';
import { placeQuery, readPlaceAddress } from '../../lib/place-address.ts';
import { speaks } from '../../lib/locale.ts';
import { wordsOf } from '../../lib/words.ts';
import { goTo, setTitle } from '../../lib/wechat-screen.ts';

interface MenuData {
  words: Record<'cart' | 'checkout' | 'clear' | 'close' | 'options' | 'changed' | 'seen' | 'passes', string>;
  state: PageState;
  place: string;
  /** Why nothing can be ordered now; empty when it can. */
  closed: string;
  categories: CategoryView[];
  /** Of the category that the rail points at. */
  shownId: string;
  cart: CartView;
  /** By the ids of products: how many of each are in the cart, however chosen. Apart from the menu, which is large. */
  quantities: Readonly<Record<number, number>>;
  /** What the menu's last change did to the cart, until the buyer has seen it. */
  changes: string[];
  isCartOpen: boolean;
  options: OptionView | null;
}

const EMPTY_CART: CartView = { lines: [], count: 0, total: '' };

/** The menu of a place, with the cart at its foot. */
function openMenu({ query, show }: PageView<MenuData>): PageLogic {
  const t = wordsOf(speaks());
  const address = readPlaceAddress(query);
  let menu: Menu | undefined;
  let cart: Cart = [];
  let choosing: { product: Product; picks: number[] } | undefined;

  function paint(changes: readonly CartChange[]): void {
    if (!menu) return;
    const { shop, table } = menu.place;
    show({
      state: menu.categories.length === 0 ? { title: t('menu.empty'), text: t('menu.emptyText') } : {},
      place: table?.name ?? '',
      closed: shop.isOpen ? '' : t('closed.text'),
      categories: menuView(menu.categories, { t, serverUrl }),
      ...cartShown(),
      ...(changes.length > 0 && { changes: changeWords(changes, t) }),
    });
  }

  const cartShown = () => ({ cart: cartView(cart, t), quantities: quantitiesIn(cart) });

  function put(next: Cart): void {
    cart = next;
    if (menu) carts.remember(placeName(menu.place), cart);
    show(cartShown());
  }

  function takeMenu(now: Menu): void {
    // Once: later another page may be on top, and this would be its title.
    if (menu?.place.shop.name !== now.place.shop.name) setTitle(now.place.shop.name);
    menu = now;
    // As it is kept: the checkout, on top of this page, may have emptied it.
    const kept = carts.recall(placeName(now.place));
    const fitted = reconcileCart(kept, now.categories);
    cart = fitted.cart;
    carts.remember(placeName(now.place), cart);
    paint(fitted.changes);
  }

  function productOf(id: unknown): Product | undefined {
    return menu?.categories.flatMap(({ products }) => products).find((product) => product.id === Number(id));
  }

  function change(product: Product, by: number): void {
    const plain = lineOf(product, 1);
    const old = cart.find((other) => keyOf(other) === keyOf(plain));
    put(withLine(cart, lineOf(product, (old?.quantity ?? 0) + by)));
  }

  function choose(product: Product, picks: number[]): void {
    choosing = { product, picks };
    show({ options: optionView(product, picks, t) });
  }

  function changeLine(key: unknown, by: number): void {
    const found = cart.find((other) => keyOf(other) === key);
    if (found) put(withLine(cart, { ...found, quantity: found.quantity + by }));
  }

  show({
    words: {
      ...{ cart: t('cart.title'), checkout: t('cart.checkout'), clear: t('cart.clear') },
      ...{ close: t('common.close'), options: t('menu.options.open'), seen: t('cart.dismiss') },
      ...{ changed: t('cart.changed'), passes: t('menu.passes') },
    },
    state: loadingState(t),
  });
  const following =
    address &&
    followMenu({
      api,
      line,
      address,
      onMenu: takeMenu,
      onError: (error) => show({ state: failedState(t, error) }),
    });
  if (!address) show({ state: { title: t('menu.unknownTable'), text: t('menu.unknownTableText') } });

  return {
    onShow() {
      // The checkout may have emptied it.
      if (!menu) return;
      cart = carts.recall(placeName(menu.place));
      show(cartShown());
    },
    onUnload: () => following?.stop(),
    acts: {
      async retry() {
        show({ state: loadingState(t) });
        await following?.reload();
      },
      add({ data }) {
        const product = productOf(data.product);
        if (!product) return;
        if (product.optionGroups.length > 0) choose(product, firstPicks(product.optionGroups));
        else change(product, 1);
      },
      remove({ data }) {
        const product = productOf(data.product);
        if (product) change(product, -1);
      },
      pick({ data }) {
        const group = choosing?.product.optionGroups.find(({ id }) => id === Number(data.group));
        if (choosing && group)
          choose(choosing.product, togglePick(group, choosing.picks, Number(data.choice)));
      },
      addChosen() {
        if (!choosing || !optionView(choosing.product, choosing.picks, t).canSubmit) return;
        const chosen = lineOf(choosing.product, 1, choosing.picks);
        const old = cart.find((other) => keyOf(other) === keyOf(chosen));
        put(withLine(cart, { ...chosen, quantity: chosen.quantity + (old?.quantity ?? 0) }));
        choosing = undefined;
        show({ options: null });
      },
      closeOptions() {
        choosing = undefined;
        show({ options: null });
      },
      goTo: ({ data }) => show({ shownId: `category-${String(data.category)}` }),
      toggleCart: ({ data }) => show({ isCartOpen: data.open === true }),
      more: ({ data }) => changeLine(data.key, 1),
      fewer: ({ data }) => changeLine(data.key, -1),
      clear() {
        put([]);
        show({ isCartOpen: false });
      },
      seen: () => show({ changes: [] }),
      passes() {
        if (menu) goTo(`/pages/passes/passes?shop=${menu.place.shop.id}`);
      },
      checkout() {
        if (address && menu?.place.shop.isOpen === true && cartView(cart, t).count > 0) {
          goTo(`/pages/checkout/checkout?${placeQuery(address)}`);
        }
      },
    },
  };
}

definePage<MenuData>(
  {
    words: { cart: '', checkout: '', clear: '', close: '', options: '', changed: '', seen: '', passes: '' },
    ...{ state: {}, place: '', closed: '', categories: [], shownId: '' },
    ...{ cart: EMPTY_CART, quantities: {}, changes: [], isCartOpen: false, options: null },
  },
  openMenu,
);
