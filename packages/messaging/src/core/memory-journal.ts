import { randomUUID } from 'node:crypto';
import type { Journal, JournalEntry, JournalPage } from './journal.ts';
import { encodePayload } from './payload.ts';

export interface MemoryJournal extends Journal {
  /** Appends one event and answers its number. A string is stored as UTF-8, other values as JSON. */
  append(destination: string, payload: unknown): number;
  /** Forgets the entries of a destination up to a number. */
  trim(destination: string, upTo: number): void;
}

export interface MemoryJournalOptions {
  /** Entries kept per destination; the oldest go first. */
  maxEntries?: number;
}

interface Sequence {
  entries: JournalEntry[];
  newestSeq: number;
}

/** A journal in this process's memory: for tests, demos, and events that may die with the process. */
export function createMemoryJournal({ maxEntries = 10_000 }: MemoryJournalOptions = {}): MemoryJournal {
  const epoch = randomUUID();
  const sequences = new Map<string, Sequence>();
  const listeners = new Set<(destination: string) => void>();

  function append(destination: string, payload: unknown): number {
    const sequence = sequences.get(destination) ?? { entries: [], newestSeq: 0 };
    sequences.set(destination, sequence);
    const { bytes, contentType } = encodePayload(payload);
    sequence.newestSeq += 1;
    sequence.entries.push({ seq: sequence.newestSeq, payload: bytes, contentType });
    // Trimmed by halves: moving the array for every entry would make appending quadratic.
    if (sequence.entries.length >= maxEntries * 2) sequence.entries.splice(0, maxEntries);
    for (const listener of listeners) listener(destination);
    return sequence.newestSeq;
  }

  function read(destination: string, after: number, limit: number): Promise<JournalPage> {
    const { entries, newestSeq } = sequences.get(destination) ?? { entries: [], newestSeq: 0 };
    const kept = entries.length > maxEntries ? entries.length - maxEntries : 0;
    const oldestSeq = newestSeq - entries.length + kept + 1;
    const from = Math.max(after + 1 - oldestSeq, 0) + kept;
    return Promise.resolve({ entries: entries.slice(from, from + limit), oldestSeq, newestSeq, epoch });
  }

  function trim(destination: string, upTo: number): void {
    const sequence = sequences.get(destination);
    if (sequence) sequence.entries = sequence.entries.filter((entry) => entry.seq > upTo);
  }

  function onAppend(listener: (destination: string) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  return { append, read, trim, onAppend };
}
