import type { OrderRing, RingEvent, RingStep } from '@carillon/contract';
import { sql } from 'kysely';
import type { Generated, Selectable } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { Deadlines } from './ring.ts';

interface RingTables {
  ring: {
    order_id: number;
    shop_id: number;
    step: Generated<RingStep>;
    began_at: Date;
    louder_at: Date;
    everywhere_at: Date;
    managers_at: Date;
    answer_by: Date;
    next_at: Date;
    retry_at: Date | null;
    ended_at: Date | null;
    ended_by: string | null;
  };
  ring_event: {
    id: Generated<number>;
    order_id: number;
    at: Date;
    what: RingEvent['what'];
    device_id: string | null;
    device: string | null;
    who: string | null;
    why: string | null;
  };
}

/** A ring that nobody has answered. */
export interface OpenRing {
  readonly orderId: number;
  readonly shopId: number;
  readonly step: RingStep;
  readonly beganAt: Date;
  readonly deadlines: Deadlines;
}

/** More of one ring tells nobody anything: of what devices say, and, beside it, of what we did. */
const MAX_EVENTS = 60;

const tables = tablesOf<RingTables>;

export async function insertRings(
  executor: Executor,
  rings: readonly (Omit<OpenRing, 'step'> & { nextAt: Date })[],
): Promise<void> {
  const rows = rings.map(({ orderId, shopId, beganAt, deadlines, nextAt }) => ({
    order_id: orderId,
    shop_id: shopId,
    began_at: beganAt,
    louder_at: deadlines.louder,
    everywhere_at: deadlines.everywhere,
    managers_at: deadlines.managers,
    answer_by: deadlines.answerBy,
    next_at: nextAt,
  }));
  await tables(executor).insertInto('ring').values(rows).execute();
}

/**
 * Takes rings of which something is due, the longest overdue first, and puts their next try off, so that of several
 * nodes one takes each. Returns their orders.
 */
export async function takeDue(
  executor: Executor,
  { now, retryAt, limit }: { now: Date; retryAt: Date; limit: number },
): Promise<number[]> {
  const rows = await tables(executor)
    .updateTable('ring')
    .set({ retry_at: retryAt })
    .where('order_id', 'in', (builder) =>
      builder
        .selectFrom('ring')
        .select('order_id')
        .where('ended_at', 'is', null)
        .where('next_at', '<=', now)
        .where((where) => where.or([where('retry_at', 'is', null), where('retry_at', '<=', now)]))
        .orderBy('next_at')
        .limit(limit)
        .forNoKeyUpdate()
        .skipLocked(),
    )
    .returning('order_id')
    .execute();
  return rows.map(({ order_id: orderId }) => orderId);
}

/** Reads a ring that nobody has answered, and locks it until the transaction ends. */
export async function lockOpen(executor: Executor, orderId: number): Promise<OpenRing | undefined> {
  const row = await tables(executor)
    .selectFrom('ring')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('ended_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && toOpenRing(row);
}

/** The orders whose rings nobody has answered, by their ids. */
export async function selectOpen(executor: Executor): Promise<number[]> {
  const rows = await tables(executor)
    .selectFrom('ring')
    .select('order_id')
    .where('ended_at', 'is', null)
    .orderBy('order_id')
    .execute();
  return rows.map(({ order_id: orderId }) => orderId);
}

function toOpenRing(row: Selectable<RingTables['ring']>): OpenRing {
  const { order_id: orderId, shop_id: shopId, step, began_at: beganAt } = row;
  const { louder_at: louder, everywhere_at: everywhere, managers_at: managers, answer_by: answerBy } = row;
  return { orderId, shopId, step, beganAt, deadlines: { louder, everywhere, managers, answerBy } };
}

export async function updateStep(
  executor: Executor,
  { orderId, step, answerBy, nextAt }: { orderId: number; step: RingStep; answerBy: Date; nextAt: Date },
): Promise<void> {
  await tables(executor)
    .updateTable('ring')
    .set({ step, answer_by: answerBy, next_at: nextAt, retry_at: null })
    .where('order_id', '=', orderId)
    .execute();
}

/** Ends a ring if it has not ended. Returns whether it was ended. */
export async function updateEnd(
  executor: Executor,
  { orderId, at, by }: { orderId: number; at: Date; by: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('ring')
    .set({ ended_at: at, ended_by: by })
    .where('order_id', '=', orderId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export interface EventRecord {
  readonly orderId: number;
  readonly at: Date;
  readonly what: RingEvent['what'];
  readonly deviceId?: string | undefined;
  readonly device?: string | undefined;
  readonly who?: string | undefined;
  readonly why?: string | undefined;
}

/**
 * Writes an event down, unless the device has said the same of the order before. However much devices say, it leaves
 * room for what we did. Returns whether it was written.
 */
export async function insertEvent(executor: Executor, event: EventRecord): Promise<boolean> {
  const { orderId, at, what, deviceId = null, device = null, who = null, why = null } = event;
  const { numAffectedRows } = await sql`
    insert into ring_event (order_id, at, what, device_id, device, who, why)
    select ${orderId}, ${at}, ${what}, ${deviceId}, ${device}, ${who}, ${why}
    where ${MAX_EVENTS} > (
      select count(*) from ring_event
      where order_id = ${orderId} and (device_id is null) = ${deviceId === null}
    )
    on conflict (order_id, device_id, what) do nothing`.execute(executor);
  return numAffectedRows === 1n;
}

/** What staff are shown of a ring. */
export async function findShown(executor: Executor, orderId: number): Promise<OrderRing | undefined> {
  const row = await tables(executor)
    .selectFrom('ring')
    .select(['step', 'began_at', 'answer_by', 'ended_at', 'ended_by'])
    .select((builder) =>
      jsonArrayFrom(
        builder
          .selectFrom('ring_event')
          // PostgreSQL writes a time inside JSON as text.
          .select([sql<string>`at`.as('at'), 'what', 'device', 'who', 'why'])
          .whereRef('ring_event.order_id', '=', 'ring.order_id')
          .orderBy('id'),
      ).as('events'),
    )
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { step, began_at: beganAt, answer_by: answerBy, ended_at: endedAt, ended_by: endedBy } = row;
  return {
    step,
    beganAt: beganAt.toISOString(),
    answerBy: answerBy.toISOString(),
    ended: endedAt === null || endedBy === null ? null : { at: endedAt.toISOString(), by: endedBy },
    events: row.events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
  };
}
