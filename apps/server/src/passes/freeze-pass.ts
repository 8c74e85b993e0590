import type { Tx } from '../platform/database.ts';
import { passErrors } from './pass-errors.ts';
import { updateFrozen } from './pass-store.ts';
import type { PassRecord } from './pass.ts';
import { postEntry } from './post-entry.ts';

interface Freezing {
  /** As it stands under its lock. */
  readonly pass: PassRecord;
  /** The staff member's name. */
  readonly by: string;
  readonly at: Date;
}

/**
 * Freezes a pass: no visit is taken from it until it is unfrozen.
 * @param freezing `reason` is what the buyer reads.
 * @throws pass_refunded, pass_frozen
 */
export async function freezePass(
  tx: Tx,
  { pass, by, at, reason }: Freezing & { reason: string },
): Promise<PassRecord> {
  if (pass.refundedAt !== null) throw passErrors.pass_refunded();
  if (pass.frozen !== null) throw passErrors.pass_frozen({ reason: pass.frozen.reason });
  const frozen = { at, reason };
  await updateFrozen(tx, pass.id, frozen);
  await postEntry(tx, { passId: pass.id, what: 'frozen', visits: 0, at, by, note: reason });
  return { ...pass, frozen };
}

/** @throws pass_not_frozen */
export async function unfreezePass(tx: Tx, { pass, by, at }: Freezing): Promise<PassRecord> {
  if (pass.frozen === null) throw passErrors.pass_not_frozen();
  await updateFrozen(tx, pass.id, null);
  await postEntry(tx, { passId: pass.id, what: 'unfrozen', visits: 0, at, by });
  return { ...pass, frozen: null };
}
