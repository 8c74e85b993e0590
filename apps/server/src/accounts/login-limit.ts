/** Login attempts from one address for one username in a window. */
const MAX_ATTEMPTS = 10;
/** Login attempts from one address for any usernames in a window. */
const MAX_ATTEMPTS_PER_ADDRESS = 60;
const WINDOW_MS = 10 * 60_000;
/** How many windows are remembered at most; the oldest is forgotten first. */
const MAX_WINDOWS = 10_000;

interface Window {
  readonly endsAtMs: number;
  attempts: number;
}

export interface LoginLimit {
  /** Counts an attempt. Returns how long to wait, in ms, when it is one too many; 0 when it may go on. */
  attempt: (address: string, username: string) => number;
  /** Forgets the attempts for a username from an address: its owner is in. */
  succeed: (address: string, username: string) => void;
}

/** Limits how fast passwords can be guessed, per address and username, and per address. In this process. */
export function createLoginLimit(nowMs: () => number): LoginLimit {
  const windows = new Map<string, Window>();

  function count(key: string, limit: number): number {
    const now = nowMs();
    let window = windows.get(key);
    if (window === undefined || window.endsAtMs <= now) {
      windows.delete(key);
      window = { endsAtMs: now + WINDOW_MS, attempts: 0 };
      windows.set(key, window);
      const [oldest] = windows.keys();
      if (windows.size > MAX_WINDOWS && oldest !== undefined) windows.delete(oldest);
    }
    window.attempts += 1;
    return window.attempts > limit ? window.endsAtMs - now : 0;
  }

  return {
    attempt: (address, username) =>
      Math.max(
        count(`address ${address}`, MAX_ATTEMPTS_PER_ADDRESS),
        count(keyOf(address, username), MAX_ATTEMPTS),
      ),
    succeed: (address, username) => {
      windows.delete(keyOf(address, username));
    },
  };
}

function keyOf(address: string, username: string): string {
  return `login ${address} ${username}`;
}
