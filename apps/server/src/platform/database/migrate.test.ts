import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { testDatabases } from '../../testing/databases.ts';
import { migrate } from './migrate.ts';

const making = (table: string): Migration => ({
  up: async (db) => {
    await sql.raw(`create table ${table} (id int)`).execute(db);
  },
});

describe.each(testDatabases())('migrating on %s', (_name, open) => {
  it('runs each migration once, in order', { timeout: 120_000 }, async () => {
    const database = await open();
    const first = { ...migrations, '9001-one': making('one') };
    expect(await migrate(database, first)).toEqual(['9001-one']);
    expect(await migrate(database, first)).toEqual([]);
    expect(await migrate(database, { ...first, '9002-two': making('two') })).toEqual(['9002-two']);
  });

  it('leaves the database as it was when one fails, and names it', { timeout: 120_000 }, async () => {
    const database = await open();
    const failing = { ...migrations, '9001-one': making('one'), '9002-again': making('one') };
    await expect(migrate(database, failing)).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('9002-again') as string,
    });
    expect(await migrate(database, { ...migrations, '9001-one': making('one') })).toEqual(['9001-one']);
  });

  it('lets nodes that start together wait for each other', { timeout: 120_000 }, async () => {
    const database = await open();
    const first = { ...migrations, '9001-one': making('one') };
    const ran = await Promise.all([migrate(database, first), migrate(database, first)]);
    expect(ran.flat()).toEqual(['9001-one']);
  });
});
