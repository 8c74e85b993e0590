import type { Category, Product } from '@carillon/contract';
import { keyOf, lineOf, mostOf, pickChoices } from './cart.ts';
import type { Cart, CartLine, Unavailable } from './cart.ts';

/** What the menu's change did to a line of the cart; `key` tells lines of one product apart. */
export type CartChange = { key: string; name: string } & (
  | { kind: Unavailable }
  | { kind: 'reduced'; from: number; left: number }
  | { kind: 'price'; fromFen: number; toFen: number }
);

/**
 * Fits a cart to the menu as it is now: marks what cannot be ordered (any more), cuts what ran short, takes over new
 * prices. Nothing is taken out: the buyer sees what became of it, and it counts again when it is offered again.
 * @returns the fitted cart, and what the buyer has to be told
 */
export function reconcileCart(
  cart: Cart,
  categories: readonly Category[],
): { cart: Cart; changes: CartChange[] } {
  const products = new Map(
    categories.flatMap(({ products }) => products).map((product) => [product.id, product]),
  );
  const changes: CartChange[] = [];
  const fitted: CartLine[] = [];
  for (const line of cart) {
    // Beside those before it: two lines of one product share what is left of it.
    const next = fitLine(line, products.get(line.productId), fitted);
    changes.push(...changesBetween(line, next));
    fitted.push(next);
  }
  return { cart: fitted, changes };
}

function fitLine(line: CartLine, product: Product | undefined, before: Cart): CartLine {
  if (!product) return { ...line, unavailable: 'gone' };
  if (!pickChoices(product.optionGroups, line.choiceIds)) return { ...line, unavailable: 'choices' };
  const next = lineOf(product, line.quantity, line.choiceIds);
  const quantity = Math.min(next.quantity, mostOf(before, next));
  return quantity === 0
    ? { ...next, quantity: line.quantity, unavailable: 'soldOut' }
    : { ...next, quantity };
}

function changesBetween(line: CartLine, next: CartLine): CartChange[] {
  const what = { key: keyOf(line), name: line.choices ? `${line.name}（${line.choices}）` : line.name };
  if (next.unavailable)
    return next.unavailable === line.unavailable ? [] : [{ ...what, kind: next.unavailable }];
  const changes: CartChange[] = [];
  if (next.quantity < line.quantity) {
    changes.push({ ...what, kind: 'reduced', from: line.quantity, left: next.quantity });
  }
  if (next.priceFen !== line.priceFen) {
    changes.push({ ...what, kind: 'price', fromFen: line.priceFen, toFen: next.priceFen });
  }
  return changes;
}
