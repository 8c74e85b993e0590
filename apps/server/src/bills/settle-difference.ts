import type { BillDifference } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { billErrors } from './bill-errors.ts';
import { findDifference, updateSettled } from './bill-store.ts';

/**
 * Settles a difference, because somebody looked into it and says what it was.
 * @throws difference_not_found, difference_settled
 */
export async function settleDifference(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { shopId, id, by, note }: { shopId: number; id: number; by: string; note: string },
): Promise<BillDifference> {
  return database.transaction(async (tx) => {
    const known = await findDifference(tx, { shopId, id });
    if (known === undefined) throw billErrors.difference_not_found();
    if (!(await updateSettled(tx, { id, at: clock.now(), by, note }))) {
      throw billErrors.difference_settled(known.settled);
    }
    return (await findDifference(tx, { shopId, id })) ?? known;
  });
}
