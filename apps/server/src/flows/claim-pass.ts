import type { PassReply } from '@carillon/contract';
import { settleOnBuyer } from '../buyers/index.ts';
import { claimGivenPass } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import { readPass } from './read-passes.ts';
import { tellOfPasses } from './tell-of-passes.ts';

/**
 * Takes a pass that staff issued, for a buyer.
 * @throws pass_claim_unknown, pass_claimed, pass_claim_expired
 */
export async function claimPass(
  context: Pick<Context, 'database' | 'clock'>,
  { token, buyerId: cameAs }: { token: string; buyerId: string },
): Promise<PassReply> {
  const at = context.clock.now();
  const { passId, buyerId } = await context.database.transaction(async (tx) => {
    const buyerId = await settleOnBuyer(tx, cameAs, at);
    const { pass, isNew } = await claimGivenPass(tx, { token, buyerId, at });
    if (isNew) await tellOfPasses(tx, [{ pass }], at);
    return { passId: pass.id, buyerId };
  });
  const { pass, seq } = await readPass(context, passId, { buyerId });
  return { pass, seq };
}
