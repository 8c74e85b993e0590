import type { LineChoice, OptionGroup, Product } from '@carillon/contract';
import { MAX_ORDER_LINES, MAX_QUANTITY } from '@carillon/contract';

/** Why a line cannot be ordered: off the menu, sold out, or its options are not offered so any more. */
export type Unavailable = 'gone' | 'soldOut' | 'choices';

/** One product in the cart as it was chosen, with what the menu said of it when it was last looked at. */
export interface CartLine {
  productId: number;
  name: string;
  /** What was chosen of its options, from the smallest id to the greatest. */
  choiceIds: readonly number[];
  /** The same in words; empty when nothing was. */
  choices: string;
  /** Of one, with what the choices add. */
  priceFen: number;
  /** How many of the product can be ordered, however chosen. */
  most: number;
  quantity: number;
  /** Left out: it can be ordered. Else it stays in the cart for the buyer to see, and is not ordered. */
  unavailable?: Unavailable;
}

/** What a buyer chose, in the order of choosing; nothing twice, no line without a quantity. */
export type Cart = readonly CartLine[];

/** Tells lines apart: the same product chosen in two ways is two lines. */
export function keyOf({ productId, choiceIds }: Pick<CartLine, 'productId' | 'choiceIds'>): string {
  return [productId, ...choiceIds].join('-');
}

/** Names what was chosen, in the order of the menu. */
function choiceWords(choices: readonly Pick<LineChoice, 'name'>[] = []): string {
  return choices.map(({ name }) => name).join('、');
}

/** The choices of these ids, in the order of the menu; undefined when they cannot be ordered so. */
export function pickChoices(
  groups: readonly OptionGroup[],
  choiceIds: readonly number[],
): OptionGroup['choices'] | undefined {
  const picks = groups.map(({ choices }) => choices.filter(({ id }) => choiceIds.includes(id)));
  const fits = groups.every(({ min, max }, index) => {
    const { length } = picks[index] ?? [];
    return length >= min && length <= max;
  });
  return fits && picks.flat().length === choiceIds.length ? picks.flat() : undefined;
}

/** The cart's line of a product, as the menu describes it now. The quantity is cut to what can be ordered. */
export function lineOf(product: Product, quantity: number, choiceIds: readonly number[] = []): CartLine {
  const most = Math.min(product.stock ?? MAX_QUANTITY, MAX_QUANTITY);
  const picked = pickChoices(product.optionGroups, choiceIds) ?? [];
  return {
    productId: product.id,
    name: product.name,
    choiceIds: [...choiceIds].sort((one, other) => one - other),
    choices: choiceWords(picked),
    priceFen: picked.reduce((sum, { deltaFen }) => sum + deltaFen, product.priceFen),
    most,
    quantity: Math.max(0, Math.min(quantity, most)),
  };
}

/** How many of a line can be ordered beside the other lines of its product. */
export function mostOf(cart: Cart, line: CartLine): number {
  const others = cart.filter(
    (other) => other.productId === line.productId && keyOf(other) !== keyOf(line) && !other.unavailable,
  );
  return Math.max(0, line.most - countOf(others));
}

/** The cart with a line put in the place of its old one, or at the end, or left out when it has no quantity. */
export function withLine(cart: Cart, wanted: CartLine): Cart {
  const line = { ...wanted, quantity: Math.min(wanted.quantity, mostOf(cart, wanted)) };
  if (line.quantity === 0) return cart.filter((old) => keyOf(old) !== keyOf(line));
  if (cart.some((old) => keyOf(old) === keyOf(line))) {
    return cart.map((old) => (keyOf(old) === keyOf(line) ? line : old));
  }
  return cart.length < MAX_ORDER_LINES ? [...cart, line] : cart;
}

/** The cart without what was ordered: what was added meanwhile stays. */
export function withoutOrdered(
  cart: Cart,
  ordered: readonly {
    productId: number | null;
    quantity: number;
    choices?: readonly LineChoice[] | undefined;
  }[],
): Cart {
  return cart
    .map((line) => {
      if (line.unavailable) return line;
      const same = ordered.find(
        ({ productId, choices }) => productId === line.productId && choiceWords(choices) === line.choices,
      );
      return { ...line, quantity: line.quantity - (same?.quantity ?? 0) };
    })
    .filter(({ quantity }) => quantity > 0);
}

/** The lines that can be ordered. */
export function orderable(cart: Cart): Cart {
  return cart.filter(({ unavailable }) => !unavailable);
}

/** How many things are in the cart that can be ordered. */
export function countOf(cart: Cart): number {
  return orderable(cart).reduce((sum, { quantity }) => sum + quantity, 0);
}

/** What the cart costs by the prices that were shown. The server has the last word. */
export function totalFenOf(cart: Cart): number {
  return orderable(cart).reduce((sum, { priceFen, quantity }) => sum + priceFen * quantity, 0);
}
