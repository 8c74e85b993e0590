import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { testDatabases } from '../../testing/databases.ts';
import type { Database } from '../database.ts';

vi.setConfig({ testTimeout: 20_000 });

describe.each(testDatabases())('a database on %s', (_name, open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    await sql`create table thing (id bigint generated always as identity, name text)`.execute(database.db);
  }, 120_000);
  beforeEach(() => sql`truncate thing restart identity`.execute(database.db));

  async function names() {
    const { rows } = await sql<{ name: string }>`select name from thing order by id`.execute(database.db);
    return rows.map(({ name }) => name);
  }

  describe('in a transaction', () => {
    it('commits when the work is done and gives its result', async () => {
      const result = await database.transaction(async (tx) => {
        await sql`insert into thing (name) values ('a')`.execute(tx);
        return 7;
      });
      expect(result).toBe(7);
      expect(await names()).toEqual(['a']);
    });

    it('rolls back when the work throws, and lets the error out as it is', async () => {
      const error = new Error('no');
      const failed = database.transaction(async (tx) => {
        await sql`insert into thing (name) values ('a')`.execute(tx);
        throw error;
      });
      await expect(failed).rejects.toBe(error);
      expect(await names()).toEqual([]);
    });

    it('refuses loudly to be asked for a second connection', async () => {
      const asked = database.transaction(() => sql`select 1`.execute(database.db));
      await expect(asked).rejects.toMatchObject({ code: 'nested_connection' });
      expect(await names()).toEqual([]);
    });

    it('refuses loudly to be asked for a second transaction', async () => {
      const asked = database.transaction(() => database.transaction(() => Promise.resolve()));
      await expect(asked).rejects.toMatchObject({ code: 'nested_connection' });
    });

    it('lets work that it left behind use the database afterwards', async () => {
      const ended = Promise.withResolvers<undefined>();
      let later: Promise<unknown> = Promise.resolve();
      await database.transaction(async () => {
        await setImmediate();
        later = ended.promise.then(() => sql`select 1`.execute(database.db));
      });
      ended.resolve(undefined);
      await expect(later).resolves.toBeDefined();
    });

    it('reads committed rows: it sees what others commit meanwhile', async () => {
      const { rows } = await database.transaction((tx) =>
        sql`select current_setting('transaction_isolation') as level`.execute(tx),
      );
      expect(rows).toEqual([{ level: 'read committed' }]);
    });
  });

  it('gives SQL values as the JS values that the house agreed on', async () => {
    const { rows } = await sql`
      select 9007199254740991::bigint as big, array[1, null, 3]::bigint[] as bigs, date '2026-11-21' as day,
             1.10::numeric as number, '{"a":[1]}'::json as document,
             timestamptz '2026-11-21 08:00:00.123+08' as instant`.execute(database.db);
    expect(rows).toEqual([
      {
        big: 9007199254740991,
        bigs: [1, null, 3],
        day: '2026-11-21',
        number: '1.10',
        document: { a: [1] },
        instant: new Date('2026-11-21T00:00:00.123Z'),
      },
    ]);
  });

  it('throws for a bigint that no JS number can hold', async () => {
    await expect(sql`select 9007199254740993::bigint`.execute(database.db)).rejects.toThrow(
      /out of JS range/,
    );
  });

  it('hears notifications after their commit, until it stops listening', async () => {
    const heard = vi.fn<(payload: string) => void>();
    const stop = await database.listen('news', heard);
    await database.transaction(async (tx) => {
      await sql`select pg_notify('news', 'from a transaction')`.execute(tx);
      await setImmediate();
      expect(heard).not.toHaveBeenCalled();
    });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith('from a transaction'));
    await stop();
    await sql`select pg_notify('news', 'nobody listens')`.execute(database.db);
    const alsoHeard = vi.fn<(payload: string) => void>();
    const stopAlso = await database.listen('news', alsoHeard);
    await sql`select pg_notify('news', 'last')`.execute(database.db);
    await vi.waitFor(() => expect(alsoHeard).toHaveBeenCalledExactlyOnceWith('last'));
    expect(heard).toHaveBeenCalledOnce();
    await stopAlso();
  });

  it('takes plain identifiers only for channels', async () => {
    await expect(database.listen('news; drop table thing', vi.fn())).rejects.toThrow(/not a channel name/);
  });

  it('may be closed twice, and answers nothing afterwards', async () => {
    const another = await open();
    await another.close();
    await another.close();
    await expect(sql`select 1`.execute(another.db)).rejects.toThrow();
  });
});
