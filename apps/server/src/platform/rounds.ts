/** Work that is done per key, again when it is asked for again. */
export interface Rounds<Key> {
  /** Does the work of a key soon; asked for while it is being done, once more afterwards. */
  run(key: Key): void;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
}

/**
 * Makes rounds: per key the work runs alone, so that of two outcomes the later is of the later state, and however
 * often it was asked for meanwhile, it runs once more and sees all of it.
 */
export function createRounds<Key>(
  work: (key: Key) => Promise<void>,
  onError: (error: unknown, key: Key) => void,
): Rounds<Key> {
  const running = new Map<Key, Promise<void>>();
  const asked = new Set<Key>();

  async function goRound(key: Key): Promise<void> {
    while (asked.delete(key)) {
      try {
        await work(key);
      } catch (error) {
        onError(error, key);
      }
    }
    running.delete(key);
  }

  return {
    run(key) {
      asked.add(key);
      if (!running.has(key))
        running.set(
          key,
          Promise.resolve().then(async () => goRound(key)),
        );
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
