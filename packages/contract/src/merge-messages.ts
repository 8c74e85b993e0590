import type { ConversationMessage } from './types.ts';

/**
 * Puts what was read and what was heard of a conversation together: each message once, in the order in which they
 * were written down. Nothing new gives the same list back.
 */
export function mergeMessages(
  known: readonly ConversationMessage[],
  told: readonly ConversationMessage[],
): readonly ConversationMessage[] {
  const ids = new Set(known.map(({ id }) => id));
  const fresh = told.filter(({ id }) => !ids.has(id));
  return fresh.length === 0 ? known : [...known, ...fresh].sort((one, other) => one.id - other.id);
}
