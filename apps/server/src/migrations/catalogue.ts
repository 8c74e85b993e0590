import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What staff change of a menu: options, pictures of their own, and which version of a product they saw. */
export const catalogue: Migration = {
  async up(db) {
    await sql`
      create table picture (
        -- The hash of what is large: a picture that is uploaded twice is kept once.
        id text primary key check (id ~ '^[0-9a-f]{64}$'),
        small bytea not null,
        large bytea not null,
        width integer not null check (width > 0),
        height integer not null check (height > 0),
        uploaded_at timestamptz not null
      )`.execute(db);
    await sql`create index picture_uploaded on picture (uploaded_at)`.execute(db);
    await sql`
      alter table product
        add column picture_id text references picture (id),
        add column option_groups json not null default '[]',
        add column version integer not null default 1`.execute(db);
    await sql`
      create index product_picture on product (picture_id) where picture_id is not null`.execute(db);
    // Of groups and choices alike. An id is never used again, so that no old cart asks for a new choice.
    await sql`create sequence product_option_id`.execute(db);
    await sql`alter table order_line add column choices json not null default '[]'`.execute(db);
  },
};
