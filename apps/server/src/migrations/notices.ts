import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What shops announce: a row per change, the newest of a shop counts. And what devices staff are logged in on. */
export const notices: Migration = {
  async up(db) {
    await sql`
      create table notice_change (
        id bigint generated always as identity primary key,
        shop_id bigint not null references shop (id),
        -- A change that is sent twice is one.
        idempotency_key text not null,
        -- null: it was taken down.
        text text check (length(text) between 1 and 200),
        until_at timestamptz check (until_at is null or text is not null),
        staff_id bigint not null references staff (id),
        by_name text not null,
        changed_at timestamptz not null,
        unique (shop_id, idempotency_key)
      )`.execute(db);
    await sql`create index notice_change_newest on notice_change (shop_id, id)`.execute(db);
    await sql`alter table staff_session add column device text not null default ''`.execute(db);
  },
};
