import type { Pass, PassEntry, PassEvent, PassKind, PassResult, PassShowing } from '@carillon/contract';

const AT = '2026-11-21T04:06:00.000Z';

/** A kind of ten visits, but for what the test says. */
export function makeKind(given: Partial<PassKind> = {}): PassKind {
  return {
    ...{ id: 1, name: '洗车十次卡', terms: '', visits: 10, priceFen: 20_000 },
    ...{ validDays: null, refundable: true, maxPerBuyer: null },
    ...given,
  };
}

/** A pass with five visits left, but for what the test says. */
export function makePass(given: Partial<Pass> = {}): Pass {
  return {
    ...{ id: 3, shopId: 1, shopName: '编钟小馆', kindId: 1, name: '洗车十次卡', terms: '' },
    ...{ visits: 10, left: 5, state: 'active', priceFen: 20_000, refundable: true },
    ...{ orderId: 7, issuedAt: AT, expiresAt: null, frozen: null },
    ...given,
  };
}

/** What a visit books, but for what the test says. */
export function makePassEntry(given: Partial<PassEntry> = {}): PassEntry {
  return { ...{ id: 2, at: AT, what: 'visit', visits: -1, left: 5, by: '小周', note: '' }, ...given };
}

/** A showing of pass 3 that begins now. */
export function makeShowing(given: Partial<PassShowing> = {}): PassShowing {
  const now = Date.now();
  return {
    ...{ id: 11, passId: 3, shopId: 1, userId: 'buyer', keyId: 1, key: 'A'.repeat(43) },
    startsAt: new Date(now).toISOString(),
    endsAt: new Date(now + 10 * 60_000).toISOString(),
    ...given,
  };
}

/** A visit that was taken by showing 11, but for what the test says. */
export function makePassResult(given: Partial<PassResult> = {}): PassResult {
  return {
    ...{ showingId: 11, passId: 3, shopId: 1, at: AT, outcome: 'taken', left: 4, visitId: 9 },
    ...given,
  };
}

/** The event that tells of a scan. */
export function makePassEvent(result: PassResult): PassEvent {
  return { type: 'pass.result', at: result.at, pass: makePass({ left: result.left }), result };
}
