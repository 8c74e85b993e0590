import { afterEach, describe, expect, test, vi } from 'vitest';
import { AntPattern } from '../core/ant-pattern.ts';
import type { Separator } from '../core/ant-pattern.ts';
import { PatternIndex } from './pattern-index.ts';

afterEach(() => void vi.restoreAllMocks());

function indexOf(patterns: readonly string[], separator: Separator = '/'): PatternIndex<string> {
  const index = new PatternIndex<string>(separator);
  for (const text of patterns) index.add(new AntPattern(text, separator), text);
  return index;
}

const PARTS = ['a', 'b', '*', '**', '?', 'a*', '{x}', '{x}b'];

/** All patterns of up to three segments, with and without a separator at the end. */
function manyPatterns(separator: Separator): string[] {
  const texts = PARTS.flatMap((one) => [
    one,
    ...PARTS.flatMap((two) => [
      one + separator + two,
      ...PARTS.map((three) => [one, two, three].join(separator)),
    ]),
  ]);
  return texts.flatMap((text) => [separator + text, separator + text + separator]);
}

const DESTINATIONS = ['', 'a', 'b', 'ab', 'a/', 'a/b', 'a/b/', 'a//b', 'b/a', 'a/a/b', 'ab/ab/ab', 'a/b/a/b'];

describe.each(['/', '.'] as const)('with the separator %s', (separator) => {
  const patterns = manyPatterns(separator);
  const index = indexOf(patterns, separator);

  test.each(DESTINATIONS)('finds exactly the patterns that /%s fits', (text) => {
    const destination = separator + text.replaceAll('/', separator);
    const fitting = patterns.filter((pattern) => new AntPattern(pattern, separator).matches(destination));
    expect([...index.find(destination)].toSorted()).toEqual(fitting.toSorted());
  });
});

test('looks at no pattern that stands elsewhere, however many there are', () => {
  const rooms = Array.from({ length: 100_000 }, (_, room) => `/topic/rooms/${room}/*`);
  const owners = Array.from({ length: 1_000 }, (_, owner) => `/topic/*/${owner}/**`);
  const index = indexOf([...rooms, ...owners]);
  const compared = vi.spyOn(AntPattern.prototype, 'matches');
  expect(index.find('/topic/rooms/77/x')).toEqual(
    expect.arrayContaining(['/topic/rooms/77/*', '/topic/*/77/**']),
  );
  expect(compared).toHaveBeenCalledTimes(2);
});

test('remembers what it found until a pattern comes or goes, for so many destinations', () => {
  const index = new PatternIndex<string>('/', 2);
  const pattern = new AntPattern('/topic/*');
  index.add(pattern, 'all');
  const compared = vi.spyOn(AntPattern.prototype, 'matches');
  for (const name of ['a', 'b', 'a', 'b']) expect(index.find(`/topic/${name}`)).toEqual(['all']);
  expect(compared).toHaveBeenCalledTimes(2);
  index.find('/topic/c');
  index.find('/topic/a');
  expect(compared).toHaveBeenCalledTimes(4);
  index.add(new AntPattern('/topic/{name}'), 'named');
  expect(index.find('/topic/a')).toEqual(expect.arrayContaining(['all', 'named']));
  index.delete(pattern);
  expect(index.find('/topic/a')).toEqual(['named']);
});

test('keeps nothing of patterns that are gone', () => {
  const texts = ['/topic/*', '/topic/{name}', '/topic/a/**', '/topic/**/a', '/topic/a*', '/topic/a/b?'];
  const index = indexOf(texts);
  expect(index.size).toBe(6);
  expect(index.get(new AntPattern('/topic/{name}'))).toBe('/topic/{name}');
  expect(index.get(new AntPattern('/topic/{other}'))).toBeUndefined();
  for (const text of texts) index.delete(new AntPattern(text));
  index.delete(new AntPattern('/topic/never/*'));
  expect(index.size).toBe(0);
  for (const text of texts) expect(index.get(new AntPattern(text))).toBeUndefined();
  expect(index.find('/topic/a')).toEqual([]);
});

/** The letters `a` and `?` in an order of its own for every number: what they fit they all fit. */
function alike(n: number, between: string): string {
  return n.toString(2).padStart(7, '0').replaceAll('0', `a${between}`).replaceAll('1', `?${between}`);
}

// Once a hundred patterns of one session, compared letter by letter with what that session sent, took all the time
// that a server has: 43 ms for each message. Now a pattern fails at the first letter that differs, at either end.
test.each<[string, (n: number) => string, string]>([
  ['letters before a *', (n) => `/topic/b${'a'.repeat(75 + n)}*`, 'a'.repeat(240)],
  ['letters behind a *', (n) => `/topic/*${'a'.repeat(75 + n)}b`, 'a'.repeat(240)],
  ['letters between *', (n) => `/topic/*${alike(n, '')}aaab*`, 'a'.repeat(240)],
  ['segments behind **', (n) => `/topic/**/b/${alike(n, '/')}*`, 'a/'.repeat(120)],
  ['segments between **', (n) => `/topic/**/a/b${n}/**`, 'a/'.repeat(120)],
  ['many **', (n) => `/topic/**/a/**/a/**/a${n}`, 'a/'.repeat(120)],
])('is kept busy by nobody: %s', (_, patternOf, text) => {
  const index = indexOf(Array.from({ length: 100 }, (_none, n) => patternOf(n)));
  const startMs = performance.now();
  for (let n = 0; n < 100; n += 1) expect(index.find(`/topic/${n}${text}${n}`)).toEqual([]);
  expect((performance.now() - startMs) / 100).toBeLessThan(5);
});
