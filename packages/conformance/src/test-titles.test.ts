import { expect, test } from 'vitest';
import { titlesIn } from './test-titles.ts';

test('titles are found, however the test is written', () => {
  const source = `
    test('plain: x', () => undefined);
    test.each(['a', 'b'])('one line: %s', () => undefined);
    test.each([
      ['a', () => f([1])],
    ])(
      'next line: %s',
      () => undefined,
    );
    test.each([[1]] as [number][])('cast: %i', () => undefined);
    describe('a group', () => undefined);
  `;
  expect(titlesIn(source)).toEqual(['plain: x', 'one line: %s', 'next line: %s', 'cast: %i']);
});
