import {
  countOf,
  keyOf,
  lineOf,
  mostOf,
  orderable,
  reconcileCart,
  totalFenOf,
  withLine,
  withoutOrdered,
} from '@carillon/buyer';
import type { Cart, CartChange, CartLine } from '@carillon/buyer';
import type { Category, Order, Product } from '@carillon/contract';
import { computed, reactive, ref, watch } from 'vue';
import { cartMemory } from './cart-memory.ts';

/** The cart as pages use it. */
export interface CartInUse {
  /** Also those that cannot be ordered any more. */
  readonly lines: Cart;
  /** Those that are ordered. */
  readonly orderable: Cart;
  readonly count: number;
  readonly totalFen: number;
  /** What the menu's last changes did to the cart, until the buyer has seen it. */
  readonly changes: readonly CartChange[];
  /** How many of a product, however chosen. */
  quantityOf: (productId: number) => number;
  /** How many of a line there may be. */
  mostOf: (line: CartLine) => number;
  setProduct: (product: Product, quantity: number) => void;
  /** Adds one of a product as it was chosen. */
  addChosen: (product: Product, choiceIds: readonly number[]) => void;
  setLine: (line: CartLine, quantity: number) => void;
  clear: () => void;
  /** Takes out what was ordered. */
  takeOut: (ordered: Order['lines']) => void;
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
    if (place !== undefined) cartMemory.remember(place, cart);
  }

  watch(
    menu,
    (now) => {
      if (!now) return;
      if (now.placeName !== place) {
        place = now.placeName;
        lines.value = cartMemory.recall(place);
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
    orderable: computed(() => orderable(lines.value)),
    count: computed(() => countOf(lines.value)),
    totalFen: computed(() => totalFenOf(lines.value)),
    quantityOf: (productId: number) => countOf(lines.value.filter((line) => line.productId === productId)),
    mostOf: (line: CartLine) => mostOf(lines.value, line),
    addChosen: (product: Product, choiceIds: readonly number[]) => {
      const line = lineOf(product, 1, choiceIds);
      const old = lines.value.find((other) => keyOf(other) === keyOf(line));
      put(withLine(lines.value, { ...line, quantity: line.quantity + (old?.quantity ?? 0) }));
    },
    setProduct: (product: Product, quantity: number) => put(withLine(lines.value, lineOf(product, quantity))),
    setLine: (line: CartLine, quantity: number) => put(withLine(lines.value, { ...line, quantity })),
    clear: () => put([]),
    takeOut: (ordered: Order['lines']) => put(withoutOrdered(lines.value, ordered)),
    dismissChanges: () => (changes.value = []),
  });
}
