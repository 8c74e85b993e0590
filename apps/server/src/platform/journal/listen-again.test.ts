import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '../database.ts';
import { LISTEN_RETRY_MS, createSqlJournal } from './sql-journal.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A database whose first attempts to listen fail. */
function listeningAfter(failures: number) {
  let notify: ((payload: string) => void) | undefined;
  let attempts = 0;
  const listen: Database['listen'] = (_channel, onPayload) => {
    attempts += 1;
    if (attempts <= failures) return Promise.reject(new Error('no connection'));
    notify = onPayload;
    return Promise.resolve(() => Promise.resolve());
  };
  return {
    database: { listen } as Partial<Database> as Database,
    attempts: () => attempts,
    notify: (payload: string) => notify?.(payload),
  };
}

// A node whose database was away while it started used to live on polls alone, for ever.
test('a node that could not listen at first is woken once it can', async () => {
  const { database, notify } = listeningAfter(2);
  const woken: string[] = [];
  createSqlJournal(database).onAppend((destination) => woken.push(destination));

  await vi.advanceTimersByTimeAsync(2 * LISTEN_RETRY_MS);
  notify(`${Date.now()} /topic/shops/1/orders`);
  expect(woken).toEqual(['/topic/shops/1/orders']);
});

test('nobody listens again when nobody wants to hear', async () => {
  const { database, attempts } = listeningAfter(Infinity);
  const stop = createSqlJournal(database).onAppend(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  stop();
  await vi.advanceTimersByTimeAsync(5 * LISTEN_RETRY_MS);
  expect(attempts()).toBe(1);
});
