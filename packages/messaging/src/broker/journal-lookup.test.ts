import { describe, expect, test, vi } from 'vitest';
import { createMemoryJournal } from '../core/memory-journal.ts';
import { createJournalLookup } from './journal-lookup.ts';

test('the first pattern that fits names the journal', () => {
  const [orders, everything] = [createMemoryJournal(), createMemoryJournal()];
  const journalOf = createJournalLookup(
    [
      { pattern: '/topic/orders/{orderId}', journal: orders },
      { pattern: '/topic/{kind}/{id}', journal: everything },
    ],
    '/',
  );
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
  const journalOf = createJournalLookup([mapping], '/', 2);
  const asked = (count: number): void => expect(compared).toHaveBeenCalledTimes(count);
  for (const id of [1, 2, 1, 2]) expect(journalOf(`/topic/orders/${id}`)).toBe(journal);
  asked(2);
  expect(journalOf('/topic/orders/3')).toBe(journal);
  expect(journalOf('/topic/orders/2')).toBe(journal);
  asked(3);
  expect(journalOf('/topic/orders/1')).toBe(journal);
  asked(4);
});

// Once a star was taken for a letter, and the separator for a slash: a journal that was asked for was not there.
describe('a pattern', () => {
  test.each([
    ['/topic/*', '/', ['/topic/a'], ['/topic/a/b', '/queue/a']],
    ['/topic/**', '/', ['/topic/a', '/topic/a/b'], ['/queue/a']],
    ['/topic/shop-?/orders', '/', ['/topic/shop-1/orders'], ['/topic/shop-10/orders']],
    ['/topic/shop-{id}', '/', ['/topic/shop-1'], ['/topic/shop-1/orders']],
    ['/topic/{id:\\d+}', '/', ['/topic/12'], ['/topic/a']],
    ['/topic/shops.{id}.*', '.', ['/topic/shops.1.orders'], ['/topic/shops.1', '/topic/shops.1.a.b']],
  ] as const)(
    '%s with %s between its segments fits what a handler’s would',
    (pattern, separator, fitting, others) => {
      const journal = createMemoryJournal();
      const journalOf = createJournalLookup([{ pattern, journal }], separator);
      for (const destination of fitting)
        expect([destination, journalOf(destination)]).toEqual([destination, journal]);
      for (const destination of others)
        expect([destination, journalOf(destination)]).toEqual([destination, undefined]);
    },
  );

  test.each(['topic/a', '', '/a\n'])('that no destination fits is refused: %j', (pattern) => {
    const journal = createMemoryJournal();
    expect(() => createJournalLookup([{ pattern, journal }], '/')).toThrow(TypeError);
  });

  test('with a regular expression that is none is refused', () => {
    const journal = createMemoryJournal();
    expect(() => createJournalLookup([{ pattern: '/topic/{id:(}', journal }], '/')).toThrow(SyntaxError);
  });
});
