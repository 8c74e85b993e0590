import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What WeChat is told of orders that are paid in the mini program: their progress, and that the goods were handed over. */
export const miniProgram: Migration = {
  async up(db) {
    await sql`
      create table progress_card (
        id bigint generated always as identity primary key,
        shop_id bigint not null references shop (id),
        order_id bigint not null unique references shop_order (id),
        -- WeChat's number of the payment: the card's notify_code.
        transaction_id text not null unique,
        -- Under the mini program's appid.
        openid text not null,
        kind text not null check (kind in ('delivery', 'collection')),
        amount_fen integer not null,
        paid_at timestamptz not null,
        -- What it is to show: the order as it stands.
        content jsonb not null,
        -- Counts the changes of what it is to show; and the one that is shown, once WeChat took it.
        wanted integer not null default 1,
        shown integer not null default 0,
        -- Told by subscribe messages once the person, or WeChat, refuses the card.
        channel text not null default 'card' check (channel in ('card', 'message')),
        asked_at timestamptz not null,
        attempts integer not null default 0,
        -- Null: nothing is to be told.
        next_attempt_at timestamptz,
        -- When the newest change was taken, or given up.
        ended_at timestamptz,
        error text
      )`.execute(db);
    await sql`
      create index progress_card_due on progress_card (next_attempt_at) where next_attempt_at is not null`.execute(
      db,
    );
    await sql`
      create table shipping_upload (
        id bigint generated always as identity primary key,
        shop_id bigint not null references shop (id),
        order_id bigint not null unique references shop_order (id),
        transaction_id text not null unique,
        openid text not null,
        logistics text not null check (logistics in ('delivery', 'virtual', 'pickup')),
        description text not null,
        asked_at timestamptz not null,
        state text not null default 'waiting' check (state in ('waiting', 'uploaded', 'failed')),
        attempts integer not null default 0,
        next_attempt_at timestamptz not null,
        ended_at timestamptz,
        error text,
        -- Told by WeChat: when the money is free.
        settled_at timestamptz,
        check ((state = 'waiting') = (ended_at is null))
      )`.execute(db);
    await sql`
      create index shipping_upload_due on shipping_upload (next_attempt_at) where state = 'waiting'`.execute(
      db,
    );
    await sql`
      create index shipping_upload_failed on shipping_upload (id) where state = 'failed'`.execute(db);
  },
};
