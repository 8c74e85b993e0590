import type { MoneyMatter } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { findMatter, updateMatterSettled } from './matter-store.ts';
import { paymentErrors } from './payment-errors.ts';

/**
 * Settles a matter, because somebody looked into it and says what it was.
 * @throws matter_not_found, matter_settled
 */
export async function settleMatter(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { shopId, id, by, note }: { shopId: number; id: number; by: string; note: string },
): Promise<MoneyMatter> {
  return database.transaction(async (tx) => {
    const known = await findMatter(tx, { shopId, id });
    if (known === undefined) throw paymentErrors.matter_not_found();
    if (!(await updateMatterSettled(tx, { id, at: clock.now(), by, note }))) {
      throw paymentErrors.matter_settled(known.settled);
    }
    return (await findMatter(tx, { shopId, id })) ?? known;
  });
}
