import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { emptyTables, testDatabases } from '../../testing/databases.ts';
import type { Database } from '../database.ts';
import { appendToJournal } from './append-journal.ts';
import { createSqlJournal } from './sql-journal.ts';
import { trimJournal } from './trim-journal.ts';

const SHOP = '/topic/shops/7/orders';
const WAIT = { timeout: 10_000 };
vi.setConfig({ testTimeout: 20_000 });

describe.each(testDatabases())('the SQL journal on %s', (_name, open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  }, 30_000);
  afterEach(() => emptyTables(database));

  function append(destination: string, payload: unknown): Promise<number> {
    return database.transaction((tx) => appendToJournal(tx, destination, payload));
  }

  async function read(after = 0, limit = 100) {
    const page = await createSqlJournal(database).read(SHOP, after, limit);
    return {
      ...page,
      entries: page.entries.map(({ seq, payload }) => [seq, Buffer.from(payload).toString()]),
    };
  }

  it('numbers each destination from 1', async () => {
    expect(await append(SHOP, 'a')).toBe(1);
    expect(await append(SHOP, 'b')).toBe(2);
    expect(await append('/topic/orders/1', 'c')).toBe(1);
  });

  it('reads what comes after a number, in order, up to the limit', async () => {
    for (const n of [1, 2, 3, 4]) await append(SHOP, { n });
    expect(await read(1, 2)).toEqual({
      entries: [
        [2, '{"n":2}'],
        [3, '{"n":3}'],
      ],
      oldestSeq: 1,
      newestSeq: 4,
    });
  });

  it('gives payloads as JSON text, as written', async () => {
    await append(SHOP, { text: '一份 "宫保鸡丁" 😀', n: 1.5, none: null });
    const { entries } = await createSqlJournal(database).read(SHOP, 0, 1);
    expect(entries[0]?.contentType).toBe('application/json');
    expect(Buffer.from(entries[0]?.payload ?? []).toString()).toBe(
      '{"text":"一份 \\"宫保鸡丁\\" 😀","n":1.5,"none":null}',
    );
  });

  it('says that nothing was ever written', async () => {
    expect(await read()).toEqual({ entries: [], oldestSeq: 1, newestSeq: 0 });
  });

  it('gives no entries beyond the newest', async () => {
    await append(SHOP, 'a');
    expect(await read(1)).toEqual({ entries: [], oldestSeq: 1, newestSeq: 1 });
    expect(await read(99)).toEqual({ entries: [], oldestSeq: 1, newestSeq: 1 });
  });

  it('takes the number back when the transaction fails', async () => {
    await append(SHOP, 'a');
    await expect(
      database.transaction(async (tx) => {
        await appendToJournal(tx, SHOP, 'lost');
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await append(SHOP, 'b')).toBe(2);
    expect((await read()).entries).toEqual([
      [1, '"a"'],
      [2, '"b"'],
    ]);
  });

  it('leaves no hole and no repeat when many append at once and some fail', async () => {
    const attempts = Array.from({ length: 60 }, (_, n) =>
      database.transaction(async (tx) => {
        const seq = await appendToJournal(tx, SHOP, { n });
        if (n % 4 === 0) throw new Error('no');
        return seq;
      }),
    );
    const seqs = (await Promise.allSettled(attempts))
      .flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []))
      .sort((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
    expect((await read()).entries.map(([seq]) => seq)).toEqual(seqs);
  });

  it('gives the next number only when the transaction of the last has ended', async () => {
    const appended = Promise.withResolvers<undefined>();
    const mayCommit = Promise.withResolvers<undefined>();
    const order: string[] = [];
    const first = database
      .transaction(async (tx) => {
        await appendToJournal(tx, SHOP, 'first');
        appended.resolve(undefined);
        await mayCommit.promise;
        order.push('first commits');
      })
      .then(() => undefined);
    await appended.promise;
    const second = append(SHOP, 'second').then((seq) => order.push(`second is ${seq}`));
    mayCommit.resolve(undefined);
    await Promise.all([first, second]);
    expect(order).toEqual(['first commits', 'second is 2']);
  });

  it('wakes its listeners after the commit, by name of the destination', async () => {
    const woken = vi.fn<(destination: string) => void>();
    const onWakeUp = vi.fn<(seconds: number) => void>();
    const journal = createSqlJournal(database, { onWakeUp });
    const stop = journal.onAppend(woken);
    // Listening begins in the background: append until it is heard.
    await vi.waitFor(async () => {
      await append(SHOP, 'a');
      expect(woken).toHaveBeenCalledWith(SHOP);
    }, WAIT);
    expect(onWakeUp.mock.calls[0]?.[0]).toBeLessThan(5);
    stop();
  });

  it('wakes nobody for a transaction that fails', async () => {
    const woken = vi.fn<(destination: string) => void>();
    const journal = createSqlJournal(database);
    const stop = journal.onAppend(woken);
    await vi.waitFor(async () => {
      await append('/topic/orders/1', 'ready');
      expect(woken).toHaveBeenCalled();
    }, WAIT);
    await database
      .transaction(async (tx) => {
        await appendToJournal(tx, SHOP, 'lost');
        throw new Error('no');
      })
      .catch(() => undefined);
    await append('/topic/orders/2', 'after');
    await vi.waitFor(() => expect(woken).toHaveBeenCalledWith('/topic/orders/2'), WAIT);
    expect(woken).not.toHaveBeenCalledWith(SHOP);
    stop();
  });

  it('calls a listener no more once it has stopped', async () => {
    const [first, second] = [vi.fn<(destination: string) => void>(), vi.fn<(destination: string) => void>()];
    const journal = createSqlJournal(database);
    const stopFirst = journal.onAppend(first);
    const stopSecond = journal.onAppend(second);
    stopFirst();
    await vi.waitFor(async () => {
      await append(SHOP, 'a');
      expect(second).toHaveBeenCalled();
    }, WAIT);
    expect(first).not.toHaveBeenCalled();
    stopSecond();
  });

  it('tells how much was read', async () => {
    const onRead = vi.fn<(entryCount: number) => void>();
    await append(SHOP, 'a');
    await createSqlJournal(database, { onRead }).read(SHOP, 0, 10);
    expect(onRead).toHaveBeenCalledExactlyOnceWith(1);
  });

  describe('trimming', () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

    it('forgets what is older than the days to keep, and counts on', async () => {
      for (const n of [1, 2, 3]) await append(SHOP, n);
      expect(await trimJournal(database, { now: inDays(8) })).toBe(3);
      expect(await read()).toEqual({ entries: [], oldestSeq: 4, newestSeq: 3 });
      expect(await append(SHOP, 4)).toBe(4);
      expect(await read()).toEqual({ entries: [[4, '4']], oldestSeq: 4, newestSeq: 4 });
    });

    it('keeps what is younger', async () => {
      await append(SHOP, 1);
      expect(await trimJournal(database, { now: inDays(6) })).toBe(0);
      expect((await read()).oldestSeq).toBe(1);
    });

    it('works in batches until nothing old is left', async () => {
      for (const n of [1, 2, 3, 4, 5]) await append(SHOP, n);
      expect(await trimJournal(database, { now: inDays(8), batchEntries: 2 })).toBe(5);
    });
  });
});
