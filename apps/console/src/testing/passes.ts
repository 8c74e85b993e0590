import type { PassEntry, PassVisit, StaffPass, StaffPassKind, VisitEvent } from '@carillon/contract';
import { MORNING_MS } from './orders.ts';

const at = (seconds: number): string => new Date(MORNING_MS + seconds * 1000).toISOString();

/** Makes a kind: ten car washes for ¥150.00, refundable, for a year. */
export function aPassKind(id: number, parts: Partial<StaffPassKind> = {}): StaffPassKind {
  return {
    ...{ id, name: '洗车 10 次', terms: '仅限小轿车', visits: 10, priceFen: 15_000, validDays: 365 },
    ...{ refundable: true, maxPerBuyer: null, onSale: true, version: 1 },
    ...parts,
  };
}

/** Makes a pass of that kind, bought in the morning, with eight visits left. */
export function aPass(id: number, parts: Partial<StaffPass> = {}): StaffPass {
  return {
    ...{ id, shopId: 1, shopName: '川味小馆', kindId: 1, name: '洗车 10 次', terms: '仅限小轿车' },
    ...{ visits: 10, left: 8, state: 'active', priceFen: 15_000, refundable: true, orderId: id },
    ...{ issuedAt: at(id), expiresAt: '2027-11-21T02:00:00.000Z', frozen: null },
    ...{ holder: '#a1b2', note: '', refundFen: 12_000 },
    ...parts,
  };
}

/** Makes a visit that was taken so many seconds into the morning. */
export function aVisit(id: number, parts: Partial<PassVisit> = {}): PassVisit {
  return {
    ...{ id, passId: 1, passName: '洗车 10 次', holder: '#a1b2', at: at(id), by: '小周', left: 7 },
    ...{ undone: null },
    ...parts,
  };
}

/** Makes the event that tells how a visit stands. */
export function aVisitEvent(visit: PassVisit): VisitEvent {
  const type = visit.undone ? 'visit.undone' : 'visit.taken';
  return { type, at: visit.undone?.at ?? visit.at, shopId: 1, visit };
}

/** Makes a line of a ledger: a visit. */
export function anEntry(id: number, parts: Partial<PassEntry> = {}): PassEntry {
  return { ...{ id, at: at(id), what: 'visit', visits: -1, left: 8, by: '小周', note: '' }, ...parts };
}
