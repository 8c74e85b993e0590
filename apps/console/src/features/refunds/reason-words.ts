import type { Translate } from '../../lib/i18n/index.ts';

const REASONS = {
  refund: ['soldOut', 'wrong', 'late', 'asked', 'other'],
  act: ['soldOut', 'busy', 'closing', 'far', 'asked', 'other'],
} as const;

/** The common reasons for a refund, or for calling an order off (`act`), in words, by name. */
export function reasonWords(t: Translate, of: keyof typeof REASONS): Record<string, string> {
  return Object.fromEntries(REASONS[of].map((name) => [name, t(`${of}.reasons.${name}`)]));
}
