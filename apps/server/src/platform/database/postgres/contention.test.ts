import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPostgres } from '../../../testing/postgres.ts';
import type { PostgresServer } from '../../../testing/postgres.ts';
import type { Database, Tx } from '../../database.ts';
import { openPostgres } from './open-postgres.ts';

vi.setConfig({ testTimeout: 20_000 });

const BUSY = { code: 'database_busy', status: 503, retryAfterSeconds: 2 };

describe('a PostgreSQL in which others are in the way', () => {
  let server: PostgresServer;
  let database: Database;
  const onConnectionError = vi.fn<(error: Error) => void>();
  beforeAll(async () => {
    server = await startPostgres();
    await server.execute('postgres', `alter database postgres set deadlock_timeout = '20ms'`);
    database = openPostgres({ url: server.url('postgres'), onConnectionError });
    await sql`create table seat (name text primary key, taken int not null default 0)`.execute(database.db);
  }, 30_000);
  beforeEach(async () => {
    await sql`delete from seat`.execute(database.db);
    await sql`insert into seat (name) values ('a'), ('b')`.execute(database.db);
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  const take = async (tx: Tx, name: string) =>
    sql`update seat set taken = taken + 1 where name = ${name}`.execute(tx);

  async function taken() {
    const { rows } = await sql<{ taken: number }>`select taken from seat order by name`.execute(database.db);
    return rows.map((row) => row.taken);
  }

  /** Takes two seats; the second one not before `other` holds it. */
  async function takeBoth(names: [string, string], { mine, others }: { mine: Gate; others: Gate }) {
    let tries = 0;
    await database.transaction(async (tx) => {
      tries += 1;
      await take(tx, names[0]);
      mine.resolve(undefined);
      await others.promise;
      await take(tx, names[1]);
    });
    return tries;
  }
  type Gate = PromiseWithResolvers<undefined>;

  it('does the work once more that was undone by a deadlock', async () => {
    const [left, right]: [Gate, Gate] = [Promise.withResolvers(), Promise.withResolvers()];
    const tries = await Promise.all([
      takeBoth(['a', 'b'], { mine: left, others: right }),
      takeBoth(['b', 'a'], { mine: right, others: left }),
    ]);
    expect(tries.toSorted()).toEqual([1, 2]);
    expect(await taken()).toEqual([2, 2]);
  });

  it('is busy when the same happens again', async () => {
    const work = vi.fn(async (tx: Tx) => {
      await take(tx, 'a');
      await sql`do $$ begin raise exception using errcode = 'deadlock_detected'; end $$`.execute(tx);
    });
    await expect(database.transaction(work)).rejects.toMatchObject(BUSY);
    expect(work).toHaveBeenCalledTimes(2);
    expect(await taken()).toEqual([0, 0]);
  });

  it.each([
    ['a lock is not to be had in time', `set local lock_timeout = '20ms'`],
    ['a statement takes too long', `set local statement_timeout = '20ms'`],
  ])('is busy when %s', async (_title, limit) => {
    const isHeld = Promise.withResolvers<undefined>();
    const mayEnd = Promise.withResolvers<undefined>();
    const elsewhere = database.transaction(async (tx) => {
      await take(tx, 'a');
      isHeld.resolve(undefined);
      await mayEnd.promise;
    });
    await isHeld.promise;
    const waiting = database.transaction(async (tx) => {
      await sql.raw(limit).execute(tx);
      await sql`select from seat for update`.execute(tx);
    });
    await expect(waiting).rejects.toMatchObject(BUSY);
    mayEnd.resolve(undefined);
    await elsewhere;
  });

  // Nobody listened to a connection in use: that it broke ended the process.
  it('is unavailable when it goes away in the middle of a statement', async () => {
    const lost = database.transaction(async (tx) =>
      sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx),
    );
    await expect(lost).rejects.toMatchObject({ code: 'database_unavailable', retryAfterSeconds: 5 });
    expect(onConnectionError).toHaveBeenCalled();
  });

  it('lets the mistakes of a statement out as they are', async () => {
    const again = sql`insert into seat (name) values ('a')`.execute(database.db);
    await expect(again).rejects.toMatchObject({ code: '23505' });
  });
});
