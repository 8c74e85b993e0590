import type { Memory } from '../memory.ts';

/** A phone's memory for one test; what it keeps went through JSON, as it would on a phone. */
export function createFakeMemory(): Memory {
  const kept = new Map<string, string>();
  return {
    recall(name) {
      const text = kept.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    remember: (name, value) => void kept.set(name, JSON.stringify(value)),
    forget: (name) => void kept.delete(name),
  };
}
