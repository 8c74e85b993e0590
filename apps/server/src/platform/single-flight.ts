export interface SingleFlight<Key, Result> {
  /** Runs `work` unless it is running for this key; then waits for that run and shares what it gives. */
  share(key: Key, work: () => Promise<Result>): Promise<Result>;
}

/** Lets only one run of a kind of work go on per key, in this process. Nothing is kept after a run. */
export function createSingleFlight<Key, Result>(): SingleFlight<Key, Result> {
  const flights = new Map<Key, Promise<Result>>();
  return {
    share(key, work) {
      const running = flights.get(key);
      if (running !== undefined) return running;
      const flight = work().finally(() => flights.delete(key));
      flights.set(key, flight);
      return flight;
    },
  };
}
