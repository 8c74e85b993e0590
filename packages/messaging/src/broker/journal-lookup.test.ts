import { expect, test, vi } from 'vitest';
import { createMemoryJournal } from '../core/memory-journal.ts';
import { createJournalLookup } from './journal-lookup.ts';

test('the first pattern that fits names the journal', () => {
  const [orders, everything] = [createMemoryJournal(), createMemoryJournal()];
  const journalOf = createJournalLookup([
    { pattern: '/topic/orders/{orderId}', journal: orders },
    { pattern: '/topic/{kind}/{id}', journal: everything },
  ]);
  expect(journalOf('/topic/orders/1')).toBe(orders);
  expect(journalOf('/topic/shops/1')).toBe(everything);
  expect(journalOf('/queue/1')).toBeUndefined();
});

test('destinations asked for again are not compared again, within the limit', () => {
  const journal = createMemoryJournal();
  const compared = vi.fn(() => journal);
  const mapping = {
    pattern: '/topic/orders/{orderId}',
    get journal() {
      return compared();
    },
  };
  const journalOf = createJournalLookup([mapping], 2);
  const asked = (count: number): void => expect(compared).toHaveBeenCalledTimes(count);
  for (const id of [1, 2, 1, 2]) expect(journalOf(`/topic/orders/${id}`)).toBe(journal);
  asked(2);
  expect(journalOf('/topic/orders/3')).toBe(journal);
  expect(journalOf('/topic/orders/2')).toBe(journal);
  asked(3);
  expect(journalOf('/topic/orders/1')).toBe(journal);
  asked(4);
});
