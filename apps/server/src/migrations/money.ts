import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How orders reach their guests, how they end, and where every fen of them is. */
export const money: Migration = {
  async up(db) {
    await sql`
      alter table shop
        add column pickup boolean not null default true,
        -- null: the shop brings nothing to the door.
        add column delivery_fee_fen bigint check (delivery_fee_fen >= 0),
        add column delivery_minimum_fen bigint not null default 0 check (delivery_minimum_fen >= 0),
        add column promise_minutes integer not null default 30 check (promise_minutes > 0)`.execute(db);
    await sql`
      alter table shop_order
        drop constraint shop_order_status_check,
        add constraint shop_order_status_check check (
          status in ('pending_payment', 'paid', 'accepted', 'delivering', 'ready', 'completed', 'cancelled')),
        add column fulfilment text not null default 'table'
          check (fulfilment in ('table', 'pickup', 'delivery')),
        add column contact json check ((fulfilment = 'delivery') = (contact is not null)),
        add column delivery_fee_fen bigint not null default 0 check (delivery_fee_fen >= 0),
        add column expires_at timestamptz,
        -- Not to be tried again before, by any node, to end it for not being paid.
        add column expiry_retry_at timestamptz,
        add column promised_at timestamptz,
        add column reminded_at timestamptz,
        add column cancel_reason text check (cancel_reason in ('expired', 'buyer', 'rejected', 'shop')),
        add column cancel_note text not null default '',
        -- What the buyer is shown of the refunds; the payments domain has the refunds themselves.
        add column refunds json not null default '[]',
        add check ((status = 'cancelled') = (cancel_reason is not null))`.execute(db);
    await sql`update shop_order set expires_at = placed_at + interval '15 minutes'`.execute(db);
    await sql`update shop_order set fulfilment = 'pickup' where table_name is null`.execute(db);
    await sql`alter table shop_order alter column expires_at set not null`.execute(db);
    await sql`
      create index shop_order_sales on shop_order (shop_id, paid_at) where paid_at is not null`.execute(db);
    await sql`
      create index shop_order_unpaid on shop_order (expires_at) where status = 'pending_payment'`.execute(db);

    await sql`
      create table buyer_address (
        id bigint generated always as identity primary key,
        buyer_id text not null,
        name text not null,
        phone text not null,
        address text not null,
        used_at timestamptz not null
      )`.execute(db);
    await sql`create index buyer_address_buyer on buyer_address (buyer_id, used_at)`.execute(db);

    await sql`
      alter table trade
        -- A copy: payments are looked for within a shop.
        add column shop_id bigint references shop (id),
        add column watch_token text not null default gen_random_uuid()::text,
        -- How often WeChat was asked since the last hint that something happened, and when it was last.
        add column queries integer not null default 0,
        add column queried_at timestamptz,
        -- Asked to be given back, unless WeChat said that it cannot be: the last wall against giving back too much.
        add column refunded_fen bigint not null default 0,
        -- Earlier, WeChat would not begin another refund of it.
        add column next_refund_at timestamptz,
        add check (refunded_fen between 0 and amount_fen)`.execute(db);
    await sql`
      update trade set shop_id = (select shop_id from shop_order where id = order_id)`.execute(db);
    await sql`alter table trade alter column shop_id set not null`.execute(db);
    await sql`create index trade_shop_paid on trade (shop_id, id) where state = 'paid'`.execute(db);
    await sql`
      create table refund (
        id bigint generated always as identity primary key,
        trade_id bigint not null references trade (id),
        order_id bigint not null references shop_order (id),
        out_refund_no text not null unique,
        amount_fen bigint not null check (amount_fen > 0),
        -- What it is for: the order was cancelled, staff gave something back, or money came that nobody asked for.
        cause text not null check (cause in ('cancelled', 'staff', 'late_payment', 'paid_twice')),
        -- What the buyer reads; WeChat is told the same words each time.
        reason text not null,
        notify_url text not null,
        state text not null check (
          state in ('asking', 'processing', 'succeeded', 'closed', 'abnormal', 'by_hand')),
        refund_id text unique,
        asked_by text not null,
        asked_at timestamptz not null,
        -- Of whoever asked: sent again with it, a wish is still one.
        idempotency_key text,
        settled_at timestamptz,
        -- When to ask WeChat next, to begin it or to hear what became of it.
        next_attempt_at timestamptz not null,
        -- Until then one node has WeChat give it, or one manager settles it by hand; nobody else may.
        leased_until timestamptz,
        attempts integer not null default 0,
        -- When a node last set out to have WeChat begin it: WeChat begins one of a trade's refunds a minute.
        attempted_at timestamptz,
        newest_error text,
        -- WeChat answered that it will not do it: somebody must look at it.
        refused boolean not null default false,
        -- WeChat closed that one; this one takes its place.
        replaces_id bigint unique references refund (id),
        -- How many of those were begun without anybody asking for it.
        replacements integer not null default 0,
        -- Who gave it back without WeChat, and how.
        settled_by text,
        settled_note text,
        -- The day in whose bill WeChat has it.
        billed_on date,
        unique (order_id, idempotency_key),
        check ((state = 'by_hand') = (settled_by is not null))
      )`.execute(db);
    await sql`create index refund_order on refund (order_id, id)`.execute(db);
    await sql`create index refund_trade on refund (trade_id)`.execute(db);
    await sql`
      create index refund_due on refund (next_attempt_at)
      where state in ('asking', 'processing', 'abnormal')`.execute(db);

    // Double entry: every posting takes from one account and gives to another, so they balance by their form.
    await sql`
      create table money_posting (
        id bigint generated always as identity primary key,
        kind text not null check (
          kind in ('payment', 'refund_asked', 'refund_succeeded', 'refund_closed', 'refund_by_hand')),
        trade_id bigint not null references trade (id),
        refund_id bigint references refund (id),
        -- wechat: with WeChat. orders: for orders. unclaimed: for nothing, to be given back. refunds: on its way back.
        -- hand: given back by the shop itself, which WeChat still has.
        debit text not null check (debit in ('wechat', 'orders', 'unclaimed', 'refunds')),
        credit text not null check (credit in ('wechat', 'orders', 'unclaimed', 'refunds', 'hand')),
        amount_fen bigint not null check (amount_fen > 0),
        at timestamptz not null,
        check (debit <> credit),
        check ((kind = 'payment') = (refund_id is null))
      )`.execute(db);
    // A payment is posted once, and so is each thing that becomes of a refund.
    await sql`create unique index money_posting_payment on money_posting (trade_id) where refund_id is null`.execute(
      db,
    );
    await sql`
      create unique index money_posting_refund on money_posting (refund_id, kind) where refund_id is not null`.execute(
      db,
    );
    await openBooks(db);

    await sql`
      create table bill_comparison (
        bill_date date primary key,
        state text not null check (state in ('matched', 'differs', 'not_ready', 'failed')),
        compared_at timestamptz not null,
        payments integer not null,
        payments_fen bigint not null,
        refunds integer not null,
        refunds_fen bigint not null,
        -- Why it failed.
        error text
      )`.execute(db);
    await sql`
      create table bill_difference (
        id bigint generated always as identity primary key,
        bill_date date not null references bill_comparison (bill_date),
        subject text not null check (subject in ('payment', 'refund')),
        kind text not null
          check (kind in ('missing_here', 'missing_there', 'amount_differs', 'state_differs')),
        -- The out-trade-no or the out-refund-no.
        number text not null,
        order_id bigint references shop_order (id),
        -- null: nobody knows whose it is.
        shop_id bigint references shop (id),
        ours json,
        theirs json,
        found_at timestamptz not null,
        settled_at timestamptz,
        settled_by text,
        settled_note text,
        unique (bill_date, subject, kind, number)
      )`.execute(db);
  },
};

