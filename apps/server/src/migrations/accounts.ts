import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Staff, where they work, and how they are logged in. Tokens and states are kept as hashes only. */
export const accounts: Migration = {
  async up(db) {
    await sql`
      create table staff (
        id bigint generated always as identity primary key,
        username text not null unique check (length(username) between 1 and 64),
        name text not null,
        password_hash text not null
      )`.execute(db);
    await sql`
      create table staff_role (
        staff_id bigint not null references staff (id),
        shop_id bigint not null references shop (id),
        role text not null check (role in ('owner', 'manager', 'clerk')),
        primary key (staff_id, shop_id)
      )`.execute(db);
    // An openid means something only together with the app it was given to.
    await sql`
      create table staff_openid (
        appid text not null,
        openid text not null,
        staff_id bigint not null references staff (id),
        unionid text,
        primary key (appid, openid)
      )`.execute(db);
    await sql`
      create table staff_session (
        token_hash text primary key check (length(token_hash) = 64),
        staff_id bigint not null references staff (id),
        started_at timestamptz not null,
        expires_at timestamptz not null
      )`.execute(db);
    await sql`create index staff_session_expires_at on staff_session (expires_at)`.execute(db);
    await sql`
      create table login_state (
        state_hash text primary key check (length(state_hash) = 64),
        browser_hash text not null check (length(browser_hash) = 64),
        return_path text not null,
        expires_at timestamptz not null
      )`.execute(db);
    await sql`create index login_state_expires_at on login_state (expires_at)`.execute(db);
  },
};
