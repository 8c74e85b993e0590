import { PASS_SHOWING_MS } from '@carillon/contract';
import type { PassShowing } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { passErrors } from './pass-errors.ts';
import { signingKey } from './pass-key-store.ts';
import { keyOfShowing } from './pass-key.ts';
import { findPass } from './pass-store.ts';
import { refusalOfPass } from './refusal-of.ts';
import { insertShowing } from './showing-store.ts';

/**
 * Begins to show a pass: gives its buyer's phone what it writes codes with by itself for ten minutes, all of them good
 * for one visit together. Whether a visit can be taken is looked up again when a code is scanned.
 * @throws pass_not_found for a pass that is not the buyer's; or why no visit could be taken from it now
 */
export async function showPass(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { passId, buyerId }: { passId: number; buyerId: string | undefined },
): Promise<PassShowing> {
  const now = clock.now();
  const pass = await findPass(database.db, passId);
  if (pass === undefined || buyerId === undefined || pass.buyerId !== buyerId)
    throw passErrors.pass_not_found();
  const refusal = refusalOfPass(pass, now);
  if (refusal) throw passErrors[refusal.code](refusal.details);
  const { id: keyId, secret } = await signingKey(database, now);
  const { shopId } = pass;
  const showing = await insertShowing(database.db, {
    ...{ passId, shopId, buyerId, keyId },
    ...{ startedAt: now, endsAt: new Date(now.getTime() + PASS_SHOWING_MS) },
  });
  return {
    ...{ id: showing.id, passId, shopId, userId: buyerId, keyId },
    key: keyOfShowing(secret, showing).toString('base64url'),
    startsAt: now.toISOString(),
    endsAt: showing.endsAt.toISOString(),
  };
}
