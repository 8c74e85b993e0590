import { describe } from 'vitest';
import { journalFeedCases } from './journal-feed-cases.ts';
import { journalReadCases } from './journal-read-cases.ts';
import type { MakeJournal } from './journal-under-test.ts';

/**
 * What every journal must do: by itself, and as the source of a real messaging server. Call it at the
 * top of a test file; `makeJournal` is called anew for each test.
 */
export function journalSuite(name: string, makeJournal: MakeJournal): void {
  describe(`journal: ${name}`, () => {
    journalReadCases(makeJournal);
    journalFeedCases(makeJournal);
  });
}
