import { describe, expect, test } from 'vitest';
import { localPath } from './local-path.ts';

describe('localPath', () => {
  test.each(['/', '/shops/1/board', '/shops/1/board?order=12'])('keeps %s', (path) => {
    expect(localPath(path)).toBe(path);
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    undefined,
  ])('turns %s into the root', (value) => {
    expect(localPath(value)).toBe('/');
  });

  test('never returns to the login page', () => {
    expect(localPath('/login?return=/login')).toBe('/');
  });
});
