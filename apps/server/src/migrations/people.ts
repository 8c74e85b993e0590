import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Staff who come in through WeChat alone, invitations, what staff did; buyers with accounts; shops that close. */
export const people: Migration = {
  async up(db) {
    // Who was invited through WeChat has neither, until they choose both.
    await sql`
      alter table staff
        alter column username drop not null,
        alter column password_hash drop not null,
        add check ((username is null) = (password_hash is null))`.execute(db);
    await sql`alter table staff_role add column disabled_at timestamptz`.execute(db);
    await sql`create index staff_openid_staff on staff_openid (staff_id)`.execute(db);
    await sql`create index staff_openid_unionid on staff_openid (unionid) where unionid is not null`.execute(
      db,
    );
    await sql`
      create table staff_invitation (
        id bigint generated always as identity primary key,
        token_hash text not null unique check (length(token_hash) = 64),
        -- Either to a shop's staff, or of a WeChat account to an account.
        shop_id bigint references shop (id),
        role text check (role in ('owner', 'manager', 'clerk')),
        staff_id bigint references staff (id),
        name text not null,
        invited_by bigint not null references staff (id),
        created_at timestamptz not null,
        expires_at timestamptz not null,
        check ((shop_id is null) = (role is null)),
        check ((shop_id is null) <> (staff_id is null))
      )`.execute(db);
    await sql`create index staff_invitation_shop on staff_invitation (shop_id, id)`.execute(db);
    await sql`create index staff_invitation_staff on staff_invitation (staff_id)`.execute(db);

    // States of every kind of login: what for, by which of WeChat's apps, and about whom.
    await sql`
      alter table login_state
        add column purpose text not null default 'log_in',
        add column app text not null default 'open',
        add column subject text`.execute(db);

    await sql`
      create table audit_entry (
        id bigint generated always as identity primary key,
        shop_id bigint not null references shop (id),
        at timestamptz not null,
        staff_id bigint not null references staff (id),
        -- As they were called then.
        staff_name text not null,
        action text not null,
        subject_kind text,
        subject_id text,
        detail json not null,
        check ((subject_kind is null) = (subject_id is null))
      )`.execute(db);
    await sql`create index audit_entry_shop on audit_entry (shop_id, id)`.execute(db);
    await sql`create index audit_entry_subject on audit_entry (shop_id, subject_kind, subject_id, id)`.execute(
      db,
    );

    await sql`
      create table buyer_identity (
        appid text not null,
        openid text not null,
        buyer_id text not null check (length(buyer_id) = 64),
        unionid text,
        created_at timestamptz not null,
        primary key (appid, openid),
        -- A person is known to an app by one openid.
        unique (buyer_id, appid)
      )`.execute(db);
    await sql`
      create index buyer_identity_unionid on buyer_identity (unionid) where unionid is not null`.execute(db);
    await sql`
      create table buyer_joined (
        anonymous_id text primary key check (length(anonymous_id) = 64),
        buyer_id text not null check (length(buyer_id) = 64),
        joined_at timestamptz not null
      )`.execute(db);

    await sql`
      alter table trade
        -- Who is to pay it inside WeChat, which a repeated request must not change; null: whoever scans.
        add column payer_appid text,
        add column payer_openid text,
        add check ((payer_appid is null) = (payer_openid is null))`.execute(db);

    await sql`
      alter table shop
        add column is_open boolean not null default true,
        add column answer_limit_minutes integer not null default 10
          check (answer_limit_minutes between 3 and 120)`.execute(db);
  },
};
