import { expect, test } from 'vitest';
import { CONSOLE_HOME, isConsolePath } from './return-path.ts';

test.each([CONSOLE_HOME, '/console', '/console/orders', '/console/orders/17?tab=new&from=%E5%BA%97'])(
  'leads to %s',
  (path) => {
    expect(isConsolePath(path)).toBe(true);
  },
);

// The tutorials carry the return address in `state` and go wherever it says: an open redirect.
test.each([
  '',
  '/',
  '/menu',
  '/consolevil',
  '//evil.example',
  '///evil.example',
  '\\\\evil.example',
  '/\\evil.example',
  '/console//evil.example',
  '/console/\\evil.example',
  '/console/../evil',
  '/console/..%2f..%2fevil',
  '/console/%2e%2e/evil',
  '/%2fevil.example',
  '/console%2f%2fevil.example',
  '/console/%5cevil.example',
  'https://evil.example/console/',
  'javascript:alert(1)//console',
  '/console/\n//evil.example',
  '/console/\t',
  ' /console/',
  '/console/@evil.example',
  `/console/${'a'.repeat(600)}`,
])('refuses to lead to %j', (path) => {
  expect(isConsolePath(path)).toBe(false);
});
