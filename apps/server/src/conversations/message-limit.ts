import { createAttemptWindows } from '../platform/attempt-windows.ts';
import { conversationErrors } from './conversation-errors.ts';

/** Messages from one account in a window, those that are sent again counted too. */
const MAX_MESSAGES = 20;
const WINDOW_MS = 60_000;
/** How many windows are remembered at most. */
const MAX_WINDOWS = 10_000;

export interface MessageLimit {
  /** Counts a message. Throws `too_many_messages` when it is one too many. */
  count: (account: string) => void;
}

/** Limits how fast one account can write. In this process: a window ends by itself, and who waits loses nothing. */
export function createMessageLimit(nowMs: () => number): MessageLimit {
  const windows = createAttemptWindows({
    ...{ nowMs, windowMs: WINDOW_MS },
    ...{ maxAttempts: MAX_MESSAGES, maxWindows: MAX_WINDOWS },
  });
  return {
    count(account) {
      if (windows.count(account) > 0) throw conversationErrors.too_many_messages();
    },
  };
}
