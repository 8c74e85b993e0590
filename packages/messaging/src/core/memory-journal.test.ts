import { expect, test } from 'vitest';
import { journalSuite } from '@carillon/conformance';
import { createMemoryJournal } from './memory-journal.ts';

journalSuite('in memory', () => {
  const journal = createMemoryJournal();
  return {
    journal,
    append: (destination, payload) => Promise.resolve(journal.append(destination, payload)),
    trim: (destination, upTo) => journal.trim(destination, upTo),
    close: () => undefined,
  };
});

test('keeps no more entries than it may', async () => {
  const journal = createMemoryJournal({ maxEntries: 3 });
  for (let n = 1; n <= 8; n += 1) journal.append('/topic/a', { n });
  const page = await journal.read('/topic/a', 0, 10);
  expect(page.entries.map(({ seq }) => seq)).toEqual([6, 7, 8]);
  expect(page).toMatchObject({ oldestSeq: 6, newestSeq: 8 });
});
