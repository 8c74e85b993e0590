import { createAttemptWindows } from '../platform/attempt-windows.ts';

/** Login attempts from one address for one username in a window. */
const MAX_ATTEMPTS = 10;
/** Login attempts from one address for any usernames in a window. */
const MAX_ATTEMPTS_PER_ADDRESS = 60;
const WINDOW_MS = 10 * 60_000;
/** How many windows of either kind are remembered at most. */
const MAX_WINDOWS = 10_000;

export interface LoginLimit {
  /** Counts an attempt. Returns how long to wait, in ms, when it is one too many; 0 when it may go on. */
  attempt: (address: string, username: string) => number;
  /** Forgets the attempts for a username from an address: its owner is in. */
  succeed: (address: string, username: string) => void;
}

/** Limits how fast passwords can be guessed, per address and username, and per address. In this process. */
export function createLoginLimit(nowMs: () => number, { maxWindows = MAX_WINDOWS } = {}): LoginLimit {
  const common = { nowMs, maxWindows, windowMs: WINDOW_MS };
  // Each kind has its own room: usernames that somebody makes up cannot crowd out the count of addresses.
  const byAddress = createAttemptWindows({ ...common, maxAttempts: MAX_ATTEMPTS_PER_ADDRESS });
  const byUsername = createAttemptWindows({ ...common, maxAttempts: MAX_ATTEMPTS });
  return {
    // The address first: one that is refused leaves no further trace.
    attempt: (address, username) => byAddress.count(address) || byUsername.count(keyOf(address, username)),
    succeed: (address, username) => byUsername.forget(keyOf(address, username)),
  };
}

function keyOf(address: string, username: string): string {
  return `${address} ${username}`;
}
