import type { Category } from '@carillon/contract';
import { lineOf } from './cart.ts';
import type { Cart, CartLine } from './cart.ts';

/** What the menu's change did to a line of the cart. */
export type CartChange =
  | { kind: 'gone' | 'soldOut'; productId: number; name: string }
  | { kind: 'reduced'; productId: number; name: string; from: number; left: number }
  | { kind: 'price'; productId: number; name: string; fromFen: number; toFen: number };

/**
 * Fits a cart to the menu as it is now: takes out what is gone, cuts what ran short, takes over new prices.
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
  const fitted = cart.flatMap((line) => {
    const product = products.get(line.productId);
    const next = product && lineOf(product, line.quantity);
    changes.push(...changesBetween(line, next));
    return next && next.quantity > 0 ? [next] : [];
  });
  return { cart: fitted, changes };
}

function changesBetween(line: CartLine, next: CartLine | undefined): CartChange[] {
  const { productId, name } = line;
  if (!next) return [{ kind: 'gone', productId, name }];
  if (next.quantity === 0) return [{ kind: 'soldOut', productId, name }];
  const changes: CartChange[] = [];
  if (next.quantity < line.quantity) {
    changes.push({ kind: 'reduced', productId, name, from: line.quantity, left: next.quantity });
  }
  if (next.priceFen !== line.priceFen) {
    changes.push({ kind: 'price', productId, name, fromFen: line.priceFen, toFen: next.priceFen });
  }
  return changes;
}
