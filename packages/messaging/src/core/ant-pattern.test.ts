import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AntPattern, isAntPattern } from './ant-pattern.ts';
import type { Separator } from './ant-pattern.ts';

interface Vectors {
  cases: {
    separator: Separator;
    paths: string[];
    rows: { pattern: string; isPattern: boolean; match: string; matchStart: string }[];
  }[];
}

const vectors = JSON.parse(
  readFileSync(new URL('vectors/ant-match.json', import.meta.url), 'utf8'),
) as Vectors;

describe.each(vectors.cases)('as Spring does with the separator $separator', ({ separator, paths, rows }) => {
  const digits = (answer: (path: string) => boolean): string =>
    paths.map((path) => Number(answer(path))).join('');

  test.each(rows)('$pattern', ({ pattern, isPattern, match, matchStart }) => {
    const compiled = new AntPattern(pattern, separator);
    expect(isAntPattern(pattern)).toBe(isPattern);
    expect(digits((path) => compiled.matches(path))).toBe(match);
    expect(digits((path) => compiled.matchesStart(path))).toBe(matchStart);
    expect(digits((path) => compiled.variables(path) !== undefined)).toBe(match);
  });
});

describe('variables', () => {
  test.each([
    ['/chat/{to}', '/chat/7', { to: '7' }],
    ['/chat/{to}/{kind}', '/chat/7/text', { to: '7', kind: 'text' }],
    ['/**/rooms/{room}/**', '/a/b/rooms/r1/x/y', { room: 'r1' }],
    ['/**/{last}', '/a/b/c', { last: 'c' }],
    ['/{x}-{y}', '/a-x-b', { x: 'a-x', y: 'b' }],
    ['/a{x}b', '/ab', { x: '' }],
    ['/{x}{y}', '/abc', { x: 'abc', y: '' }],
    ['/{file}.{ext}', '/a.b.c', { file: 'a.b', ext: 'c' }],
    ['/v?/{x}*', '/v1/abc', { x: 'abc' }],
    [
      String.raw`/{name:[a-z-]+}-{version:\d{1,2}(?:\.\d)*}.jar`,
      '/spring-web-6.2.jar',
      { name: 'spring-web', version: '6.2' },
    ],
    ['/{a:(b|c)}/{d}', '/b/e', { a: 'b', d: 'e' }],
    ['/{x}', '/__proto__', { x: '__proto__' }],
  ])('of %s in %s', (pattern, destination, variables) => {
    expect(new AntPattern(pattern).variables(destination)).toEqual(variables);
  });

  test('of another destination are undefined', () => {
    expect(new AntPattern('/chat/{to}').variables('/talk/7')).toBeUndefined();
  });

  test('are cut at the separator that the pattern has', () => {
    const pattern = new AntPattern('/topic/price.{market}.*', '.');
    expect(pattern.variables('/topic/price.nasdaq.ibm')).toEqual({ market: 'nasdaq' });
    expect(pattern.variables('/topic/price.nasdaq/ibm')).toBeUndefined();
  });
});

test('a character is one also where it is two units', () => {
  expect(new AntPattern('/?').matches('/🍜')).toBe(true);
  expect(new AntPattern('/??').matches('/🍜')).toBe(false);
  expect(new AntPattern('/?*?').matches('/🍜')).toBe(false);
  expect(new AntPattern('/{x:.}').matches('/🍜')).toBe(true);
});

test('a regular expression that is none is refused', () => {
  expect(() => new AntPattern('/{x:(}')).toThrow(SyntaxError);
});

describe('a hostile pattern', () => {
  test.each([
    ['stars', `/${'*a'.repeat(100)}b`, `/${'a'.repeat(200)}`],
    ['variables', `/${'{x}a'.repeat(60)}b`, `/${'a'.repeat(200)}`],
    ['deep stars', '/**/a/*'.repeat(36) + '/b', '/a'.repeat(126)],
    ['braces that nobody closes', `/${'{a}{a}'.repeat(40)}{`, `/${'a'.repeat(200)}`],
    ['braces in braces', `/{${'{a}'.repeat(80)}`, `/${'a'.repeat(200)}`],
  ])('of %s costs no more than lengths multiplied', (_, text, destination) => {
    const pattern = new AntPattern(text);
    for (let n = 0; n < 50; n += 1) expect(pattern.matches(destination)).toBe(false);
  });
});
