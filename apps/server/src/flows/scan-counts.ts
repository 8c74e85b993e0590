import type { PassRefusal } from '@carillon/contract';

type Outcome = 'taken' | 'undone' | 'repeated' | 'too_fast' | PassRefusal;

/** How often scans on this node came to what, since it started. */
export interface ScanCounts {
  count(outcome: Outcome): void;
  read(): Readonly<Record<Outcome, number>>;
}

export function createScanCounts(): ScanCounts {
  const counts: Record<Outcome, number> = {
    ...{ taken: 0, undone: 0, repeated: 0, too_fast: 0 },
    ...{ pass_code_invalid: 0, pass_code_expired: 0, pass_code_used: 0, pass_wrong_shop: 0 },
    ...{ pass_used_up: 0, pass_frozen: 0, pass_expired: 0, pass_refunded: 0 },
  };
  return {
    count(outcome) {
      counts[outcome] += 1;
    },
    read: () => counts,
  };
}
