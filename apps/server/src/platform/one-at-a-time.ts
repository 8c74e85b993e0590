export interface OneAtATime {
  /** Runs `work` when all before it are done; undefined at once when too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T> | undefined;
}

/**
 * Lets only one piece of costly work go on in this process; others wait in the order in which they came.
 * @param maxWaiting how many may be under way or wait at the same time.
 */
export function createOneAtATime(maxWaiting: number): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    run<T>(work: () => Promise<T>) {
      if (waiting >= maxWaiting) return undefined;
      waiting += 1;
      const done = last.then(work).finally(() => (waiting -= 1));
      // The next goes on whatever becomes of this one.
      last = done.catch(() => undefined);
      return done;
    },
  };
}
