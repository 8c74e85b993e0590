import type { Product } from '@carillon/contract';
import { MAX_ORDER_LINES, MAX_QUANTITY } from '@carillon/contract';

/** One product in the cart, with what the menu said of it when it was last looked at. */
export interface CartLine {
  productId: number;
  name: string;
  priceFen: number;
  /** How many of it can be ordered. */
  most: number;
  quantity: number;
}

/** What a buyer chose, in the order of choosing; no product twice, no line without a quantity. */
export type Cart = readonly CartLine[];

/** The cart's line of a product, as the menu describes it now. The quantity is cut to what can be ordered. */
export function lineOf(product: Product, quantity: number): CartLine {
  const most = Math.min(product.stock ?? MAX_QUANTITY, MAX_QUANTITY);
  return {
    productId: product.id,
    name: product.name,
    priceFen: product.priceFen,
    most,
    quantity: Math.max(0, Math.min(quantity, most)),
  };
}

/** The cart with a product's line put in the place of its old one, or at the end, or left out when it has none. */
export function withLine(cart: Cart, line: CartLine): Cart {
  if (line.quantity === 0) return cart.filter(({ productId }) => productId !== line.productId);
  if (cart.some(({ productId }) => productId === line.productId)) {
    return cart.map((old) => (old.productId === line.productId ? line : old));
  }
  return cart.length < MAX_ORDER_LINES ? [...cart, line] : cart;
}

/** The cart without what was ordered: what was added meanwhile stays. */
export function withoutOrdered(
  cart: Cart,
  ordered: readonly { productId: number; quantity: number }[],
): Cart {
  return cart
    .map((line) => {
      const taken = ordered.find(({ productId }) => productId === line.productId)?.quantity ?? 0;
      return { ...line, quantity: line.quantity - taken };
    })
    .filter(({ quantity }) => quantity > 0);
}

/** How many things are in the cart. */
export function countOf(cart: Cart): number {
  return cart.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** What the cart costs by the prices that were shown. The server has the last word. */
export function totalFenOf(cart: Cart): number {
  return cart.reduce((sum, { priceFen, quantity }) => sum + priceFen * quantity, 0);
}
