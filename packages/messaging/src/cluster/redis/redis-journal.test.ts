import { journalSuite } from '@carillon/conformance';
import { startRedis } from '@carillon/scripts/services';
import { createClient } from 'redis';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { TestClient } from '../../testing/test-client.ts';
import { startServer } from '../../testing/test-server.ts';
import { redisJournal } from './redis-journal.ts';
import type { RedisJournalOptions } from './redis-journal.ts';

const redis = await startRedis();
afterAll(() => redis.remove());

let prefixes = 0;

function open(options: RedisJournalOptions = {}) {
  prefixes += 1;
  const journal = redisJournal({ url: redis.url, prefix: `test-${prefixes}:`, ...options });
  onTestFinished(() => journal.close());
  return journal;
}

journalSuite('Redis Streams', () => {
  const journal = open();
  return {
    journal,
    append: journal.append.bind(journal),
    trim: journal.trim.bind(journal),
    close: () => undefined,
  };
});

describe('a journal on Redis', () => {
  test('keeps about as many entries as it is told, and always the newest', async () => {
    const journal = open({ maxEntries: 50 });
    for (let n = 1; n <= 500; n += 1) await journal.append('/topic/a', { n });
    const { entries, oldestSeq, newestSeq } = await journal.read('/topic/a', 0, 1_000);
    expect(newestSeq).toBe(500);
    expect(entries.length).toBe(newestSeq - oldestSeq + 1);
    expect(entries.length).toBeGreaterThanOrEqual(50);
    expect(entries.length).toBeLessThan(250);
    expect(entries[0]?.seq).toBe(oldestSeq);
  });

  test('keeps bytes as they are, and says what they are', async () => {
    const journal = open();
    await journal.append('/topic/a', Uint8Array.from([0, 255, 10, 13]));
    await journal.append('/topic/a', '文');
    const { entries } = await journal.read('/topic/a', 0, 2);
    expect(entries.map(({ contentType }) => contentType)).toEqual([
      'application/octet-stream',
      'text/plain;charset=utf-8',
    ]);
    expect([...(entries[0]?.payload ?? [])]).toEqual([0, 255, 10, 13]);
  });

  test('is one for all who open it, and another under another prefix', async () => {
    const writer = open({ prefix: 'shared:' });
    const reader = open({ prefix: 'shared:' });
    const stranger = open({ prefix: 'other:' });
    const woken = Promise.withResolvers<string>();
    await reader.read('/topic/a', 0, 1);
    reader.onAppend(woken.resolve);
    await writer.append('/topic/a', 'news');
    expect(await woken.promise).toBe('/topic/a');
    expect((await reader.read('/topic/a', 0, 1)).newestSeq).toBe(1);
    expect((await stranger.read('/topic/a', 0, 1)).newestSeq).toBe(0);
  });

  test('is there again after Redis was stopped, and clients miss nothing', async () => {
    const journal = open();
    const server = await startServer({
      journals: [{ pattern: '/topic/j/{id}', journal }],
      limits: { journalPollMs: 200 },
    });
    onTestFinished(() => server.stop());
    await journal.append('/topic/j/1', 'one');
    const client = await TestClient.connect(server.url);
    await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/j/1', after: '0' });
    expect(await client.bodies(1)).toEqual(['one']);
    await redis.stop();
    await expect(journal.append('/topic/j/1', 'lost')).rejects.toThrow();
    await redis.start();
    await expect
      .poll(() => journal.append('/topic/j/1', 'two').catch((error: unknown) => String(error)), {
        timeout: 10_000,
      })
      .toBe(2);
    expect(await client.bodies(1)).toEqual(['two']);
  });

  test('refuses at once while Redis is not there, and works when it comes', async () => {
    await redis.stop();
    const errors: unknown[] = [];
    const journal = open({ onError: (error) => errors.push(error) });
    await expect(journal.read('/topic/a', 0, 1)).rejects.toThrow();
    expect(errors).not.toEqual([]);
    await redis.start();
    await expect
      .poll(() => journal.read('/topic/a', 0, 1).catch((error: unknown) => String(error)), {
        timeout: 10_000,
      })
      .toEqual({ entries: [], oldestSeq: 1, newestSeq: 0 });
  });

  test('starts anew with number 1 when its data is gone, and says that it did', async () => {
    const journal = open();
    for (const n of [1, 2, 3]) await journal.append('/topic/a', { n });
    const { epoch } = await journal.read('/topic/a', 3, 1);
    expect(epoch).toMatch(/^[\da-f-]{36}$/);
    const client = createClient({ url: redis.url });
    await client.connect();
    await client.flushAll();
    client.destroy();
    expect(await journal.read('/topic/a', 3, 1)).toEqual({ entries: [], oldestSeq: 1, newestSeq: 0 });
    for (const n of [1, 2, 3, 4]) expect(await journal.append('/topic/a', { n })).toBe(n);
    const after = await journal.read('/topic/a', 3, 1);
    expect(after.newestSeq).toBe(4);
    expect(after.epoch).not.toBe(epoch);
  });
});
