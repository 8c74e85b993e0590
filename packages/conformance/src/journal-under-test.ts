import { onTestFinished } from 'vitest';
import type { Journal } from '@carillon/messaging';

/** A journal with what a test needs besides reading: it is the suite that writes. */
export interface JournalUnderTest {
  readonly journal: Journal;
  /** Appends one JSON payload and answers its number, once it is visible to readers. */
  readonly append: (destination: string, payload: unknown) => Promise<number>;
  /** Forgets the entries up to a number; left out by journals that keep everything. */
  readonly trim?: ((destination: string, upTo: number) => Promise<void> | void) | undefined;
  readonly close: () => Promise<void> | void;
}

export type MakeJournal = () => Promise<JournalUnderTest> | JournalUnderTest;

/** Opens a journal that is closed when the test is over, and a destination in it that nobody else uses. */
export async function openJournal(makeJournal: MakeJournal) {
  const underTest = await makeJournal();
  onTestFinished(() => underTest.close());
  const destination = freshDestination();
  const appendMany = async (count: number): Promise<number[]> => {
    const seqs: number[] = [];
    for (let n = 1; n <= count; n += 1) seqs.push(await underTest.append(destination, { n }));
    return seqs;
  };
  return { ...underTest, destination, appendMany };
}

/** In the form that applications give to `orders`, so that a journal for these alone passes too. */
export const PATTERN = '/topic/orders/{orderId}';

let last = Math.floor(Math.random() * 2 ** 40);

export function freshDestination(): string {
  last += 1;
  return `/topic/orders/${last}`;
}

/** 1, 2, 3 … as the numbers after `after` must be. */
export function numbersBetween(after: number, upTo: number): number[] {
  return Array.from({ length: Math.max(upTo - after, 0) }, (_, index) => after + 1 + index);
}
