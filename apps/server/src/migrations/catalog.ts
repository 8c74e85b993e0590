import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Shops, what they sell, and where their guests sit. Prices are integer fen. */
export const catalog: Migration = {
  async up(db) {
    await sql`
      create table shop (
        id bigint generated always as identity primary key,
        name text not null,
        phone text not null,
        address text not null
      )`.execute(db);
    await sql`
      create table category (
        id bigint generated always as identity primary key,
        shop_id bigint not null references shop (id),
        name text not null,
        sort_order integer not null
      )`.execute(db);
    await sql`create index category_shop on category (shop_id, sort_order)`.execute(db);
    await sql`
      create table product (
        id bigint generated always as identity primary key,
        shop_id bigint not null references shop (id),
        category_id bigint not null references category (id),
        name text not null,
        description text not null,
        picture_path text not null,
        price_fen bigint not null check (price_fen >= 0),
        -- null: unlimited. The check is the last wall against overselling.
        stock integer check (stock >= 0),
        on_shelf boolean not null,
        sort_order integer not null
      )`.execute(db);
    await sql`create index product_shop on product (shop_id, category_id, sort_order)`.execute(db);
    await sql`
      create table shop_table (
        code text primary key check (length(code) between 8 and 32),
        shop_id bigint not null references shop (id),
        name text not null,
        sort_order integer not null
      )`.execute(db);
    await sql`create index shop_table_shop on shop_table (shop_id, sort_order)`.execute(db);
  },
};
