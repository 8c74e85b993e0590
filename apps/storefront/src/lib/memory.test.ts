import { afterEach, describe, expect, test, vi } from 'vitest';
import { forget, recall, remember, tabMemory } from './memory.ts';

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

describe('the memory of this browser', () => {
  test('gives back what it was given, until told to forget', () => {
    remember('cart', { count: 2 });
    expect(recall('cart')).toEqual({ count: 2 });
    forget('cart');
    expect(recall('cart')).toBeUndefined();
  });

  test('takes text that is not JSON for nothing', () => {
    localStorage.setItem('carillon.buyer.cart', '{');
    expect(recall('cart')).toBeUndefined();
  });

  test('keeps some things for the tab alone', () => {
    tabMemory('outgoing.7').write('[]');
    expect(tabMemory('outgoing.7').read()).toBe('[]');
    expect(tabMemory('outgoing.8').read()).toBeUndefined();
    expect(localStorage).toHaveLength(0);
    sessionStorage.clear();
  });

  test('does without a browser that forbids it', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    expect(() => remember('cart', 1)).not.toThrow();
    expect(() => tabMemory('cart').write('1')).not.toThrow();
  });
});
