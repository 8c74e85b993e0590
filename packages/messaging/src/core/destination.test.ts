import { describe, expect, test } from 'vitest';
import { compilePattern, isDestination, matchDestination } from './destination.ts';

describe('isDestination', () => {
  test.each(['/topic/a', '/queue/你好', '/topic/a b', `/${'x'.repeat(254)}`])('accepts %s', (text) => {
    expect(isDestination(text)).toBe(true);
  });

  test.each(['', '/', 'topic/a', '/topic/\n', '/topic/\u007f', '/topic/\u0085', `/${'x'.repeat(255)}`])(
    'refuses %j',
    (text) => {
      expect(isDestination(text)).toBe(false);
    },
  );
});

describe('a pattern', () => {
  test('gives its variables their segments', () => {
    const pattern = '/topic/shops/{shopId}/orders/{orderId}';
    expect(matchDestination(pattern, '/topic/shops/7/orders/18')).toEqual({ shopId: '7', orderId: '18' });
  });

  test.each([
    '/topic/shops//orders',
    '/topic/shops/7/orders/',
    '/topic/shops/7/8/orders',
    '/topic/shops/7',
    '/x/shops/7/orders',
  ])('does not match %s', (destination) => {
    expect(matchDestination('/topic/shops/{shopId}/orders', destination)).toBeUndefined();
  });

  test('takes every other character as it is', () => {
    expect(matchDestination('/topic/a.c*', '/topic/abcc')).toBeUndefined();
    expect(matchDestination('/topic/a.c*', '/topic/a.c*')).toEqual({});
  });

  test.each(['/topic/x{id}', '/topic/{}', '/topic/{id}/{id}', '/topic/{1d}', '/topic/{id'])(
    'may not be %s',
    (pattern) => {
      expect(() => compilePattern(pattern)).toThrow(TypeError);
    },
  );
});
