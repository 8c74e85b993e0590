import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Sessions of staff and of buyers in one table. It is used where there is no Redis. */
export const sessions: Migration = {
  async up(db) {
    await sql`
      create table login_session (
        id text primary key check (length(id) = 64),
        kind text not null check (kind in ('staff', 'buyer')),
        subject text not null,
        way text not null check (way in ('password', 'wechat_qr', 'h5', 'mini_program')),
        device text not null,
        started_at timestamptz not null,
        last_used_at timestamptz not null
      )`.execute(db);
    await sql`create index login_session_owner on login_session (kind, subject)`.execute(db);
    await sql`create index login_session_last_used_at on login_session (last_used_at)`.execute(db);
    // Consoles that are open stay logged in. How they came in was not written down then; it is gone with them.
    await sql`
      insert into login_session (id, kind, subject, way, device, started_at, last_used_at)
      select token_hash, 'staff', staff_id::text, 'password', device, started_at, expires_at - interval '2 hours'
      from staff_session`.execute(db);
    await sql`drop table staff_session`.execute(db);
  },
};
