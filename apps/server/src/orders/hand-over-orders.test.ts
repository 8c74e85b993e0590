import { sql } from 'kysely';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Database, Tx } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { BUYER, openTill } from '../testing/test-till.ts';
import { handOverOrders } from './hand-over-orders.ts';
import { lockOrder } from './lock-order.ts';

const [, postgres] = testDatabases();

// The embedded database has one connection: nobody could be in the way.
describe('handing over orders', () => {
  let database: Database;
  beforeAll(async () => {
    if (postgres === undefined) throw new Error('there is no database to test on');
    const [, open] = postgres;
    database = await open();
  });

  async function isSomebodyWaiting(): Promise<void> {
    const { rows } = await sql`
      select from pg_locks join pg_stat_activity using (pid)
      where not granted and datname = current_database()`.execute(database.db);
    expect(rows).not.toEqual([]);
  }

  test('waits for whoever locks several in the order of their ids, and holds none of them meanwhile', async () => {
    const till = await openTill(database);
    const [first, second] = [await till.place(), await till.place()];
    // It is now behind the other in the table, for what was changed is in an index.
    await sql`update shop_order set expires_at = now() where id = ${first}`.execute(database.db);
    const holdsFirst = Promise.withResolvers<undefined>();
    const takesSecond = Promise.withResolvers<undefined>();
    const round = vi.fn(async (tx: Tx) => {
      await lockOrder(tx, first);
      holdsFirst.resolve(undefined);
      await takesSecond.promise;
      await lockOrder(tx, second);
    });
    const handOver = vi.fn(async (tx: Tx) => {
      // So it is found with many orders.
      await sql`set local enable_indexscan = off`.execute(tx);
      return handOverOrders(tx, { from: BUYER, to: 'account' });
    });
    const roundEnd = database.transaction(round);
    await holdsFirst.promise;
    const handedOver = database.transaction(handOver);
    await vi.waitFor(isSomebodyWaiting, { timeout: 4_000 });
    takesSecond.resolve(undefined);
    await roundEnd;
    expect((await handedOver).toSorted()).toEqual([first, second].toSorted());
    // A deadlock would have one of them done once more.
    expect([round.mock.calls.length, handOver.mock.calls.length]).toEqual([1, 1]);
  });
});
