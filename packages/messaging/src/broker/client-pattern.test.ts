import { expect, test } from 'vitest';
import { readClientPattern } from './client-pattern.ts';

test.each(['/topic/*', '/topic/{a}/{b}', '/topic/**/x', '/topic/**/*/**/{a}/?/b', '/topic/{unclosed*'])(
  'reads %s',
  (text) => {
    expect(readClientPattern(text, '/').text).toBe(text);
  },
);

test.each([
  ['a regular expression', '/topic/{a:(x+x+)+y}'],
  ['a regular expression that is none', '/topic/{a:(}'],
  ['an expression behind the other separator', '/topic/a.{b:.}'],
  ['more wildcards than a pattern may have', '/topic/**/*/**/*/**/*/x'],
])('refuses %s', (_, text) => {
  expect(() => readClientPattern(text, '/')).toThrow(
    expect.objectContaining({ code: 'unsupported_pattern' }),
  );
});
