import { beforeEach, describe, expect, test, vi } from 'vitest';
import { wxMemory } from './wx-memory.ts';

let isFull: boolean;
let kept: Map<string, string>;

beforeEach(() => {
  isFull = false;
  kept = new Map();
  vi.stubGlobal('wx', {
    getStorageSync: (name: string) => kept.get(name) ?? '',
    setStorageSync(name: string, text: string) {
      if (isFull) throw new Error('setStorageSync:fail exceed storage max size');
      kept.set(name, text);
    },
    removeStorageSync: (name: string) => kept.delete(name),
  });
});

describe('what a phone remembers for the mini program', () => {
  test('is what was remembered last, as long as it is open, also when its storage is full', () => {
    wxMemory.remember('cart', ['rice']);
    isFull = true;
    wxMemory.remember('cart', ['rice', 'soup']);
    expect(wxMemory.recall('cart')).toEqual(['rice', 'soup']);
    wxMemory.forget('cart');
    expect(wxMemory.recall('cart')).toBeUndefined();
  });

  test('is in the storage again once there is room', () => {
    isFull = true;
    wxMemory.remember('cart', ['rice']);
    isFull = false;
    wxMemory.remember('cart', ['soup']);
    expect(wxMemory.recall('cart')).toEqual(['soup']);
    expect([...kept.values()]).toEqual(['["soup"]']);
  });

  test('is nothing where it cannot be read', () => {
    kept.set('carillon.cart', '{');
    expect(wxMemory.recall('cart')).toBeUndefined();
  });
});
