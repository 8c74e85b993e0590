import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPostgres } from '../../../testing/postgres.ts';
import type { PostgresServer } from '../../../testing/postgres.ts';
import { openPostgres } from './open-postgres.ts';

vi.setConfig({ testTimeout: 20_000 });

describe('listening on PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 30_000);
  afterAll(() => server.stop());

  it('goes on after its connection was cut', async () => {
    const onConnectionError = vi.fn<(error: Error) => void>();
    const database = openPostgres({ url: server.url('postgres'), onConnectionError });
    const heard = vi.fn<(payload: string) => void>();
    await database.listen('news', heard);
    await server.execute(
      'postgres',
      `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%'`,
    );
    await vi.waitFor(() => expect(onConnectionError).toHaveBeenCalled(), { timeout: 10_000 });
    await vi.waitFor(
      async () => {
        await sql`select pg_notify('news', 'again')`.execute(database.db);
        expect(heard).toHaveBeenCalledWith('again');
      },
      { timeout: 10_000 },
    );
    await database.close();
  });
});

describe('a PostgreSQL that is not there', () => {
  it('is database_unavailable', async () => {
    const database = openPostgres({ url: 'postgres://postgres@127.0.0.1:1/postgres' });
    await expect(sql`select 1`.execute(database.db)).rejects.toMatchObject({ code: 'database_unavailable' });
    await database.close();
  });
});
