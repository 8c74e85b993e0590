import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Lets the orders of a shop be walked from the newest to the oldest, without those that nobody paid. */
export const orderSearch: Migration = {
  async up(db) {
    await sql`
      create index shop_order_paid on shop_order (shop_id, id) where paid_at is not null`.execute(db);
    await sql`
      create index shop_order_never_paid on shop_order (shop_id, id) where paid_at is null`.execute(db);
    // A table by its name, and days: the index of daily numbers begins with the shop and the day.
    await sql`
      create index shop_order_table on shop_order (shop_id, table_name, id)
      where table_name is not null`.execute(db);
  },
};
