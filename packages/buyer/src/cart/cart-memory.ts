import type { Memory } from '../memory.ts';
import type { Cart, CartLine } from './cart.ts';

/** Yesterday's cart is not what the buyer means today. */
export const CART_KEEPS_MS = 12 * 60 * 60 * 1_000;

interface KeptCart {
  savedAt: number;
  lines: Cart;
}

/** Carts as a phone keeps them, by the name of their place. */
interface CartMemory {
  /** Empty when there is none, or none of use. */
  readonly recall: (placeName: string, now?: number) => Cart;
  readonly remember: (placeName: string, lines: Cart, now?: number) => void;
}

export function createCartMemory(memory: Memory): CartMemory {
  return {
    recall(placeName, now = Date.now()) {
      const kept = memory.recall(nameOf(placeName)) as Partial<KeptCart> | null | undefined;
      if (typeof kept?.savedAt !== 'number' || !Array.isArray(kept.lines)) return [];
      if (now - kept.savedAt > CART_KEEPS_MS) return [];
      // What was kept by a page that knew no options has none.
      return (kept.lines as unknown[])
        .filter(isCartLine)
        .map((line) => ({ ...line, choiceIds: [...(line.choiceIds ?? [])], choices: line.choices ?? '' }));
    },
    remember(placeName, lines, now = Date.now()) {
      if (lines.length === 0) memory.forget(nameOf(placeName));
      else memory.remember(nameOf(placeName), { savedAt: now, lines } satisfies KeptCart);
    },
  };
}

function nameOf(placeName: string): string {
  return `cart.${placeName}`;
}

type KeptLine = Omit<CartLine, 'choiceIds' | 'choices'> & Partial<CartLine>;

function isCartLine(value: unknown): value is KeptLine {
  const line = value as Partial<CartLine> | null;
  return (
    typeof line?.name === 'string' &&
    (line.choiceIds ?? []).every((choiceId) => Number.isSafeInteger(choiceId)) &&
    [line.productId, line.priceFen, line.most, line.quantity].every((figure) =>
      Number.isSafeInteger(figure),
    ) &&
    (line.quantity ?? 0) > 0
  );
}
