import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who is rung for a paid order, how insistently and until when; and which devices of a shop can ring at all. */
export const rings: Migration = {
  async up(db) {
    await sql`
      create table ring (
        order_id bigint primary key references shop_order (id),
        shop_id bigint not null references shop (id),
        -- The last step that was taken.
        step text not null default 'ring' check (step in ('ring', 'louder', 'everywhere', 'managers')),
        began_at timestamptz not null,
        louder_at timestamptz not null,
        everywhere_at timestamptz not null,
        managers_at timestamptz not null,
        -- Not answered by then, the order is cancelled.
        answer_by timestamptz not null,
        -- When the next step is due, or the order to be cancelled: the earliest of the above that is still to come.
        next_at timestamptz not null,
        -- Not to be tried again before, by any node.
        retry_at timestamptz,
        ended_at timestamptz,
        ended_by text,
        check ((ended_at is null) = (ended_by is null))
      )`.execute(db);
    await sql`create index ring_due on ring (next_at) where ended_at is null`.execute(db);
    await sql`
      create table ring_event (
        id bigint generated always as identity primary key,
        order_id bigint not null references ring (order_id),
        at timestamptz not null,
        what text not null check (what in (
          'louder', 'everywhere', 'managers', 'messaged', 'put_off', 'rang', 'silent', 'acknowledged')),
        -- Of what a device says: a device says each thing once of an order.
        device_id text,
        device text,
        who text,
        why text,
        unique (order_id, device_id, what)
      )`.execute(db);
    await sql`
      create table ring_watch (
        only_row boolean primary key default true check (only_row),
        -- When any node last looked for rings that are due.
        seen_at timestamptz not null
      )`.execute(db);
    await sql`
      create table ring_device (
        shop_id bigint not null references shop (id),
        device_id text not null,
        -- Why it would stay silent; null when it would ring.
        why text,
        prefers text not null check (prefers in ('at_once', 'when_nobody_answers')),
        seen_at timestamptz not null,
        primary key (shop_id, device_id)
      )`.execute(db);
    await sql`
      create table deaf_shop (
        shop_id bigint primary key references shop (id),
        since timestamptz not null,
        -- When its owner was told.
        told_at timestamptz
      )`.execute(db);
    await sql`
      alter table shop_order
        -- What staff are shown of the ring; the rings domain has the ring itself.
        add column ring json,
        drop constraint shop_order_cancel_reason_check,
        add constraint shop_order_cancel_reason_check
          check (cancel_reason in ('expired', 'buyer', 'rejected', 'shop', 'unanswered'))`.execute(db);
    // What waits already gets its time from now on. What was paid longer ago was handed over without anybody saying
    // so: nothing rings for that, or its money would be given back.
    await sql`
      insert into ring (
        order_id, shop_id, began_at, louder_at, everywhere_at, managers_at, answer_by, next_at)
      select id, shop_id, now(), now() + interval '30 seconds', now() + interval '60 seconds',
        now() + interval '120 seconds', now() + interval '10 minutes', now() + interval '30 seconds'
      from shop_order where status = 'paid' and paid_at > now() - interval '1 hour'`.execute(db);
  },
};
