import { PASS_CLAIM_LIFETIME_MS } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { hashToken } from '../platform/ids.ts';
import { lockKind } from './kind-store.ts';
import { passErrors } from './pass-errors.ts';
import { passExpiry } from './pass-expiry.ts';
import { insertPass } from './pass-store.ts';
import type { PassRecord } from './pass.ts';
import { postEntry } from './post-entry.ts';

export interface Gift {
  readonly shopId: number;
  readonly kindId: number;
  /** For staff alone: it is not booked, for its buyer reads the ledger. */
  readonly note: string;
  /** The staff member's name. */
  readonly by: string;
  readonly at: Date;
  /** By which it is taken: 256 random bits, of which we keep a hash. */
  readonly token: string;
}

/**
 * Issues a pass without payment, to whoever takes it first. Nothing of it is ever paid back, for nothing was paid.
 * @throws pass_kind_not_found
 */
export async function givePass(
  tx: Tx,
  { shopId, kindId, note, by, at, token }: Gift,
): Promise<{ pass: PassRecord; claimableUntil: Date }> {
  const kind = await lockKind(tx, { shopId, kindId });
  if (kind === undefined) throw passErrors.pass_kind_not_found();
  const { name, terms, visits, validDays } = kind;
  const claimableUntil = new Date(at.getTime() + PASS_CLAIM_LIFETIME_MS);
  const pass = await insertPass(tx, {
    ...{ shop_id: shopId, kind_id: kindId, name, terms, visits, note },
    price_fen: 0,
    refundable: false,
    issued_at: at,
    expires_at: passExpiry(at, validDays),
    claim_hash: hashToken(token),
    claimable_until: claimableUntil,
    issued_by: by,
  });
  const left = await postEntry(tx, { passId: pass.id, what: 'issued', visits, at, by });
  return { pass: { ...pass, left }, claimableUntil };
}
