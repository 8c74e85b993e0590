import { createOneAtATime } from '../platform/one-at-a-time.ts';
import type { OneAtATime } from '../platform/one-at-a-time.ts';

/** Lines of what is done one after the other, one line per shop. */
export interface ScanLines {
  /** Does `work` when what came before at its shop is done; undefined at once when too much waits. */
  run<T>(shopId: number, work: () => Promise<T>): Promise<T> | undefined;
}

/** At most so many scans of one shop wait: seconds of work, and more than all clerks together can scan in that time. */
const MAX_WAITING = 1_000;

/**
 * Has the scans of each shop stand in line in this process. In the database they would wait for each other all the same,
 * for the lock of a pass or of the shop's journal, and each would hold one of its few connections meanwhile.
 */
export function createScanLines(): ScanLines {
  const lines = new Map<number, OneAtATime>();
  return {
    run(shopId, work) {
      const line = lines.get(shopId) ?? createOneAtATime(MAX_WAITING);
      lines.set(shopId, line);
      return line.run(work);
    },
  };
}
