import type { PassResult } from '@carillon/contract';
import { expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { readResult } from './read-result.ts';
import type { KnownResult, ResultMemory } from './result-memory.ts';

const untouched = new Proxy({} as Database, {
  get() {
    throw new Error('the database was asked');
  },
});
const result: PassResult = {
  ...{ showingId: 3, passId: 5, shopId: 7, at: '2026-11-21T04:00:00.000Z' },
  ...{ outcome: 'taken', left: 4, visitId: 9 },
};

function remembering(known: KnownResult): ResultMemory {
  return { find: () => Promise.resolve(known), put: () => undefined, fill: () => undefined };
}

test('a result that is remembered costs the database nothing, also that there is none', async () => {
  const wish = { showingId: 3, passId: 5, buyerId: 'b1' };
  for (const one of [result, null]) {
    const results = remembering({ ...wish, result: one });
    expect(await readResult({ context: { database: untouched }, results }, wish)).toEqual(one);
  }
});

test.each([
  ['another buyer', { showingId: 3, passId: 5, buyerId: 'b2' }],
  ['another pass', { showingId: 3, passId: 6, buyerId: 'b1' }],
])('a result that is remembered is not told to %s: the database is asked', async (_whom, wish) => {
  const results = remembering({ showingId: 3, passId: 5, buyerId: 'b1', result });
  const read = readResult({ context: { database: untouched }, results }, wish);
  await expect(read).rejects.toThrow('the database was asked');
});
