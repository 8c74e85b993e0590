import { sql } from 'kysely';
import type { Executor, Tx } from '../platform/database.ts';
import { nextDeadline } from './ring.ts';
import { insertEvent, lockOpen, updateStep } from './ring-store.ts';

/** How often nodes write down that they look for due rings: it need not be exact. */
const NOTE_EVERY_MS = 10_000;
/** Nobody was there for so long: the shop could not answer, so that time does not count. */
const AWAY_MS = 60_000;
/** What staff have at least, when the server is back; or the whole time that the order had, if that was less. */
const FAIR_TIME_MS = 3 * 60_000;

/** Whether it is time to write down that somebody watches. Costs one row read. */
export async function isNoteDue(executor: Executor, now: Date): Promise<boolean> {
  const { rows } = await sql<{ seenAt: Date }>`
    select seen_at as "seenAt" from ring_watch`.execute(executor);
  return rows[0] === undefined || now.getTime() - rows[0].seenAt.getTime() >= NOTE_EVERY_MS;
}

/**
 * Writes down that somebody looks for due rings now. Of nodes that come back at once, one learns that all were away.
 * @returns since when nobody did, if that is longer than a restart takes
 */
export async function noteWatch(tx: Tx, now: Date): Promise<Date | undefined> {
  // The row stays locked until rings are put off: another node that comes back waits for that.
  const { rows } = await sql<{ seenAt: Date }>`
    select seen_at as "seenAt" from ring_watch for update`.execute(tx);
  await sql`
    insert into ring_watch (seen_at) values (${now})
    on conflict (only_row) do update set seen_at = greatest(ring_watch.seen_at, excluded.seen_at)`.execute(
    tx,
  );
  const seenAt = rows[0]?.seenAt;
  return seenAt !== undefined && now.getTime() - seenAt.getTime() > AWAY_MS ? seenAt : undefined;
}

/**
 * Puts the end of the time to answer off by as long as nobody was there, and so far that staff who only now hear of
 * the order have a fair time. Steps that came due meanwhile stay due. The caller holds the order's lock.
 * @returns whether it was put off
 */
export async function putLimitOff(
  tx: Tx,
  orderId: number,
  { awaySince, now }: { awaySince: Date; now: Date },
): Promise<boolean> {
  const ring = await lockOpen(tx, orderId);
  if (ring === undefined) return false;
  const { step, beganAt, deadlines } = ring;
  const nowMs = now.getTime();
  const awayMs = nowMs - Math.max(awaySince.getTime(), beganAt.getTime());
  const limitMs = deadlines.answerBy.getTime() - beganAt.getTime();
  const answerBy = new Date(
    Math.max(deadlines.answerBy.getTime() + awayMs, nowMs + Math.min(limitMs, FAIR_TIME_MS)),
  );
  await updateStep(tx, { orderId, step, answerBy, nextAt: nextDeadline(step, { ...deadlines, answerBy }) });
  await insertEvent(tx, { orderId, at: now, what: 'put_off' });
  return true;
}
