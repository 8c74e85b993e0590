import { PASS_CODE_GRACE_MS } from '@carillon/contract';
import type { PassResult } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import type { ShowingRecord } from './pass-key.ts';
import { lockPass } from './pass-store.ts';
import type { PassRecord } from './pass.ts';
import { postEntry } from './post-entry.ts';
import { refusalOfScan } from './refusal-of.ts';
import type { Refusal } from './refusal-of.ts';
import { keepResult } from './showing-store.ts';
import { findVisitOf, insertVisit } from './visit-store.ts';
import type { VisitRecord } from './visit-store.ts';

export interface ScannedCode {
  readonly showing: ShowingRecord;
  readonly step: number;
  /** Where it was scanned, by whom and when. */
  readonly shopId: number;
  readonly staff: { readonly id: number; readonly name: string };
  readonly now: Date;
}

/** What a scan came to. */
export type Taking = {
  /** As it is after it. */
  readonly pass: PassRecord;
  readonly result: PassResult;
  /** Whether the result is what is known of the showing from now on. */
  readonly isKept: boolean;
  /** Whether the buyer hears of it. */
  readonly isTold: boolean;
} & ({ readonly visit: VisitRecord; readonly refusal?: never } | { readonly refusal: Refusal });

/**
 * Takes one visit from the pass of a genuine code, or says why not. Under the pass’s lock: of all who scan the codes of a
 * showing at once, one takes the visit and the others find it taken.
 *
 * Once a visit was taken, that is what is known of the showing, whatever is scanned later. And who scans again within a
 * moment has a scanner that triggered twice, or an answer that got lost: the buyer, who has heard, hears nothing more.
 */
export async function takeVisit(tx: Tx, scanned: ScannedCode): Promise<Taking> {
  const { showing, shopId, staff, now } = scanned;
  const pass = await lockPass(tx, showing.passId);
  if (pass === undefined) throw new Error(`there is no pass ${showing.passId}, though it was shown`);
  const taken = await findVisitOf(tx, showing.id);
  const refusal = refusalOfScan({ ...scanned, pass, visit: taken });
  if (refusal !== undefined) {
    const result = resultOf(scanned, { outcome: refusal.code, left: pass.left, visitId: null });
    if (taken === undefined) await keepResult(tx, result);
    const isTold = refusal.code !== 'pass_code_used' || !isRepeat(taken, scanned);
    return { pass, result, refusal, isKept: taken === undefined, isTold };
  }
  const visit = await insertVisit(tx, {
    ...{ showingId: showing.id, passId: pass.id, shopId, at: now },
    ...{ byId: staff.id, byName: staff.name, left: pass.left - 1 },
  });
  const entry = { what: 'visit', visits: 1, at: now, by: staff.name } as const;
  const left = await postEntry(tx, { passId: pass.id, visitId: visit.id, ...entry });
  const result = resultOf(scanned, { outcome: 'taken', left, visitId: visit.id });
  await keepResult(tx, result);
  return { pass: { ...pass, left }, result, visit, isKept: true, isTold: true };
}

function resultOf(
  { showing, now }: ScannedCode,
  came: Pick<PassResult, 'outcome' | 'left' | 'visitId'>,
): PassResult {
  const { id: showingId, passId, shopId } = showing;
  return { showingId, passId, shopId, at: now.toISOString(), ...came };
}

function isRepeat(taken: VisitRecord | undefined, { staff, now }: ScannedCode): boolean {
  return taken?.byId === staff.id && now.getTime() - taken.at.getTime() <= PASS_CODE_GRACE_MS;
}
