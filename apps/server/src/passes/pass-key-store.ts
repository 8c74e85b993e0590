import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Database, Executor, Tx } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { PassKey } from './pass-key.ts';
import { PASS_KEY_LIFETIME_MS } from './pass-key.ts';
import type { PassTables } from './pass-tables.ts';

/** A number that no other advisory lock of ours has. */
const PASS_KEY_LOCK = 7_301_016;
const SECRET_BYTES = 32;
/** A key's id is one byte of each code. */
const KEY_IDS = 256;

const tables = tablesOf<PassTables>;

/** The key that signs now; undefined when there is none yet, or it is as old as a key may get. */
async function findSigningKey(executor: Executor, now: Date): Promise<PassKey | undefined> {
  const row = await tables(executor)
    .selectFrom('pass_key')
    .select(['id', 'secret'])
    .where('retired_at', 'is', null)
    .where('created_at', '>', new Date(now.getTime() - PASS_KEY_LIFETIME_MS))
    .executeTakeFirst();
  return row?.secret ? { id: row.id, secret: row.secret } : undefined;
}

/**
 * The key that signs now, made if there is none. However many nodes ask at once, one makes it and all are given it.
 */
export async function signingKey(database: Database, now: Date): Promise<PassKey> {
  const found = await findSigningKey(database.db, now);
  if (found !== undefined) return found;
  return database.transaction(async (tx) => {
    await lockKeys(tx);
    return (await findSigningKey(tx, now)) ?? (await makeKey(tx, now));
  });
}

/**
 * Makes another key at once. What the last one signed stays good to its end, ten minutes at most.
 * @param forgetOld after a leak: nothing that older keys signed is good any more, and every code on a screen is refused
 * @returns its id
 */
export async function rotateKeys(
  database: Database,
  { now, forgetOld }: { now: Date; forgetOld: boolean },
): Promise<number> {
  return database.transaction(async (tx) => {
    await lockKeys(tx);
    const { id } = await makeKey(tx, now);
    if (forgetOld) {
      await tables(tx).updateTable('pass_key').set({ secret: null }).where('id', '!=', id).execute();
    }
    return id;
  });
}

/** Deletes the secrets of keys that were retired before a moment. Returns how many. */
export async function forgetSecrets(executor: Executor, retiredBefore: Date): Promise<number> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('pass_key')
    .set({ secret: null })
    .where('secret', 'is not', null)
    .where('retired_at', '<', retiredBefore)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

async function lockKeys(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${PASS_KEY_LOCK})`.execute(tx);
}

/** Retires the key that signs, and makes the next. Ids go round; one whose secret is still good is never used again. */
async function makeKey(tx: Tx, now: Date): Promise<PassKey> {
  const retired = await tables(tx)
    .updateTable('pass_key')
    .set({ retired_at: now })
    .where('retired_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  const key = { id: ((retired?.id ?? 0) + 1) % KEY_IDS, secret: randomBytes(SECRET_BYTES) };
  const made = { secret: key.secret, created_at: now, retired_at: null };
  const { numInsertedOrUpdatedRows } = await tables(tx)
    .insertInto('pass_key')
    .values({ id: key.id, ...made })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(made).where('pass_key.secret', 'is', null))
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) throw new Error(`pass key ${key.id} is still in use`);
  return key;
}
