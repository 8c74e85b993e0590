import fs from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeDataFolder } from '../../../testing/prepared-embedded.ts';
import { createLogger } from '../../logging.ts';
import { createHousekeeping } from './housekeeping.ts';
import { openEmbedded } from './open-embedded.ts';
import type { EmbeddedDatabase } from './open-embedded.ts';

describe('housekeeping', () => {
  let folder: string;
  let database: EmbeddedDatabase;
  beforeAll(async () => {
    folder = await makeDataFolder();
    database = await openEmbedded({
      dataFolder: folder,
      logger: createLogger({ level: 'silent' }),
      onFailure: vi.fn(),
    });
    await sql`create table thing (text text)`.execute(database.db);
  }, 120_000);
  afterAll(async () => {
    await database.close();
    fs.rmSync(folder, { recursive: true });
  });

  async function walBytesSinceCheckpoint(): Promise<number> {
    const { rows } = await sql<{ bytes: number }>`
      select (pg_current_wal_lsn() - redo_lsn)::bigint as bytes from pg_control_checkpoint()`.execute(
      database.db,
    );
    return rows[0]?.bytes ?? NaN;
  }

  async function deadRows(): Promise<number> {
    const { rows } = await sql<{ pages: number }>`
      select pg_relation_size('thing')::int / 8192 as pages`.execute(database.db);
    return rows[0]?.pages ?? NaN;
  }

  const write = () =>
    sql`insert into thing select repeat(md5(n::text), 20) from generate_series(1, 3000) n`.execute(
      database.db,
    );

  it('writes a checkpoint once the log has grown beyond its bound, and not before', async () => {
    const { run } = createHousekeeping(database.db, { maxWalBytes: 1024 * 1024, vacuumEveryWalBytes: 1e12 });
    await run();
    await write();
    const grown = await walBytesSinceCheckpoint();
    expect(grown).toBeGreaterThan(1024 * 1024);
    await run();
    expect(await walBytesSinceCheckpoint()).toBeLessThan(grown / 10);
    const after = await walBytesSinceCheckpoint();
    await run();
    expect(await walBytesSinceCheckpoint()).toBeGreaterThanOrEqual(after);
  });

  it('clears dead rows away once enough was written', async () => {
    const { run } = createHousekeeping(database.db, { maxWalBytes: 1e12, vacuumEveryWalBytes: 1024 * 1024 });
    await run();
    await write();
    await sql`delete from thing`.execute(database.db);
    expect(await deadRows()).toBeGreaterThan(0);
    await run();
    expect(await deadRows()).toBe(0);
  });
});
