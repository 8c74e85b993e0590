import type { Memory } from '../lib/memory.ts';

/** Makes a memory that lasts as long as the test. */
export function createFakeMemory(values: Record<string, string> = {}): Memory {
  const kept = new Map(Object.entries(values));
  return { read: (key) => kept.get(key), write: (key, value) => void kept.set(key, value) };
}
