import { startRedis } from '@carillon/scripts/services';
import { sql } from 'kysely';
import { beforeEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { createLogger } from '../platform/logging.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openOffice } from '../testing/test-office.ts';
import { checkBooks } from './check-books.ts';
import { checkDatabase } from './check-database.ts';
import { checkNodes } from './check-nodes.ts';
import { checkOpenMatters } from './check-open-matters.ts';
import { checkRedis } from './check-redis.ts';
import { examine } from './doctor.ts';

describe.each(testDatabases())('the doctor finds, on %s,', (_name, open) => {
  let database: Database;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
  });

  test('whether the database has every migration', async () => {
    expect(await checkDatabase(database)).toMatchObject({ state: 'ok' });
    const { rows } = await sql<{ name: string; timestamp: string }>`
      delete from kysely_migration where name = '0008-money' returning name, timestamp`.execute(database.db);
    const found = await checkDatabase(database);
    for (const { name, timestamp } of rows) {
      await sql`insert into kysely_migration (name, timestamp) values (${name}, ${timestamp})`.execute(
        database.db,
      );
    }
    expect(found).toMatchObject({ state: 'fail', detail: expect.stringContaining('0008-money') as string });
  });

  test('whether every fen is where it should be', async () => {
    const office = await openOffice(database, '2026-11-21T04:00:00.000Z');
    onTestFinished(async () => office.app.close());
    await office.orderPaid(2);
    expect(await checkBooks(database)).toMatchObject([{ name: 'books', state: 'ok' }]);
    await sql`update money_posting set amount_fen = amount_fen - 1`.execute(database.db);
    expect((await checkBooks(database)).map(({ state }) => state)).toContain('fail');
  });

  test('whether several nodes know of each other', async () => {
    expect(await checkNodes(database, false)).toMatchObject({ name: 'nodes', state: 'ok' });
    if (database.kind === 'pglite') return;
    const stop = await database.listen('one', () => undefined);
    const isThere = Promise.withResolvers<undefined>();
    const mayEnd = Promise.withResolvers<undefined>();
    const another = database.transaction(async (tx) => {
      await sql`listen two`.execute(tx);
      isThere.resolve(undefined);
      await mayEnd.promise;
    });
    await isThere.promise;
    const detail = expect.stringContaining('2 on this database') as string;
    expect(await checkNodes(database, false)).toMatchObject({ state: 'warn', detail });
    expect(await checkNodes(database, true)).toMatchObject({ state: 'ok', detail });
    mayEnd.resolve(undefined);
    await another;
    await stop();
  });

  test('what waits for somebody', async () => {
    const office = await openOffice(database, '2026-11-21T04:00:00.000Z');
    onTestFinished(async () => office.app.close());
    expect((await checkOpenMatters(database.db, new Date())).map(({ state }) => state)).toEqual([
      ...['ok', 'ok', 'ok', 'ok'],
    ]);
    const { order } = await office.orderPaid(2);
    await office
      .manager()
      .post(
        `/api/staff/orders/${order.id}/refunds`,
        { amountFen: 100, reason: '少了一份' },
        { 'idempotency-key': 'r' },
      );
    await sql`update refund set state = 'abnormal'`.execute(database.db);
    const detail = '1 could not be given back by WeChat';
    const found = await checkOpenMatters(database.db, new Date());
    expect(found.filter(({ state }) => state === 'warn')).toMatchObject([{ name: 'refunds', detail }]);
  });
});

test('Redis is looked for where there is one', async () => {
  expect(await checkRedis(undefined)).toMatchObject({ state: 'none' });
  const redis = await startRedis();
  expect(await checkRedis({ url: redis.url, prefix: '' })).toMatchObject({ state: 'ok' });
  await redis.remove();
  expect(await checkRedis({ url: redis.url, prefix: '' })).toMatchObject({ state: 'fail' });
});

test('a database that does not answer hides nothing else', async () => {
  const config = readConfig({
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    CARILLON_DATA: '/nowhere',
  });
  const logger = createLogger({ level: 'silent' });
  const findings = await examine(config, { clock: { now: () => new Date() }, logger });
  expect(findings.map(({ name, state }) => [name, state])).toEqual([
    ['database', 'fail'],
    ['redis', 'none'],
    ['public address', 'warn'],
    ['wechat', 'warn'],
  ]);
});
