/** How many may wait at the same time, in all and by key: each holds a connection and its memory. */
interface WaitingRoomOptions {
  readonly maxWaiting: number;
  readonly maxWaitingPerKey: number;
}

/** Where requests wait for something to happen. */
export interface WaitingRoom {
  /**
   * Waits until `begin`'s callback is called, `ms` are over, the signal is aborted or the room is closed; `begin`
   * answers what ends the waiting. False, and nothing is begun, when there is no room.
   */
  wait(options: WaitOptions, begin: (over: () => void) => () => void): Promise<boolean>;
  /** Lets everybody go, and nobody in any more. */
  close(): void;
}

interface WaitOptions {
  readonly key: string;
  readonly ms: number;
  readonly signal: AbortSignal;
}

export function createWaitingRoom({ maxWaiting, maxWaitingPerKey }: WaitingRoomOptions): WaitingRoom {
  const byKey = new Map<string, number>();
  const leaves = new Set<() => void>();
  let isClosed = false;

  function hasRoom(key: string): boolean {
    return !isClosed && leaves.size < maxWaiting && (byKey.get(key) ?? 0) < maxWaitingPerKey;
  }

  function count(key: string, by: 1 | -1): void {
    const waiting = (byKey.get(key) ?? 0) + by;
    if (waiting > 0) byKey.set(key, waiting);
    else byKey.delete(key);
  }

  return {
    async wait({ key, ms, signal }, begin) {
      if (!hasRoom(key) || signal.aborted) return false;
      const over = Promise.withResolvers<undefined>();
      const leave = (): void => over.resolve(undefined);
      leaves.add(leave);
      count(key, 1);
      const timer = setTimeout(leave, ms);
      signal.addEventListener('abort', leave, { once: true });
      const end = begin(leave);
      try {
        await over.promise;
      } finally {
        end();
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        leaves.delete(leave);
        count(key, -1);
      }
      return true;
    },
    close() {
      isClosed = true;
      for (const leave of leaves) leave();
    },
  };
}
