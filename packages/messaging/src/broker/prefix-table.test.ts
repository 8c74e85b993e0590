import { expect, test } from 'vitest';
import { antSegment } from '../core/ant-segment.ts';
import { PrefixTable } from './prefix-table.ts';

const TEXTS = [
  '*',
  '*x',
  '?',
  'a*',
  'a?',
  'ab*',
  'ab*z',
  'b{name}',
  `${'l'.repeat(20)}*`,
  `${'l'.repeat(16)}m*`,
];

function tableOf(texts: readonly string[]): PrefixTable<string> {
  const table = new PrefixTable<string>();
  for (const text of texts) table.set(antSegment(text), text);
  return table;
}

function find(table: PrefixTable<string>, text: string): string[] {
  const found: string[] = [];
  table.find(text, found);
  return found.toSorted();
}

test.each(['', 'a', 'x', 'ab', 'abz', 'b', 'l'.repeat(16), 'l'.repeat(21), `${'l'.repeat(16)}mx`])(
  'finds exactly the segments that "%s" fits',
  (text) => {
    expect(find(tableOf(TEXTS), text)).toEqual(
      TEXTS.filter((one) => antSegment(one).matches(text)).toSorted(),
    );
  },
);

test('forgets a segment, and leaves those that begin alike', () => {
  const table = tableOf(['a*', 'a?', 'b*']);
  table.delete(antSegment('a*'));
  table.delete(antSegment('c*'));
  expect(table.get(antSegment('a*'))).toBeUndefined();
  expect(find(table, 'ax')).toEqual(['a?']);
  table.delete(antSegment('a?'));
  expect([find(table, 'ax'), find(table, 'bx'), table.isEmpty]).toEqual([[], ['b*'], false]);
  table.delete(antSegment('b*'));
  expect(table.isEmpty).toBe(true);
});
