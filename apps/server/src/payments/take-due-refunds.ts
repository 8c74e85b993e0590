import type { Context } from '../platform/context.ts';
import { findRefund, takeDueRefunds as updateDueRefunds } from './refund-store.ts';
import type { Refund } from './refund.ts';

/** WeChat takes 150 a second in good times; a shop's worst hour has fewer. */
const MAX_REFUNDS_PER_ROUND = 20;

/** Takes the refunds that are to be begun, or asked about. Each is taken when its time has come, by one node. */
export async function takeDueRefunds({
  database: { db },
  clock,
}: Pick<Context, 'database' | 'clock'>): Promise<Refund[]> {
  const ids = await updateDueRefunds(db, { now: clock.now(), limit: MAX_REFUNDS_PER_ROUND });
  const refunds = await Promise.all(ids.map(async (id) => findRefund(db, id)));
  return refunds.filter((refund) => refund !== undefined);
}
