import { expect, test } from 'vitest';
import { readClientPattern } from './client-pattern.ts';

test.each([
  '/topic/*',
  '/topic/{a}/{b}',
  '/topic/**/x',
  '/topic/**/*/**/{a}/?/b',
  '/topic/{unclosed*',
  `/topic/${'a'.repeat(100)}*${'b'.repeat(16)}*${'c'.repeat(100)}`,
  '/a/b/c/d/e/f/g/h/**/1/2/**/y/z',
  '/topic/**/{a}/b/**/?*',
])('reads %s', (text) => {
  expect(readClientPattern(text, '/').text).toBe(text);
});

test.each([
  ['a regular expression', '/topic/{a:(x+x+)+y}'],
  ['a regular expression that is none', '/topic/{a:(}'],
  ['an expression behind the other separator', '/topic/a.{b:.}'],
  ['more wildcards than a pattern may have', '/topic/**/*/**/*/**/*/x'],
  ['more segments', '/topic/*/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15'],
  ['more segments between one ** and another', '/topic/**/1/2/3/**'],
  ['a part of a wildcard between one ** and another', '/topic/**/a*/**'],
  ['a letter between one ** and another', '/topic/**/?/**'],
  ['more letters between one * and another', '/topic/*12345678abcdefghi{x}'],
  ['more letters between many', '/topic/*12345678*abcdefghi{x}'],
  ['any letter between one * and another', '/topic/*a?b*'],
])('refuses %s', (_, text) => {
  expect(() => readClientPattern(text, '/')).toThrow(
    expect.objectContaining({ code: 'unsupported_pattern' }),
  );
});
