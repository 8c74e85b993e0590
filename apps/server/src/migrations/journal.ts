import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The journal: per destination a counter, and the numbered events. */
export const journal: Migration = {
  async up(db) {
    await sql`
      create table journal_destination (
        id bigint generated always as identity primary key,
        name text not null unique check (length(name) between 1 and 255),
        newest_seq bigint not null check (newest_seq > 0)
      )`.execute(db);
    await sql`
      create table journal_entry (
        destination_id bigint not null references journal_destination (id),
        seq bigint not null,
        -- json, not jsonb: the text is delivered as it was written.
        payload json not null,
        appended_at timestamptz not null,
        primary key (destination_id, seq)
      )`.execute(db);
    await sql`create index journal_entry_appended_at on journal_entry (appended_at)`.execute(db);
  },
};
