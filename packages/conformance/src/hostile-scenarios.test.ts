import { expect, test } from 'vitest';
import { HOSTILE_SCENARIOS } from './hostile-scenarios.ts';
import { testTitles } from './test-titles.ts';

const keys = HOSTILE_SCENARIOS.map(({ key }) => key);
const tested = new Set(
  testTitles('messaging/src/server/hostile*.test.ts').map((title) => title.split(':', 1)[0] ?? ''),
);

test('no scenario stands twice in the table', () => {
  expect(keys).toHaveLength(new Set(keys).size);
});

test('every scenario has a test that names it', () => {
  expect(keys.filter((key) => !tested.has(key))).toEqual([]);
});

test('every hostile test names a scenario of the table', () => {
  expect([...tested].filter((key) => !keys.includes(key))).toEqual([]);
});
