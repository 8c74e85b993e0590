import { describe, expect, test } from 'vitest';
import { peerOf, put } from './entry.ts';
import type { Entry } from './entry.ts';

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  id,
  from: 'ann',
  text: 'hi',
  at: 1,
  state: 'said',
  ...more,
});

describe('entries', () => {
  test('show what comes twice once', () => {
    const entries = put(put([], entry('1')), entry('1', { text: 'again' }));
    expect(entries).toEqual([entry('1')]);
  });

  test('take the server’s word for what waited', () => {
    const waiting = [entry('1', { state: 'waiting' }), entry('2')];
    expect(put(waiting, entry('1', { state: 'unheard' }))).toEqual([
      entry('2'),
      entry('1', { state: 'unheard' }),
    ]);
  });

  test('forget the oldest beyond their limit, but never what waits', () => {
    let entries = [entry('waits', { state: 'waiting' })];
    for (let n = 0; n < 400; n += 1) entries = put(entries, entry(String(n)));
    expect(entries.length).toBeLessThanOrEqual(301);
    expect(entries[0]?.id).toBe('waits');
    expect(entries.at(-1)?.id).toBe('399');
  });
});

test('a conversation is named after the other one, whoever spoke', () => {
  expect(peerOf(entry('1', { from: 'ann', to: 'bob' }), 'ann')).toBe('bob');
  expect(peerOf(entry('1', { from: 'ann', to: 'bob' }), 'bob')).toBe('ann');
  expect(peerOf(entry('1'), 'bob')).toBeUndefined();
});
