import { countOf, keyOf, totalFenOf } from '@carillon/buyer';
import type { Cart, CartChange, Translate } from '@carillon/buyer';
import { formatFen } from '@carillon/contract';

interface CartLineView {
  readonly key: string;
  readonly name: string;
  readonly choices: string;
  readonly amount: string;
  readonly quantity: number;
  /** Why it is not ordered; empty when it is. */
  readonly unavailable: string;
}

export interface CartView {
  readonly lines: readonly CartLineView[];
  readonly count: number;
  readonly total: string;
}

/** The cart as pages show it. */
export function cartView(cart: Cart, t: Translate): CartView {
  return {
    lines: cart.map((line) => ({
      key: keyOf(line),
      ...{ name: line.name, choices: line.choices, quantity: line.quantity },
      amount: formatFen(line.priceFen * line.quantity),
      unavailable: line.unavailable ? t(`cart.unavailable.${line.unavailable}`) : '',
    })),
    count: countOf(cart),
    total: formatFen(totalFenOf(cart)),
  };
}

/** Says what a change of the menu did to the cart. */
export function changeWords(changes: readonly CartChange[], t: Translate): string[] {
  return changes.map((change) => {
    const { kind, name } = change;
    if (kind === 'reduced') return t('cart.reduced', { name, left: change.left, from: change.from });
    if (kind !== 'price') return t(`cart.${kind}`, { name });
    return t('cart.price', { name, from: formatFen(change.fromFen), to: formatFen(change.toFen) });
  });
}
