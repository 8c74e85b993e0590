/** Suites that every implementation of an interface must pass. Import them from vitest tests only. */
export { journalSuite } from './journal-suite.ts';
export type { JournalUnderTest } from './journal-under-test.ts';
