import { PASS_CODE_GRACE_MS, PASS_CODE_PERIOD_MS } from '@carillon/contract';
import type { PassRefusal } from '@carillon/contract';
import type { ShowingRecord } from './pass-key.ts';
import { passStateOf } from './pass.ts';
import type { PassRecord } from './pass.ts';
import type { VisitRecord } from './visit-store.ts';

/** Why no visit is taken, and what staff are told of it besides. */
export interface Refusal {
  readonly code: PassRefusal;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A genuine code that was scanned, and what is known of its showing and its pass. */
export interface Scan {
  /** Where it was scanned. */
  readonly shopId: number;
  readonly now: Date;
  readonly step: number;
  readonly showing: ShowingRecord;
  readonly pass: PassRecord;
  /** That was taken with the showing already. */
  readonly visit: VisitRecord | undefined;
}

/**
 * A phone counts from when its showing came to it, which is later than we wrote: its codes are never early, but clocks of
 * nodes differ.
 */
const EARLY_MS = 5_000;

/** Why a scan takes no visit; undefined when it does. Of several reasons, the one that says most to whoever scans. */
export function refusalOfScan({ shopId, now, step, showing, pass, visit }: Scan): Refusal | undefined {
  if (pass.shopId !== shopId) return { code: 'pass_wrong_shop' };
  if (visit !== undefined) return { code: 'pass_code_used', details: detailsOf(visit) };
  if (!isOfNow(step, showing, now)) return { code: 'pass_code_expired' };
  return refusalOfPass(pass, now);
}

/** Why no visit is taken from a pass at a moment; undefined when one would be. */
export function refusalOfPass(pass: PassRecord, now: Date): Refusal | undefined {
  const details = { passId: pass.id, left: pass.left };
  switch (passStateOf(pass, now)) {
    case 'refunded':
      return { code: 'pass_refunded', details };
    case 'frozen':
      return { code: 'pass_frozen', details: { ...details, reason: pass.frozen?.reason } };
    case 'used_up':
      return { code: 'pass_used_up', details };
    case 'expired':
      return { code: 'pass_expired', details: { ...details, expiresAt: pass.expiresAt?.toISOString() } };
    case 'active':
      return undefined;
  }
}

/**
 * Whether the code of a step is good at a moment: from a little before its beginning to ten seconds behind its end. Steps
 * beyond the end of the showing are none, though its key could sign them.
 */
function isOfNow(step: number, { startedAt, endsAt }: ShowingRecord, now: Date): boolean {
  const beginsMs = startedAt.getTime() + step * PASS_CODE_PERIOD_MS;
  if (beginsMs >= endsAt.getTime()) return false;
  const endsMs = Math.min(beginsMs + PASS_CODE_PERIOD_MS, endsAt.getTime());
  return now.getTime() >= beginsMs - EARLY_MS && now.getTime() <= endsMs + PASS_CODE_GRACE_MS;
}

function detailsOf({ id, at, byName, left, undone }: VisitRecord): Record<string, unknown> {
  return { visitId: id, at: at.toISOString(), by: byName, left, isUndone: undone !== null };
}
