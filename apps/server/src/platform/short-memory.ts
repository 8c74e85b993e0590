import { createSingleFlight } from './single-flight.ts';

export interface ShortMemoryOptions {
  /** How long an answer is given again. */
  readonly keepMs: number;
  /** Answers that are kept at most. */
  readonly maxKeys: number;
  /** A clock that is never set. */
  readonly nowMs?: () => number;
}

export interface ShortMemory<Key, Value> {
  /** Gives what was read of a key a moment ago, or reads it: once for all who ask meanwhile. */
  recall(key: Key, read: () => Promise<Value>): Promise<Value>;
  /** Reads it once more, for whoever must not be told what was. */
  renew(key: Key, read: () => Promise<Value>): Promise<Value>;
}

/** Remembers answers for a moment, so that however many ask, the database is asked once. Failures are forgotten. */
export function createShortMemory<Key, Value>(options: ShortMemoryOptions): ShortMemory<Key, Value> {
  const { keepMs, maxKeys, nowMs = () => performance.now() } = options;
  const flights = createSingleFlight<Key, Value>();
  // In the order in which they were read, which is the order in which they end.
  const kept = new Map<Key, { readonly value: Value; readonly untilMs: number }>();

  function keep(key: Key, value: Value): Value {
    kept.delete(key);
    kept.set(key, { value, untilMs: nowMs() + keepMs });
    for (const [oldest, { untilMs }] of kept) {
      if (kept.size <= maxKeys && untilMs > nowMs()) break;
      kept.delete(oldest);
    }
    return value;
  }

  return {
    async recall(key, read) {
      const known = kept.get(key);
      if (known !== undefined && known.untilMs > nowMs()) return known.value;
      return flights.share(key, async () => keep(key, await read()));
    },
    async renew(key, read) {
      return keep(key, await read());
    },
  };
}
