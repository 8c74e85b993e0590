import { describe, expect, test } from 'vitest';
import { compileOrigins } from './origin.ts';

describe('same-origin', () => {
  const isAllowed = compileOrigins('same-origin');

  test.each([
    ['https://shop.example', 'shop.example'],
    ['http://127.0.0.1:8080', '127.0.0.1:8080'],
    ['https://Shop.Example', 'shop.example'],
  ])('lets pages of %s in at %s', (origin, host) => {
    expect(isAllowed({ origin, host })).toBe(true);
  });

  test.each([
    ['https://evil.example', 'shop.example'],
    ['http://shop.example:8080', 'shop.example'],
    ['https://shop.example.evil.example', 'shop.example'],
    ['https://evil.example/shop.example', 'shop.example'],
    ['null', 'shop.example'],
    ['null', undefined],
  ])('keeps pages of %s out at %s', (origin, host) => {
    expect(isAllowed({ origin, ...(host === undefined ? {} : { host }) })).toBe(false);
  });

  test('lets programs in, which send no origin', () => {
    expect(isAllowed({ host: 'shop.example' })).toBe(true);
  });
});

describe('a list of origins', () => {
  const isAllowed = compileOrigins(['https://*.shop.example', 'http://localhost:*', 'https://a.example']);

  test.each([
    'https://www.shop.example',
    'https://a.b.shop.example',
    'http://localhost:5173',
    'https://A.example',
  ])('lets %s in', (origin) => {
    expect(isAllowed({ origin })).toBe(true);
  });

  test.each([
    'http://www.shop.example',
    'https://shop.example',
    'https://shop-example',
    'https://www.shop.example.evil.example',
    'https://evil.example/.shop.example',
    'https://aXexample',
    'https://evil.example\\.shop.example',
    'https://%2e.shop.example',
    'https://evil.example@a.shop.example',
    'null',
  ])('keeps %s out', (origin) => {
    expect(isAllowed({ origin })).toBe(false);
  });
});

test('a list lets pages of the server itself in besides, as the iframe page of SockJS is one', () => {
  const isAllowed = compileOrigins(['https://a.example']);
  expect(isAllowed({ origin: 'https://own.example', host: 'own.example' })).toBe(true);
});

test('a star alone lets everybody in, also a file', () => {
  const isAllowed = compileOrigins(['*']);
  expect(['https://evil.example', 'null', undefined].map((origin) => isAllowed({ origin }))).toEqual([
    true,
    true,
    true,
  ]);
});

describe('a request without Origin, as browsers make for a script or a frame', () => {
  const isAllowed = compileOrigins(['https://a.example']);

  test.each([
    [{ referer: 'https://a.example/page?x' }, true],
    [{ referer: 'https://evil.example/https://a.example' }, false],
    [{ referer: 'https://a.example.evil.example/' }, false],
    [{ referer: 'about:blank' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{}, true],
  ])('%j: %s', (headers, expected) => {
    expect(isAllowed({ host: 'own.example', ...headers })).toBe(expected);
  });
});