/**
 * Posts what was paid before there were books. Of the trades of an order, the one that made it paid is for it; what
 * others brought came for nothing, and is given back as if it had come today.
 */
async function openBooks(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into money_posting (kind, trade_id, debit, credit, amount_fen, at)
    select 'payment', trade.id, 'wechat', case when row_number() over (
        partition by order_id
        order by trade.paid_at is distinct from shop_order.paid_at, trade.paid_at, trade.id
      ) = 1 then 'orders' else 'unclaimed' end, amount_fen, coalesce(trade.paid_at, trade.expires_at)
    from trade join shop_order on shop_order.id = order_id
    where trade.state = 'paid'
    order by trade.id`.execute(db);
  await sql`
    with asked as (
      insert into refund (trade_id, order_id, out_refund_no, amount_fen, cause, reason, notify_url, state, asked_by,
        asked_at, next_attempt_at)
      select trade.id, order_id, 'R' || out_trade_no || 'X' || left(replace(gen_random_uuid()::text, '-', ''), 8),
        trade.amount_fen, 'paid_twice', '订单重复支付，多付的款项原路退回', notify_url, 'asking', 'system',
        date_trunc('milliseconds', now()), now()
      from trade join money_posting on trade_id = trade.id and credit = 'unclaimed'
      order by trade.id
      returning *
    ), taken as (
      update trade set refunded_fen = asked.amount_fen, next_refund_at = asked_at + interval '1 minute'
      from asked where trade.id = trade_id
    ), shown as (
      update shop_order set refunds = told.refunds
      from (
        select order_id, json_agg(json_build_object('id', id, 'amountFen', amount_fen, 'cause', cause,
          'state', 'processing', 'reason', reason,
          'askedAt', to_char(asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'settledAt', null
        ) order by id) as refunds
        from asked group by order_id
      ) as told
      where shop_order.id = told.order_id
    )
    insert into money_posting (kind, trade_id, refund_id, debit, credit, amount_fen, at)
    select 'refund_asked', trade_id, id, 'unclaimed', 'refunds', amount_fen, asked_at from asked`.execute(db);
}
