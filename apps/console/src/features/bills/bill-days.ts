import type { BillComparison } from '@carillon/contract';
import { daysBefore } from '../../lib/china-day.ts';
import type { Tone } from '../../ui/StateBadge.vue';

/** A day with how its bill compared, if it did. */
export interface BillDay {
  readonly day: string;
  readonly bill: BillComparison | undefined;
}

/** How a day's bill stands: `none` was never compared, `settled` differed and somebody saw to it. */
export type BillStanding = BillComparison['state'] | 'none' | 'settled';

/** How many days are listed at first, and how many more each time. */
export const DAYS_AT_FIRST = 14;
export const DAYS_MORE = 30;
/** WeChat keeps bills for three months. */
export const DAYS_AT_MOST = 89;

/** The last days before today, the newest first, each with how its bill compared. */
export function billDays(bills: readonly BillComparison[], today: string, count: number): BillDay[] {
  const known = new Map(bills.map((bill) => [bill.day, bill]));
  return Array.from({ length: Math.min(count, DAYS_AT_MOST) }, (_, index) => {
    const day = daysBefore(today, index + 1);
    return { day, bill: known.get(day) };
  });
}

export function standingOf(bill: BillComparison | undefined): BillStanding {
  if (bill === undefined) return 'none';
  return bill.state === 'differs' && bill.openDifferences === 0 ? 'settled' : bill.state;
}

export const TONES: Readonly<Record<BillStanding, Tone>> = {
  none: 'calm',
  matched: 'good',
  settled: 'good',
  not_ready: 'calm',
  differs: 'bad',
  failed: 'late',
};
