import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Prepaid visits: what is sold, what is held, the ledger of every visit, and how codes are told from forgeries. */
export const passes: Migration = {
  async up(db) {
    await sql`
      alter table shop_order
        drop constraint shop_order_fulfilment_check,
        add constraint shop_order_fulfilment_check
          check (fulfilment in ('table', 'pickup', 'delivery', 'pass')),
        -- The pass that it brought, once it is paid; the passes domain has the pass itself.
        add column pass_id bigint unique check (pass_id is null or fulfilment = 'pass')`.execute(db);
    // The line of a pass is of no product.
    await sql`alter table order_line alter column product_id drop not null`.execute(db);
    await sellPasses(db);
    await holdPasses(db);
    await showPasses(db);
    await sql`
      create table pass_entry (
        id bigint generated always as identity primary key,
        pass_id bigint not null references pass (id),
        what text not null check (
          what in ('bought', 'issued', 'visit', 'undone', 'refunded', 'frozen', 'unfrozen', 'claimed')),
        -- Double entry: visits go from one account to the other. shop: not sold. held: left to its holder. used: taken.
        -- returned: paid back. Both null: nothing goes anywhere.
        debit text,
        credit text,
        visits integer not null check (visits >= 0),
        left_after integer not null check (left_after >= 0),
        visit_id bigint references pass_visit (id),
        at timestamptz not null,
        by_name text not null,
        note text not null default '',
        check ((visits = 0) = (debit is null)),
        check (coalesce(debit || ' to ' || credit, '') = case
          when what in ('bought', 'issued') then 'shop to held'
          when what = 'visit' then 'held to used'
          when what = 'undone' then 'used to held'
          when what = 'refunded' then 'held to returned'
          else '' end),
        check ((what in ('visit', 'undone')) = (visit_id is not null))
      )`.execute(db);
    await sql`create index pass_entry_pass on pass_entry (pass_id, id)`.execute(db);
    // A pass comes into the world once, is given back once, and a visit is taken once and undone once.
    await sql`create unique index pass_entry_begun on pass_entry (pass_id) where what in ('bought', 'issued')`.execute(
      db,
    );
    await sql`create unique index pass_entry_refunded on pass_entry (pass_id) where what = 'refunded'`.execute(
      db,
    );
    await sql`create unique index pass_entry_visit on pass_entry (visit_id, what) where visit_id is not null`.execute(
      db,
    );
  },
};

async function sellPasses(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pass_kind (
      id bigint generated always as identity primary key,
      shop_id bigint not null references shop (id),
      name text not null,
      terms text not null,
      visits integer not null check (visits > 0),
      price_fen bigint not null check (price_fen > 0),
      -- null: for ever.
      valid_days integer check (valid_days > 0),
      refundable boolean not null,
      max_per_buyer integer check (max_per_buyer > 0),
      on_sale boolean not null,
      version integer not null default 1
    )`.execute(db);
  await sql`create index pass_kind_shop on pass_kind (shop_id, id)`.execute(db);
  // What an order brings once it is paid: copied, for the kind may change before.
  await sql`
    create table pass_purchase (
      order_id bigint primary key references shop_order (id),
      shop_id bigint not null references shop (id),
      kind_id bigint not null references pass_kind (id),
      name text not null,
      terms text not null,
      visits integer not null check (visits > 0),
      price_fen bigint not null check (price_fen > 0),
      valid_days integer check (valid_days > 0),
      refundable boolean not null
    )`.execute(db);
}

async function holdPasses(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pass (
      id bigint generated always as identity primary key,
      shop_id bigint not null references shop (id),
      kind_id bigint not null references pass_kind (id),
      -- null: nobody has taken it yet.
      buyer_id text,
      -- By which it was bought; null when the shop gave it.
      order_id bigint unique references shop_order (id),
      name text not null,
      terms text not null,
      visits integer not null check (visits > 0),
      left_visits integer not null check (left_visits between 0 and visits),
      price_fen bigint not null check (price_fen >= 0),
      refundable boolean not null,
      issued_at timestamptz not null,
      expires_at timestamptz,
      frozen_at timestamptz,
      frozen_reason text,
      refunded_at timestamptz,
      -- Of the token by which it may be taken, and until when.
      claim_hash text unique,
      claimable_until timestamptz,
      -- What staff wrote when they issued it, and who did.
      note text not null default '',
      issued_by text,
      check ((order_id is null) = (price_fen = 0)),
      check ((order_id is null) = (claim_hash is not null)),
      check ((claim_hash is null) = (claimable_until is null)),
      check ((claim_hash is null) = (issued_by is null)),
      check (buyer_id is not null or claim_hash is not null),
      check ((frozen_at is null) = (frozen_reason is null)),
      -- What is given back is not visited any more.
      check (refunded_at is null or left_visits = 0)
    )`.execute(db);
  await sql`create index pass_shop on pass (shop_id, id)`.execute(db);
  await sql`create index pass_buyer on pass (buyer_id, id)`.execute(db);
}

async function showPasses(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pass_key (
      -- One byte of each code.
      id smallint primary key check (id between 0 and 255),
      -- null: nothing that it signed is good any more, and nobody can sign by it.
      secret bytea check (length(secret) = 32),
      created_at timestamptz not null,
      -- When another took its place; what it signed before is good to its end.
      retired_at timestamptz,
      check (secret is not null or retired_at is not null)
    )`.execute(db);
  // Of nodes that make the next key at one time, one does.
  await sql`create unique index pass_key_newest on pass_key ((true)) where retired_at is null`.execute(db);
  await sql`
    create table pass_showing (
      id bigint generated always as identity primary key,
      pass_id bigint not null references pass (id),
      buyer_id text not null,
      shop_id bigint not null references shop (id),
      key_id smallint not null references pass_key (id),
      started_at timestamptz not null,
      ends_at timestamptz not null check (ends_at > started_at)
    )`.execute(db);
  await sql`create index pass_showing_pass on pass_showing (pass_id, id)`.execute(db);
  await sql`create index pass_showing_end on pass_showing (ends_at)`.execute(db);
  await sql`
    create table pass_visit (
      id bigint generated always as identity primary key,
      -- The last wall: one showing is good for one visit, whichever of its codes are scanned, and however often.
      showing_id bigint not null unique references pass_showing (id),
      pass_id bigint not null references pass (id),
      shop_id bigint not null references shop (id),
      at timestamptz not null,
      by_id bigint not null,
      by_name text not null,
      left_after integer not null check (left_after >= 0),
      undone_at timestamptz,
      undone_by text,
      undone_reason text,
      check ((undone_at is null) = (undone_by is null)),
      check ((undone_at is null) = (undone_reason is null))
    )`.execute(db);
  await sql`create index pass_visit_shop on pass_visit (shop_id, at, id)`.execute(db);
  await sql`create index pass_visit_pass on pass_visit (pass_id, id)`.execute(db);
  // What the last scan of a showing came to.
  await sql`
    create table pass_scan (
      showing_id bigint primary key references pass_showing (id),
      outcome text not null,
      at timestamptz not null,
      left_visits integer not null check (left_visits >= 0),
      visit_id bigint references pass_visit (id)
    )`.execute(db);
}
