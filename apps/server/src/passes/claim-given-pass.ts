import type { Tx } from '../platform/database.ts';
import { hashToken } from '../platform/ids.ts';
import { passErrors } from './pass-errors.ts';
import { lockPassByClaim, updateHolder } from './pass-store.ts';
import type { PassRecord } from './pass.ts';
import { postEntry } from './post-entry.ts';

/**
 * Takes a pass that staff issued. Of several who come at once, one has it; who has it and asks again, because the
 * answer was lost, is answered the same.
 * @throws pass_claim_unknown, pass_claimed, pass_claim_expired
 */
export async function claimGivenPass(
  tx: Tx,
  { token, buyerId, at }: { token: string; buyerId: string; at: Date },
): Promise<{ pass: PassRecord; isNew: boolean }> {
  const found = await lockPassByClaim(tx, hashToken(token));
  if (found === undefined) throw passErrors.pass_claim_unknown();
  const { pass, claimableUntil } = found;
  if (pass.buyerId === buyerId) return { pass, isNew: false };
  if (pass.buyerId !== null) throw passErrors.pass_claimed();
  if (claimableUntil <= at) throw passErrors.pass_claim_expired();
  await updateHolder(tx, pass.id, buyerId);
  await postEntry(tx, { passId: pass.id, what: 'claimed', visits: 0, at, by: 'buyer' });
  return { pass: { ...pass, buyerId }, isNew: true };
}
