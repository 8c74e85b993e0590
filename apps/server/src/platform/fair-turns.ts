export interface FairTurns {
  /**
   * Runs a party's `work` when it is its turn; undefined at once when too much waits already, of this party or
   * altogether.
   */
  run<T>(party: number, work: () => Promise<T>): Promise<T> | undefined;
}

export interface FairTurnsLimits {
  /** How much of one party may be under way or wait. */
  readonly maxPerParty: number;
  /** How much of all parties together. */
  readonly maxAltogether: number;
}

/**
 * Lets only one piece of costly work go on in this process, and the parties that have some take turns: one that has
 * much to do keeps no other waiting for more than one piece of it.
 */
export function createFairTurns({ maxPerParty, maxAltogether }: FairTurnsLimits): FairTurns {
  /** What waits, by party; whose turn is next comes first. */
  const queues = new Map<number, (() => Promise<unknown>)[]>();
  let current: number | undefined;
  let total = 0;

  function countOf(party: number): number {
    return (queues.get(party)?.length ?? 0) + (party === current ? 1 : 0);
  }

  function takeNext(): void {
    const [next] = queues;
    current = next?.[0];
    if (next === undefined) return;
    const [party, [work, ...rest]] = next;
    // Behind all the others.
    queues.delete(party);
    if (rest.length > 0) queues.set(party, rest);
    void work?.().finally(() => {
      total -= 1;
      takeNext();
    });
  }

  return {
    run<T>(party: number, work: () => Promise<T>) {
      if (total >= maxAltogether || countOf(party) >= maxPerParty) return undefined;
      total += 1;
      const { promise, resolve } = Promise.withResolvers<T>();
      queues.set(party, [
        ...(queues.get(party) ?? []),
        async () => {
          const doing = work();
          resolve(doing);
          // The next goes on whatever becomes of this one.
          await doing.catch(() => undefined);
        },
      ]);
      if (current === undefined) takeNext();
      return promise;
    },
  };
}
