import type { CardContentJson } from './card-rules.ts';

/** The oldest cards are forgotten beyond this many. */
const CARD_LIMIT = 500;

/** A service card that was activated. */
export interface Card {
  readonly notifyCode: string;
  readonly notifyType: number;
  readonly openid: string;
  readonly personId: string;
  readonly content: CardContentJson;
  readonly activatedAt: number;
  readonly changedAt: number;
  /** Every cur_status that was pushed, the oldest first. */
  readonly pushed: readonly number[];
  readonly refused: boolean;
}

export interface CardBook {
  get(notifyCode: string): Card | undefined;
  put(card: Card): void;
  /** Changed last first. */
  all(): Card[];
  onChange(listener: () => void): () => void;
}

/** Cards live in memory only. */
export function createCardBook(): CardBook {
  let cards: Card[] = [];
  const listeners = new Set<() => void>();
  return {
    get: (notifyCode) => cards.find((card) => card.notifyCode === notifyCode),
    put(card) {
      cards = [card, ...cards.filter(({ notifyCode }) => notifyCode !== card.notifyCode)].slice(
        0,
        CARD_LIMIT,
      );
      for (const listener of listeners) listener();
    },
    all: () => cards,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
