import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { giveTo } from '../testing/pass-screen.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTestShop } from '../testing/test-shop.ts';
import { insertKind } from './kind-store.ts';
import { rotateKeys } from './pass-key-store.ts';
import { pruneShowings } from './prune-showings.ts';
import { showPass } from './show-pass.ts';
import { findShowing } from './showing-store.ts';
import { takeVisit } from './take-visit.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe.each(testDatabases())('pruning showings, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let passId: number;
  const buyerId = 'b1';

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    const { shopId } = await openTestShop(database, 'prune');
    const terms = { name: '洗车卡', terms: '', visits: 10, priceFen: 100, validDays: null };
    const kind = { ...terms, refundable: true, maxPerBuyer: null, onSale: true };
    const { id: kindId } = await database.transaction(async (tx) => insertKind(tx, shopId, kind));
    passId = await giveTo(context, { shopId, kindId, buyerId });
  });

  const show = async () => showPass(context, { passId, buyerId });

  test('forgets, in batches, those that took no visit, a day after their end', async () => {
    for (let n = 0; n < 5; n += 1) await show();
    const { id, shopId } = await show();
    await database.transaction(async (tx) => {
      const showing = await findShowing(tx, id);
      if (showing === undefined) throw new Error('not shown');
      const now = context.clock.now();
      await takeVisit(tx, { showing, step: 0, shopId, staff: { id: 1, name: '小王' }, now });
    });
    context.advance(DAY_MS);
    expect(await pruneShowings(context)).toMatchObject({ showings: 0 });
    context.advance(11 * MINUTE_MS);
    expect(await pruneShowings(context, { batchRows: 2 })).toMatchObject({ showings: 5 });
    const { rows } = await sql<{ id: number }>`select id from pass_showing`.execute(database.db);
    expect(rows).toEqual([{ id }]);
  });

  // The next key had the number of the one after that which a node had made whose clock was ahead. That one was in use,
  // and no key could be made, not even after a leak.
  test('makes the next key whatever the clock says of the last one', async () => {
    const rotate = async (aheadMs: number, forgetOld = false) =>
      rotateKeys(database, { now: new Date(context.clock.now().getTime() + aheadMs), forgetOld });
    const first = await rotate(0);
    const next = [await rotate(DAY_MS), await rotate(0), await rotate(0), await rotate(MINUTE_MS, true)];
    expect(next).toEqual([first + 1, first + 2, first + 3, first + 4]);
  });

  test('forgets the secret of a key once all that it signed has ended', async () => {
    const { id, keyId } = await show();
    await rotateKeys(database, { now: context.clock.now(), forgetOld: false });
    context.advance(10 * MINUTE_MS);
    expect(await pruneShowings(context)).toMatchObject({ secrets: 0 });
    context.advance(MINUTE_MS);
    expect(await pruneShowings(context)).toMatchObject({ secrets: 1 });
    expect(await findShowing(database.db, id)).toMatchObject({ keyId, secret: null });
  });

  test('signs by another key when the newest is 30 days old', async () => {
    const { keyId } = await show();
    context.advance(30 * DAY_MS - 1);
    expect(await show()).toMatchObject({ keyId });
    context.advance(1);
    expect(await show()).toMatchObject({ keyId: keyId + 1 });
  });
});
