import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { tablesOf } from '../tables-of.ts';
import { MAX_LISTED } from './session-store.ts';
import type { SessionStore } from './session-store.ts';
import { SESSION_LIFETIME_MS } from './session.ts';
import type { LoginWay, Session, SessionOwner } from './session.ts';

interface SessionTables {
  login_session: {
    id: string;
    kind: SessionOwner['kind'];
    subject: string;
    way: LoginWay;
    device: string;
    started_at: Date;
    last_used_at: Date;
  };
}

const tables = tablesOf<SessionTables>;

const columns = [
  'id',
  'kind',
  'subject',
  'way',
  'device',
  'started_at as startedAt',
  'last_used_at as lastUsedAt',
] as const;

/** Keeps sessions in the database, where they outlive a restart. */
export function createSqlSessionStore(executor: Executor): SessionStore {
  /** One parameter however many they are: PostgreSQL takes 65 535. */
  const isOneOf = (ids: readonly string[]) => sql<boolean>`id = any(${ids}::text[])`;

  return {
    async insert({ startedAt, lastUsedAt, ...session }) {
      await tables(executor)
        .deleteFrom('login_session')
        .where('last_used_at', '<=', lastEnded(lastUsedAt))
        .execute();
      await tables(executor)
        .insertInto('login_session')
        .values({ ...session, started_at: startedAt, last_used_at: lastUsedAt })
        .execute();
    },
    async read(ids, now): Promise<Session[]> {
      if (ids.length === 0) return [];
      return tables(executor)
        .selectFrom('login_session')
        .select(columns)
        .where(isOneOf(ids))
        .where('last_used_at', '>', lastEnded(now))
        .execute();
    },
    async touch(ids, now) {
      if (ids.length === 0) return [];
      const rows = await tables(executor)
        .updateTable('login_session')
        .set({ last_used_at: now })
        .where(isOneOf(ids))
        .where('last_used_at', '>', lastEnded(now))
        .returning('id')
        .execute();
      return rows.map(({ id }) => id);
    },
    async remove(ids, now): Promise<Session[]> {
      if (ids.length === 0) return [];
      return tables(executor)
        .deleteFrom('login_session')
        .where(isOneOf(ids))
        .where('last_used_at', '>', lastEnded(now))
        .returning(columns)
        .execute();
    },
    async list({ kind, subject }, now): Promise<Session[]> {
      return tables(executor)
        .selectFrom('login_session')
        .select(columns)
        .where('kind', '=', kind)
        .where('subject', '=', subject)
        .where('last_used_at', '>', lastEnded(now))
        .orderBy('last_used_at', 'desc')
        .orderBy('id')
        .limit(MAX_LISTED)
        .execute();
    },
  };
}

/** Whoever was last used then, or before, has ended by now. */
function lastEnded(now: Date): Date {
  return new Date(now.getTime() - SESSION_LIFETIME_MS);
}
