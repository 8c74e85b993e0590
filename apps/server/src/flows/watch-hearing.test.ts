import type { RingAbility } from '@carillon/contract';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { reportAbility } from '../rings/index.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTestShop } from '../testing/test-shop.ts';
import { watchHearing } from './watch-hearing.ts';

const MINUTE_MS = 60_000;
const CAN_RING: RingAbility = { why: null, prefers: 'at_once' };

describe.each(testDatabases())('an open shop, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let shopId: number;
  /** Who was told what: owners by a message, staff on their pages. */
  let messaged: number[];
  let told: boolean[];

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    ({ shopId } = await openTestShop(database, 'hearing'));
    [messaged, told] = [[], []];
  });

  async function look(): Promise<void> {
    await watchHearing({
      context,
      messageOwners(_tx, shop) {
        messaged.push(shop.shopId);
        return Promise.resolve();
      },
      onHearing: (_shopId, deafSince) => told.push(deafSince === undefined),
    });
  }
  async function report(deviceId: string, ability: RingAbility): Promise<void> {
    await reportAbility(database.db, { shopId, deviceId, ability, now: context.clock.now() });
  }

  test('without a device that can ring is told to its owner after a minute, once, by however many nodes', async () => {
    await look();
    context.advance(MINUTE_MS - 1);
    await look();
    expect(messaged).toEqual([]);
    context.advance(1);
    await Promise.all([look(), look(), look()]);
    context.advance(10 * MINUTE_MS);
    await look();
    expect(messaged).toEqual([shopId]);
    expect(told).toEqual([false]);
  });

  test('is told when that is over', async () => {
    await look();
    context.advance(MINUTE_MS);
    await look();
    await report('a', CAN_RING);
    await Promise.all([look(), look()]);
    expect(told).toEqual([false, true]);
    expect(messaged).toEqual([shopId]);
  });

  test('hears of nothing while one of its devices can ring, also one that is spared', async () => {
    for (let minutes = 0; minutes < 3; minutes += 1) {
      await report('a', { why: 'suspended', prefers: 'at_once' });
      await report('b', { why: null, prefers: 'when_nobody_answers' });
      await look();
      context.advance(MINUTE_MS - 1);
      await look();
    }
    expect([messaged, told]).toEqual([[], []]);
  });

  test('has no device any more when the only one falls silent', async () => {
    await report('a', CAN_RING);
    await look();
    context.advance(MINUTE_MS);
    await look();
    context.advance(MINUTE_MS);
    await look();
    expect(messaged).toEqual([shopId]);
  });

  test('that closes is asked for no devices', async () => {
    await look();
    await sql`update shop set is_open = false`.execute(database.db);
    context.advance(10 * MINUTE_MS);
    await look();
    expect(messaged).toEqual([]);
  });
});
