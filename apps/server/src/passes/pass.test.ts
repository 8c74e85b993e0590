import { describe, expect, test } from 'vitest';
import { passExpiry } from './pass-expiry.ts';
import { holderOf, passStateOf, refundFenOf } from './pass.ts';
import type { PassRecord } from './pass.ts';

const NOW = new Date('2026-11-21T04:00:00.000Z');
const LATER = new Date(NOW.getTime() + 1);

const PASS: PassRecord = {
  ...{ id: 1, shopId: 1, kindId: 1, buyerId: 'ab12cdef', orderId: 1, name: '咖啡十杯卡', terms: '' },
  ...{ visits: 10, left: 4, priceFen: 19_900, refundable: true, note: '' },
  ...{ issuedAt: NOW, expiresAt: null, frozen: null, refundedAt: null },
};

describe('a pass', () => {
  test.each<[state: string, pass: Partial<PassRecord>]>([
    ['active', {}],
    ['active', { expiresAt: NOW }],
    ['expired', { expiresAt: new Date(NOW.getTime() - 1) }],
    ['used_up', { left: 0, expiresAt: new Date(0) }],
    ['frozen', { left: 0, frozen: { at: NOW, reason: '卡丢了' } }],
    ['refunded', { left: 0, refundedAt: NOW, frozen: { at: NOW, reason: '卡丢了' } }],
  ])('is %s with %o', (state, pass) => {
    expect(passStateOf({ ...PASS, ...pass }, NOW)).toBe(state);
  });

  test('is over in the moment after its last', () => {
    expect(passStateOf({ ...PASS, expiresAt: NOW }, LATER)).toBe('expired');
  });

  test.each<[fen: number, pass: Partial<PassRecord>]>([
    [7_960, {}],
    [19_900, { left: 10 }],
    [0, { left: 0 }],
    // 333.33…, of which the third of a fen stays with the shop.
    [333, { visits: 3, left: 1, priceFen: 1_000 }],
    [0, { refundable: false }],
    [0, { refundedAt: NOW }],
  ])('is worth %d fen with %o', (fen, pass) => {
    expect(refundFenOf({ ...PASS, ...pass })).toBe(fen);
  });

  test('has a mark of its holder that says nothing else of them', () => {
    expect([holderOf(PASS.buyerId), holderOf(null)]).toEqual(['AB12CD', null]);
  });
});

describe('a pass for so many days', () => {
  test.each<[issued: string, days: number | null, last: string | undefined]>([
    ['2026-11-21T04:00:00.000Z', 1, '2026-11-22T15:59:59.999Z'],
    // One o'clock at night in China is another day there.
    ['2026-11-21T17:00:00.000Z', 1, '2026-11-23T15:59:59.999Z'],
    ['2026-11-21T04:00:00.000Z', 365, '2027-11-21T15:59:59.999Z'],
    ['2026-11-21T04:00:00.000Z', null, undefined],
  ])('issued at %s for %s ends with its last day in China: %s', (issued, days, last) => {
    expect(passExpiry(new Date(issued), days)?.toISOString()).toBe(last);
  });
});
