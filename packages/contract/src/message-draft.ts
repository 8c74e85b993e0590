import { MAX_MESSAGE_LENGTH } from './conversation-limits.ts';

/** From here on it is worth a word that there is an end. */
const FEW_LEFT = 50;

/** What of a draft would be sent; undefined when that is nothing. */
export function textToSend(draft: string): string | undefined {
  const text = draft.trim();
  return text === '' ? undefined : text;
}

/** How many characters fit in still, where there are few; else undefined. */
export function fewCharactersLeft(draft: string): number | undefined {
  const left = MAX_MESSAGE_LENGTH - draft.length;
  return left <= FEW_LEFT ? left : undefined;
}

/** Whether Enter, pressed like this, sends: it also breaks lines, and chooses among what an input method offers. */
export function isEnterToSend(event: { readonly isComposing: boolean; readonly shiftKey: boolean }): boolean {
  return !event.isComposing && !event.shiftKey;
}
