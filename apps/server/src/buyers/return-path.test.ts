import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { isShopPath } from './return-path.ts';

describe('the page a buyer’s login leads to', () => {
  test.each(['/', '/shops/7', '/shops/7/', '/orders/12?tab=talk', '/t/AbC-_9?x=%2F%2Fevil'])(
    'may be %s',
    (path) => expect(isShopPath(path)).toBe(true),
  );

  test.each([
    ...['', 'shops', '//evil.example', '/\\evil.example', '\\\\evil.example', '/%2f%2fevil.example'],
    ...[
      'https://evil.example/',
      'javascript:alert(1)',
      '/a//b',
      '/../console/',
      '/a/..%2f',
      '/\tevil',
      '/a#b',
    ],
    ...[
      '/console/',
      '/console',
      '/api/staff/me',
      '/api?x',
      '/asyncapi',
      '/docs/',
      '/pictures/x',
      `/${'a'.repeat(600)}`,
    ],
  ])('is never %j', (path) => expect(isShopPath(path)).toBe(false));

  property.prop([fc.string({ unit: 'binary-ascii', maxLength: 40 })])('stays on our own site', (text) => {
    const path = `/${text}`;
    if (!isShopPath(path)) return;
    expect(new URL(path, 'https://shop.test').origin).toBe('https://shop.test');
  });
});
