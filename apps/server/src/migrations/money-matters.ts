import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What of the money waits for somebody, what an order took of the stock, and the indexes that both are found by. */
export const moneyMatters: Migration = {
  async up(db) {
    await sql`
      alter table order_line
        -- Whether this line took of the stock, and gave it back since. What was ordered before this column was is as
        -- if it had taken: it is given back to what is limited then.
        add column stock text not null default 'taken' check (stock in ('unlimited', 'taken', 'given_back'))`.execute(
      db,
    );
    await sql`
      update order_line set stock = 'given_back'
      from shop_order where shop_order.id = order_id and status = 'cancelled'`.execute(db);

    await sql`
      alter table trade
        -- Until then one node asks WeChat for its code: whoever asks later makes the code before it worthless.
        add column code_leased_until timestamptz`.execute(db);

    await sql`
      alter table bill_comparison
        -- Differences that were found and not written down, because nobody would look through so many.
        add column left_out integer not null default 0 check (left_out >= 0)`.execute(db);
    await sql`
      alter table bill_difference
        -- A later comparison did not find it any more, so it settled itself.
        add column settled_itself boolean not null default false`.execute(db);
    await sql`
      update bill_difference set settled_itself = true, settled_by = null, settled_note = null
      where settled_by = 'carillon' and settled_note = ''`.execute(db);

    // WeChat's word that our books cannot hold: each is one until somebody has looked into it.
    await sql`
      create table money_matter (
        id bigint generated always as identity primary key,
        shop_id bigint not null references shop (id),
        order_id bigint not null references shop_order (id),
        subject text not null check (subject in ('payment', 'refund')),
        -- The out-trade-no or the out-refund-no.
        number text not null,
        -- The code of the error that refused it, and what was found wrong.
        code text not null,
        detail json,
        times integer not null default 1 check (times > 0),
        first_at timestamptz not null,
        newest_at timestamptz not null,
        settled_at timestamptz,
        settled_by text,
        settled_note text,
        unique (subject, number, code),
        check ((settled_at is null) = (settled_by is null))
      )`.execute(db);
    await sql`create index money_matter_open on money_matter (shop_id) where settled_at is null`.execute(db);
    await sql`create index money_matter_shop on money_matter (shop_id, id)`.execute(db);

    // A day's bill, and a day's report.
    await sql`create index trade_paid_at on trade (paid_at) where state = 'paid'`.execute(db);
    await sql`
      create index refund_settled_at on refund (settled_at) where state in ('succeeded', 'by_hand')`.execute(
      db,
    );
    // What waits for somebody is little, among much that does not.
    await sql`
      create index refund_failed on refund (trade_id)
      where state in ('abnormal', 'closed') or (state = 'asking' and refused)
        or (state = 'by_hand' and newest_error is not null)`.execute(db);
    await sql`
      create index bill_difference_open on bill_difference (bill_date) where settled_at is null`.execute(db);
  },
};
