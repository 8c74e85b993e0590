import { expect, test, vi } from 'vitest';
import { createShortMemory } from './short-memory.ts';

function open({ maxKeys = 10 } = {}) {
  let nowMs = 0;
  let count = 0;
  const memory = createShortMemory<string, number>({ keepMs: 1_000, maxKeys, nowMs: () => nowMs });
  const read = vi.fn(() => Promise.resolve((count += 1)));
  return { memory, read, pass: (ms: number) => (nowMs += ms) };
}

test('is asked once for all who ask at once, and for those who ask a moment later', async () => {
  const { memory, read, pass } = open();
  expect(await Promise.all([memory.recall('a', read), memory.recall('a', read)])).toEqual([1, 1]);
  pass(999);
  expect(await memory.recall('a', read)).toBe(1);
  expect(await memory.recall('b', read)).toBe(2);
  pass(1);
  expect(await memory.recall('a', read)).toBe(3);
});

test('is read anew for whoever must know, and for all after that', async () => {
  const { memory, read } = open();
  await memory.recall('a', read);
  expect(await memory.renew('a', read)).toBe(2);
  expect(await memory.recall('a', read)).toBe(2);
});

test('remembers no failure', async () => {
  const { memory, read } = open();
  await expect(memory.recall('a', () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
  expect(await memory.recall('a', read)).toBe(1);
});

test('keeps only so many', async () => {
  const { memory, read } = open({ maxKeys: 2 });
  for (const key of ['a', 'b', 'c']) await memory.recall(key, read);
  expect(await memory.recall('b', read)).toBe(2);
  expect(await memory.recall('a', read)).toBe(4);
});
