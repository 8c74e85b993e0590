import { UNDO_VISIT_WITHIN_MS } from '@carillon/contract';
import type { PassResult } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { passErrors } from './pass-errors.ts';
import { lockPass } from './pass-store.ts';
import type { PassRecord } from './pass.ts';
import { postEntry } from './post-entry.ts';
import { keepResult } from './showing-store.ts';
import { findVisit, markUndone } from './visit-store.ts';
import type { VisitRecord } from './visit-store.ts';

/**
 * Gives a visit back to its pass, once. Its showing stays used: for another visit the pass is shown anew. A frozen or
 * expired pass gets it back too; of one that was refunded, what was left has been paid.
 * @throws visit_undone, visit_undo_too_late or pass_refunded
 */
export async function takeVisitBack(
  tx: Tx,
  { visitId, reason, by, now }: { visitId: number; reason: string; by: string; now: Date },
): Promise<{ pass: PassRecord; visit: VisitRecord; result: PassResult }> {
  const found = await findVisit(tx, visitId);
  if (found === undefined) throw passErrors.visit_not_found();
  const pass = await lockPass(tx, found.passId);
  // Once more, now that nobody else can undo it.
  const visit = await findVisit(tx, visitId);
  if (pass === undefined || visit === undefined) throw passErrors.visit_not_found();
  if (visit.undone !== null) {
    throw passErrors.visit_undone({ at: visit.undone.at.toISOString(), by: visit.undone.by });
  }
  const lastMs = visit.at.getTime() + UNDO_VISIT_WITHIN_MS;
  if (now.getTime() > lastMs) throw passErrors.visit_undo_too_late({ until: new Date(lastMs).toISOString() });
  if (pass.refundedAt !== null) throw passErrors.pass_refunded({ passId: pass.id, left: pass.left });
  const undone = { at: now, by, reason };
  await markUndone(tx, visitId, undone);
  const entry = { what: 'undone', visits: 1, at: now, by, note: reason } as const;
  const left = await postEntry(tx, { passId: pass.id, visitId, ...entry });
  const { showingId, passId, shopId } = visit;
  const of = { showingId, passId, shopId, at: now.toISOString() };
  const result: PassResult = { ...of, outcome: 'undone', left, visitId };
  await keepResult(tx, result);
  return { pass: { ...pass, left }, visit: { ...visit, undone }, result };
}
