import { afterEach, expect, test } from 'vitest';
import { lastMenu, rememberMenu } from './last-menu.ts';
import { remember } from './memory.ts';

afterEach(() => localStorage.clear());

test('leads back to the table that was looked at last', () => {
  rememberMenu('/t/T8');
  expect(lastMenu()).toBe('/t/T8');
});

test('leads to the start page from anything else', () => {
  expect(lastMenu()).toBe('/');
  remember('last-menu', '//elsewhere.example');
  expect(lastMenu()).toBe('/');
});
