import type { Category, Product } from '@carillon/contract';
import { computed, reactive, ref, watch } from 'vue';
import type { CartChange } from './reconcile-cart.ts';
import { reconcileCart } from './reconcile-cart.ts';
import { recallCart, rememberCart } from './cart-memory.ts';
import { countOf, lineOf, totalFenOf, withLine, withoutOrdered } from './cart.ts';
import type { Cart, CartLine } from './cart.ts';

/** The cart as pages use it. */
export interface CartInUse {
  readonly lines: Cart;
  readonly count: number;
  readonly totalFen: number;
  /** What the menu's last changes did to the cart, until the buyer has seen it. */
  readonly changes: readonly CartChange[];
  quantityOf: (productId: number) => number;
  setProduct: (product: Product, quantity: number) => void;
  setLine: (line: CartLine, quantity: number) => void;
  clear: () => void;
  /** Takes out what was ordered. */
  takeOut: (ordered: readonly { productId: number; quantity: number }[]) => void;
  dismissChanges: () => void;
}

/**
 * The cart of a place: remembered in this browser, and fitted to the menu whenever that changes.
 * @param menu the place's name and what it offers; undefined until it is known, and the cart is empty till then
 */
export function useCart(
  menu: () => { placeName: string; categories: readonly Category[] } | undefined,
): CartInUse {
  const lines = ref<Cart>([]);
  const changes = ref<readonly CartChange[]>([]);
  let place: string | undefined;

  function put(cart: Cart): void {
    lines.value = cart;
    if (place !== undefined) rememberCart(place, cart);
  }

  watch(
    menu,
    (now) => {
      if (!now) return;
      if (now.placeName !== place) {
        place = now.placeName;
        lines.value = recallCart(place);
        changes.value = [];
      }
      const fitted = reconcileCart(lines.value, now.categories);
      put(fitted.cart);
      if (fitted.changes.length > 0) changes.value = fitted.changes;
    },
    { immediate: true },
  );

  return reactive({
    lines,
    changes,
    count: computed(() => countOf(lines.value)),
    totalFen: computed(() => totalFenOf(lines.value)),
    quantityOf: (productId: number) =>
      lines.value.find((line) => line.productId === productId)?.quantity ?? 0,
    setProduct: (product: Product, quantity: number) => put(withLine(lines.value, lineOf(product, quantity))),
    setLine: (line: CartLine, quantity: number) =>
      put(withLine(lines.value, { ...line, quantity: Math.min(quantity, line.most) })),
    clear: () => put([]),
    takeOut: (ordered: readonly { productId: number; quantity: number }[]) =>
      put(withoutOrdered(lines.value, ordered)),
    dismissChanges: () => (changes.value = []),
  });
}
