import { expect, test } from 'vitest';
import { STOMP_CLAUSES } from './stomp-clauses.ts';
import { testTitles } from './test-titles.ts';

const keys = STOMP_CLAUSES.map(({ key }) => key);
const tested = new Set(
  testTitles('messaging/src/session/stomp-*.test.ts').map((title) => title.split(':', 1)[0] ?? ''),
);

test('no clause stands twice in the list', () => {
  expect(keys).toHaveLength(new Set(keys).size);
});

test('every clause of STOMP 1.2 has a test that names it', () => {
  expect(keys.filter((key) => !tested.has(key))).toEqual([]);
});

test('every test of a clause names one of the list', () => {
  expect([...tested].filter((key) => !keys.includes(key))).toEqual([]);
});
