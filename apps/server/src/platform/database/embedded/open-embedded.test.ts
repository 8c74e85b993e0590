import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeDataFolder } from '../../../testing/prepared-embedded.ts';
import { createLogger } from '../../logging.ts';
import { openEmbedded } from './open-embedded.ts';
import type { EmbeddedDatabase } from './open-embedded.ts';

vi.setConfig({ testTimeout: 20_000 });

const onFailure = vi.fn<(error: Error) => void>();
const logger = createLogger({ level: 'silent' });

describe('the embedded database', () => {
  let folder: string;
  let database: EmbeddedDatabase;
  beforeAll(async () => {
    folder = await makeDataFolder();
    database = await openEmbedded({ dataFolder: folder, connectionWaitLimitMs: 2_000, onFailure, logger });
    await sql`create table thing (id bigint generated always as identity, name text)`.execute(database.db);
  }, 120_000);
  afterEach(() => expect(onFailure).not.toHaveBeenCalled());
  afterAll(async () => {
    await database.close();
    fs.rmSync(folder, { recursive: true });
  });

  function insert(name: string) {
    return sql`insert into thing (name) values (${name})`.execute(database.db);
  }

  it('fsyncs every commit to the disk', async () => {
    const before = database.fsyncCount();
    for (let n = 1; n <= 20; n += 1) {
      await insert('a');
      expect(database.fsyncCount() - before).toBeGreaterThanOrEqual(n);
    }
  });

  it('does not fsync for reading', async () => {
    await sql`select count(*) from thing`.execute(database.db);
    const before = database.fsyncCount();
    for (let n = 0; n < 20; n += 1) await sql`select count(*) from thing`.execute(database.db);
    expect(database.fsyncCount()).toBe(before);
  });

  it('runs with fsync on, by the one method that Emscripten does not drop', async () => {
    const { rows } = await sql`
      select current_setting('fsync') as fsync, current_setting('wal_sync_method') as method,
             current_setting('synchronous_commit') as wait`.execute(database.db);
    expect(rows).toEqual([{ fsync: 'on', method: 'fsync', wait: 'on' }]);
  });

  it('leaves the event loop free while it works', async () => {
    const query = { done: false };
    let turns = 0;
    const work = sql`select count(*) from generate_series(1, 1500000)`.execute(database.db).then(() => {
      query.done = true;
    });
    while (!query.done) {
      await setImmediate();
      turns += 1;
    }
    await work;
    // In this thread the query would have allowed one turn or two.
    expect(turns).toBeGreaterThan(20);
  });

  it('refuses a second opening of the folder, saying who has it', async () => {
    await expect(openEmbedded({ dataFolder: folder, onFailure, logger })).rejects.toMatchObject({
      code: 'data_folder_in_use',
      message: expect.stringContaining(`process ${process.pid} on`) as string,
    });
  });

  it('keeps its lock outside the database’s own folder', () => {
    expect(fs.readdirSync(folder).sort()).toEqual(['database', 'database.lock']);
    expect(fs.existsSync(path.join(folder, 'database', 'PG_VERSION'))).toBe(true);
  });

  it('answers database_busy to those who wait too long for its one connection', async () => {
    const mayEnd = Promise.withResolvers<undefined>();
    const long = database.transaction(() => mayEnd.promise);
    await expect(insert('b')).rejects.toMatchObject({ code: 'database_busy', status: 503 });
    mayEnd.resolve(undefined);
    await long;
    await insert('c');
  });

  it('gives queries their errors with SQLSTATE and goes on', async () => {
    await expect(sql`select 1/0`.execute(database.db)).rejects.toMatchObject({ code: '22012' });
    await expect(sql`selec`.execute(database.db)).rejects.toMatchObject({ code: '42601' });
    await insert('d');
  });

  it('carries rows of a megabyte and more', async () => {
    const long = 'é漢😀'.repeat(200_000);
    const { rows } = await sql<{ text: string }>`select ${long}::text as text`.execute(database.db);
    expect(rows[0]?.text).toBe(long);
  });

  it('keeps everything over a clean close, and opens again', async () => {
    await insert('kept');
    const { rows: before } = await sql`select * from thing order by id`.execute(database.db);
    await database.close();
    expect(fs.existsSync(path.join(folder, 'database.lock'))).toBe(false);
    database = await openEmbedded({ dataFolder: folder, onFailure, logger });
    const { rows: after } = await sql`select * from thing order by id`.execute(database.db);
    expect(after).toEqual(before);
  });
});

describe('making the embedded database', () => {
  it(
    'says so, ignores what a killed attempt left, and leaves nothing half-made',
    { timeout: 120_000 },
    async () => {
      const folder = fs.mkdtempSync(path.join(fs.realpathSync('/tmp'), 'carillon-data-'));
      fs.mkdirSync(path.join(folder, 'database.creating/base'), { recursive: true });
      const info = vi.spyOn(logger, 'info');
      const database = await openEmbedded({ dataFolder: folder, onFailure, logger });
      expect(info).toHaveBeenCalledExactlyOnceWith(
        expect.stringMatching(/^creating the database; .* seconds/),
      );
      expect(fs.readdirSync(folder).sort()).toEqual(['database', 'database.lock']);
      await database.close();
      fs.rmSync(folder, { recursive: true });
    },
  );
});
