import { shopVisitsDestination } from '@carillon/contract';
import type { VisitEvent } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';
import { describeVisit } from './visit-store.ts';
import type { VisitRecord } from './visit-store.ts';
import type { PassRecord } from './pass.ts';

/** Tells a shop’s staff of a visit that was taken or undone: the last work of the transaction that did it. */
export async function tellOfVisit(
  tx: Tx,
  { type, visit, pass }: { type: VisitEvent['type']; visit: VisitRecord; pass: PassRecord },
): Promise<void> {
  const at = visit.undone?.at ?? visit.at;
  const { shopId } = visit;
  const event: VisitEvent = { type, at: at.toISOString(), shopId, visit: describeVisit(visit, pass) };
  await appendToJournal(tx, shopVisitsDestination(shopId), event);
}
