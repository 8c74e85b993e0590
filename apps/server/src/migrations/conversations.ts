import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What buyers and staff said to each other, one conversation per order, and how far each side has read. */
export const conversations: Migration = {
  async up(db) {
    await sql`
      create table conversation (
        order_id bigint primary key references shop_order (id),
        shop_id bigint not null references shop (id),
        newest_message_id bigint,
        buyer_read_id bigint not null default 0,
        shop_read_id bigint not null default 0,
        buyer_unread integer not null default 0 check (buyer_unread >= 0),
        shop_unread integer not null default 0 check (shop_unread >= 0)
      )`.execute(db);
    await sql`create index conversation_shop on conversation (shop_id, newest_message_id)`.execute(db);
    await sql`
      create table conversation_message (
        id bigint generated always as identity primary key,
        order_id bigint not null references conversation (order_id),
        side text not null check (side in ('buyer', 'shop')),
        -- The account that wrote it; a key counts within it.
        sender text not null,
        author text,
        text text not null check (length(text) between 1 and 500),
        idempotency_key text not null,
        sent_at timestamptz not null,
        unique (order_id, sender, idempotency_key)
      )`.execute(db);
    await sql`create index conversation_message_order on conversation_message (order_id, id)`.execute(db);
  },
};
