import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Messages of the service account: asked for in the transaction of what they tell of, sent later, their fate told later still. */
export const wechatMessages: Migration = {
  async up(db) {
    await sql`
      create table wechat_message (
        id bigint generated always as identity primary key,
        shop_id bigint not null references shop (id),
        -- null: it is about the shop.
        order_id bigint references shop_order (id),
        kind text not null check (kind in ('order_status', 'order_waiting', 'shop_deaf')),
        -- Under the service account's appid.
        openid text not null,
        -- Whom staff read it went to; null: the buyer.
        to_name text,
        -- json, not jsonb: the fields stay in their order.
        data json not null,
        url text,
        asked_at timestamptz not null,
        state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
        -- Also who has it: only the node of the newest attempt writes down how it went.
        attempts integer not null default 0,
        -- Of a waiting one: when it is tried, or tried again should the node that tries it die.
        next_attempt_at timestamptz not null,
        -- WeChat's number of it.
        msg_id text unique,
        ended_at timestamptz,
        error text,
        check ((state = 'sent') = (msg_id is not null)),
        check ((state = 'waiting') = (ended_at is null))
      )`.execute(db);
    await sql`
      create index wechat_message_due on wechat_message (next_attempt_at) where state = 'waiting'`.execute(
      db,
    );
    await sql`create index wechat_message_order on wechat_message (order_id)`.execute(db);
    // WeChat may tell a fate before its answer to the sending is written down: the two meet when they are read.
    await sql`
      create table wechat_message_fate (
        msg_id text primary key,
        fate text not null check (fate in ('delivered', 'user_blocked', 'system_failed')),
        told_at timestamptz not null
      )`.execute(db);
    await sql`create index wechat_message_fate_told on wechat_message_fate (told_at)`.execute(db);
  },
};
