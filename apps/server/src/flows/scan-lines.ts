import { readPassCode } from '@carillon/pass-code';
import { createOneAtATime } from '../platform/one-at-a-time.ts';
import type { OneAtATime } from '../platform/one-at-a-time.ts';

/** Lines of scans that are done one after the other. */
export interface ScanLines {
  /** Does `work` when its turn in its line comes; undefined at once when too much waits there. */
  run<T>(scan: { shopId: number; code: string }, work: () => Promise<T>): Promise<T> | undefined;
}

/** So many scans of one shop are done at the same time, each of other showings. */
const LINES_PER_SHOP = 4;
/** At most so many wait in a line: seconds of work, and more than all clerks together scan in that time. */
const MAX_WAITING = 500;

/**
 * Has the scans of a shop stand in a few lines in this process, all of one showing in the same. In the database they would
 * wait for each other all the same, for the lock of a pass or of the shop's journal, and each would hold one of its few
 * connections meanwhile.
 */
export function createScanLines(): ScanLines {
  const lines = new Map<string, OneAtATime>();
  return {
    run({ shopId, code }, work) {
      const key = `${shopId} ${(readPassCode(code)?.showingId ?? 0) % LINES_PER_SHOP}`;
      const line = lines.get(key) ?? createOneAtATime(MAX_WAITING);
      lines.set(key, line);
      return line.run(work);
    },
  };
}
