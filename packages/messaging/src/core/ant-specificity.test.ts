import { expect, test } from 'vitest';
import { compareAntPatterns } from './ant-specificity.ts';

/** The cases of Spring's own documentation of the order, and those that tell its rules apart. */
test.each([
  ['/hotels/new', ['/hotels/new', '/hotels/{hotel}', '/hotels/*', '/hotels/**', '/**']],
  ['/hotels/1/bookings/2', ['/hotels/1/bookings/{b}', '/hotels/{h}/bookings/{b}', '/hotels/{h}/**', '/**']],
  ['/a/b/c', ['/a/b/*', '/a/**/c', '/a/*/*', '/a/**', '/**']],
  ['/a/long', ['/a/lo*', '/a/l*', '/a/*']],
  ['/a/b', ['/{x}/b', '/*/b', '/{x}/{y}', '/*/{y}']],
  ['/x', ['/x', '/{a}', '/*', '/**']],
])('for %s the order is %j', (destination, ordered) => {
  const compare = compareAntPatterns(destination);
  expect(ordered.toReversed().sort(compare)).toEqual(ordered);
  for (const [index, one] of ordered.entries()) {
    for (const other of ordered.slice(index + 1)) {
      expect([one, other, compare(one, other) < 0, compare(other, one) > 0]).toEqual([
        one,
        other,
        true,
        true,
      ]);
    }
  }
});

test('patterns that say equally much compare as 0', () => {
  const compare = compareAntPatterns('/a/b');
  for (const [one, other] of [
    ['/{x}/b', '/{y}/b'],
    ['/a/*', '/*/b'],
    ['/**', '/**'],
    ['/a/b', '/a/b'],
  ] as const) {
    expect(compare(one, other)).toBe(0);
    expect(compare(other, one)).toBe(0);
  }
});

test('the separator tells which pattern fits everything', () => {
  expect(compareAntPatterns('.a.b', '.')('.**', '.*.**')).toBeGreaterThan(0);
});
