import { afterEach, describe, expect, test, vi } from 'vitest';
import { AntPattern } from '../core/ant-pattern.ts';
import type { Separator } from '../core/ant-pattern.ts';
import { readClientPattern } from './client-pattern.ts';
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
  const rooms = Array.from({ length: 20_000 }, (_, room) => `/topic/rooms/${room}/*`);
  const owners = Array.from({ length: 1_000 }, (_, owner) => `/topic/*/${owner}/**`);
  const index = indexOf([...rooms, ...owners]);
  const compared = vi.spyOn(AntPattern.prototype, 'matches');
  expect(index.find('/topic/rooms/77/x')).toEqual(
    expect.arrayContaining(['/topic/rooms/77/*', '/topic/*/77/**']),
  );
  expect(compared).toHaveBeenCalledTimes(2);
});

test('compares of many that begin with letters only those that the destination begins with too', () => {
  const index = new PatternIndex<string>('/');
  const compared = vi.fn(() => true);
  for (let room = 0; room < 1_000; room += 1) {
    const pattern = new AntPattern(`/topic/room-${room}-*`);
    for (const segment of pattern.segments)
      if (segment.kind === 'some') vi.spyOn(segment, 'matches').mockImplementation(compared);
    index.add(pattern, pattern.text);
  }
  expect(index.find('/topic/room-77-x')).toEqual(['/topic/room-77-*']);
  // In the tree, and as a whole.
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

/** The letters `a` and `b` in an order of its own for every number, each with what comes behind it. */
function mixed(n: number, behind: string): string {
  return n.toString(2).padStart(7, '0').replaceAll('0', `a${behind}`).replaceAll('1', `b${behind}`);
}

// Once a hundred patterns of one session, compared letter by letter with what that session sent, took all the time
// that a server has: 43 ms for each message. Now those are left out that begin or end otherwise, and what floats is
// looked for once; a comparison of two segments is one step here, and so is a search within one.
test.each<[string, number, (n: number) => string, string]>([
  ['letters before a *', 0, (n) => `/topic/b${'a'.repeat(75 + n)}*`, 'a'.repeat(240)],
  ['letters behind a *', 100, (n) => `/topic/*${'a'.repeat(75 + n)}b`, 'a'.repeat(240)],
  ['letters between *', 200, (n) => `/topic/*${mixed(n + 1, '')}*`, 'a'.repeat(240)],
  ['many * in a segment', 500, (n) => `/topic/*a*a*a*${mixed(n + 1, '')}*`, 'a'.repeat(240)],
  ['a * in many segments', 14, (n) => `/topic/${mixed(n, '*/')}z`, 'a/'.repeat(8)],
  ['a * in segments behind **', 22, (n) => `/topic/**/${mixed(n, '*/').slice(0, 15)}a*`, 'a/'.repeat(120)],
  ['segments between **', 100 * 241, (n) => `/topic/**/a/b${n}/**`, 'a/'.repeat(120)],
  ['many **', 0, (n) => `/topic/**/a/**/a/**/a${n}`, 'a/'.repeat(120)],
])('takes no more steps for a stranger than it must: %s', (_, maxSteps, patternOf, text) => {
  const index = new PatternIndex<number>('/');
  const compared = vi.fn();
  for (let n = 0; n < 100; n += 1) {
    const pattern = readClientPattern(patternOf(n), '/');
    for (const segment of pattern.segments) {
      const matches = segment.matches.bind(segment);
      vi.spyOn(segment, 'matches').mockImplementation((given) => {
        compared();
        return matches(given);
      });
    }
    index.add(pattern, n);
  }
  const searched = vi.spyOn(String.prototype, 'lastIndexOf');
  const found = index.find(`/topic/${text}x`);
  const steps = compared.mock.calls.length + searched.mock.calls.length;
  expect({ found, steps: Math.max(steps, maxSteps) }).toEqual({ found: [], steps: maxSteps });
});
