import { describe, expect, test } from 'vitest';
import type { StompVersion } from './frame.ts';
import { negotiateVersion } from './negotiate-version.ts';

describe('negotiateVersion', () => {
  test.each<[string | undefined, StompVersion | undefined]>([
    ['1.0,1.1,1.2', '1.2'],
    ['1.2,1.0', '1.2'],
    ['1.0, 1.1', '1.1'],
    ['1.1,2.0', '1.1'],
    ['2.0', undefined],
    ['', undefined],
    [undefined, '1.0'],
  ])('answers %j with %j', (acceptVersion, version) => {
    expect(negotiateVersion(acceptVersion)).toBe(version);
  });

  test('answers only with what is supported', () => {
    expect(negotiateVersion('1.0,1.1,1.2', ['1.0', '1.1'])).toBe('1.1');
    expect(negotiateVersion(undefined, ['1.2'])).toBeUndefined();
  });
});
