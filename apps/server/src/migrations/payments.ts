import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Trades, the notifications that were believed, and those that were not. */
export const payments: Migration = {
  async up(db) {
    await sql`
      create table trade (
        id bigint generated always as identity primary key,
        order_id bigint not null references shop_order (id),
        attempt integer not null check (attempt > 0),
        out_trade_no text not null unique,
        state text not null check (state in ('opening', 'open', 'paid', 'closed')),
        -- What WeChat was asked for, word for word: a repeated request must not differ from the first.
        amount_fen bigint not null check (amount_fen > 0),
        description text not null,
        notify_url text not null,
        expires_at timestamptz not null,
        code_url text,
        transaction_id text unique,
        paid_at timestamptz,
        -- When to ask WeChat, should no notification come.
        next_query_at timestamptz not null,
        unique (order_id, attempt),
        check ((state = 'paid') = (transaction_id is not null))
      )`.execute(db);
    await sql`
      create unique index trade_one_open on trade (order_id) where state in ('opening', 'open')`.execute(db);
    await sql`create index trade_waiting on trade (next_query_at) where state in ('opening', 'open')`.execute(
      db,
    );
    await sql`
      create table payment_notification (
        notification_id text primary key,
        transaction_id text not null unique,
        out_trade_no text not null,
        received_at timestamptz not null
      )`.execute(db);
    await sql`
      create table refused_notification (
        id bigint generated always as identity primary key,
        reason text not null,
        body_hash text not null,
        -- The beginning of what was received, enough to see whose it is.
        body text not null,
        headers json not null,
        detail json,
        times integer not null,
        first_at timestamptz not null,
        newest_at timestamptz not null,
        unique (reason, body_hash)
      )`.execute(db);
  },
};
