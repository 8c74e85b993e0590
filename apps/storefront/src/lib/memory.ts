import type { Memory } from '@carillon/buyer';

const PREFIX = 'carillon.buyer.';

/**
 * Reads what this browser remembers under a name; `undefined` when there is nothing, when it is not JSON,
 * or when the browser lets pages remember nothing (private windows).
 */
export function recall(name: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** Remembers a JSON value under a name, if the browser can; the page works on without. */
export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Full or forbidden: what is on the screen still holds.
  }
}

/** What this tab remembers under a name, over reloads; nothing, where the browser lets pages remember nothing. */
export function tabMemory(name: string): { read(): string | undefined; write(text: string): void } {
  return {
    read() {
      try {
        return sessionStorage.getItem(PREFIX + name) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write(text) {
      try {
        sessionStorage.setItem(PREFIX + name, text);
      } catch {
        // It lasts as long as the page, then.
      }
    },
  };
}

/** Forgets what was remembered under a name. */
export function forget(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing could be remembered, so nothing is left.
  }
}

/** What this browser remembers, for what works with any phone's memory. */
export const browserMemory: Memory = { recall, remember, forget };
