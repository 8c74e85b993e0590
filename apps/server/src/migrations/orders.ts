import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Orders with what they were at the moment of ordering: names and prices are copies. */
export const orders: Migration = {
  async up(db) {
    await sql`
      create table shop_order (
        id bigint generated always as identity primary key,
        shop_id bigint not null references shop (id),
        buyer_id text not null,
        shop_day date not null,
        number integer not null check (number > 0),
        table_name text,
        status text not null check (status in ('pending_payment', 'paid', 'accepted', 'completed')),
        total_fen bigint not null check (total_fen >= 0),
        remark text not null,
        placed_at timestamptz not null,
        paid_at timestamptz,
        unique (shop_id, shop_day, number)
      )`.execute(db);
    await sql`create index shop_order_board on shop_order (shop_id, status, id)`.execute(db);
    await sql`create index shop_order_buyer on shop_order (buyer_id, id)`.execute(db);
    await sql`
      create table order_line (
        order_id bigint not null references shop_order (id),
        position integer not null,
        product_id bigint not null,
        name text not null,
        quantity integer not null check (quantity > 0),
        unit_price_fen bigint not null check (unit_price_fen >= 0),
        primary key (order_id, position)
      )`.execute(db);
    await sql`
      create table order_timeline (
        order_id bigint not null references shop_order (id),
        status text not null,
        at timestamptz not null,
        by_name text not null,
        -- A status is reached once: the last wall against a second acceptance or payment.
        primary key (order_id, status)
      )`.execute(db);
    await sql`
      create table order_count (
        shop_id bigint not null references shop (id),
        shop_day date not null,
        newest_number integer not null,
        primary key (shop_id, shop_day)
      )`.execute(db);
    await sql`
      create table order_request (
        buyer_id text not null,
        idempotency_key text not null,
        request_hash text not null,
        order_id bigint references shop_order (id),
        primary key (buyer_id, idempotency_key)
      )`.execute(db);
  },
};
