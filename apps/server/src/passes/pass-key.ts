import { createHmac, timingSafeEqual } from 'node:crypto';
import { signPassCode } from '@carillon/pass-code';
import type { PassCodeParts } from '@carillon/pass-code';

/** One of the server's keys, by which the keys of showings are made. */
export interface PassKey {
  /** In every code, one byte. */
  readonly id: number;
  readonly secret: Buffer;
}

/** What a showing is of; what its key is made from never changes. */
export interface ShowingRecord {
  readonly id: number;
  readonly passId: number;
  readonly shopId: number;
  /** Who held the pass when it was shown. */
  readonly buyerId: string;
  readonly keyId: number;
  readonly startedAt: Date;
  readonly endsAt: Date;
}

/** Another key takes the place of one that is so old. */
export const PASS_KEY_LIFETIME_MS = 30 * 24 * 60 * 60_000;

/**
 * Makes the key of a showing: HMAC-SHA-256 of what it is of, so that a phone that has it can sign for that one pass,
 * at that shop, until that end, and for nothing else; and so that nothing secret is kept with the showing.
 */
export function keyOfShowing(secret: Buffer, showing: Omit<ShowingRecord, 'keyId' | 'startedAt'>): Buffer {
  const { id, passId, shopId, buyerId, endsAt } = showing;
  // None of the parts can hold a line feed, so no two showings make the same text.
  const text = ['carillon pass showing v1', id, passId, shopId, buyerId, endsAt.getTime()].join('\n');
  return createHmac('sha256', secret).update(text).digest();
}

/** Whether a code was signed with the key of this showing. Takes as long whichever byte is wrong. */
export function isGenuine({ showingId, step, mac }: PassCodeParts, key: Buffer): boolean {
  return timingSafeEqual(signPassCode(key, { showingId, step }), mac);
}
