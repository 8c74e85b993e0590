import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startEngine } from './engine-handle.ts';
import type { EngineHandle } from './engine-handle.ts';

vi.setConfig({ testTimeout: 20_000 });

const onFailure = vi.fn<(error: Error) => void>();

describe('the engine’s thread', () => {
  let engine: EngineHandle;
  beforeAll(async () => {
    engine = await startEngine({ folder: undefined, startFrom: undefined, onFailure });
  }, 120_000);
  afterAll(async () => {
    await engine.close();
    expect(onFailure).not.toHaveBeenCalled();
  });

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      stream: () => engine.openStream(),
      host: 'embedded',
      user: 'postgres',
      database: 'postgres',
      ssl: false,
    });
    await client.connect();
    return client;
  }

  it('speaks PostgreSQL’s protocol to an ordinary pg client', async () => {
    const client = await connect();
    const { rows } = await client.query('select $1::int + 1 as two', [1]);
    expect(rows).toEqual([{ two: 2 }]);
    await client.end();
  });

  it('rolls back what a lost connection had begun', async () => {
    const lost = await connect();
    await lost.query('create table thing (id int)');
    await lost.query('begin');
    await lost.query('insert into thing values (1)');
    await lost.end();
    const next = await connect();
    expect((await next.query('select * from thing')).rows).toEqual([]);
    await next.end();
  });

  it('gives the next connection none of the settings, locks and temporary tables of the last', async () => {
    const last = await connect();
    await last.query(`set statement_timeout = 12345; create temp table scratch (id int)`);
    await last.query('select pg_advisory_lock(42)');
    await last.end();
    const next = await connect();
    const { rows } = await next.query(
      `select current_setting('statement_timeout') as timeout, to_regclass('scratch') as scratch,
              (select count(*)::int from pg_locks where locktype = 'advisory') as locks`,
    );
    expect(rows).toEqual([{ timeout: '0', scratch: null, locks: 0 }]);
    await next.end();
  });

  it('keeps listening over connections', async () => {
    const last = await connect();
    await last.query('listen news');
    await last.end();
    const next = await connect();
    const heard = vi.fn<(payload: string | undefined) => void>();
    next.on('notification', ({ payload }) => heard(payload));
    await next.query(`select pg_notify('news', 'hello')`);
    expect(heard).toHaveBeenCalledExactlyOnceWith('hello');
    await next.end();
  });
});

describe('an engine that died', () => {
  it('tells so once, breaks its connection, and refuses the next', { timeout: 120_000 }, async () => {
    const failed = vi.fn<(error: Error) => void>();
    const engine = await startEngine({ folder: undefined, startFrom: undefined, onFailure: failed });
    const first = engine.openStream();
    first.connect();
    await once(first, 'connect');
    // A FATAL error ends a PostgreSQL backend, and here the backend is all there is: a startup without a user.
    first.write(Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]));
    const [broken] = (await once(first, 'error')) as [Error];
    expect(broken).toMatchObject({ code: 'embedded_database_failed' });
    const [refused] = (await once(engine.openStream(), 'error')) as [Error];
    expect(refused).toBe(broken);
    expect(failed).toHaveBeenCalledOnce();
    await engine.close();
  });
});

describe('an engine that cannot start', () => {
  it('is an error that names it', async () => {
    const starting = startEngine({ folder: undefined, startFrom: '/nowhere/dump.tar', onFailure: vi.fn() });
    await expect(starting).rejects.toMatchObject({
      code: 'embedded_database_failed',
      message: expect.stringContaining('/nowhere/dump.tar') as string,
    });
  });
});
