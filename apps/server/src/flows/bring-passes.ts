import { notePasses } from '../orders/index.ts';
import type { PaidOrder } from '../orders/index.ts';
import { issuePurchased } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { tellOfPasses } from './tell-of-passes.ts';

/** Issues the passes that these orders bought, now that they are paid, in the transaction that makes them so. */
export async function bringPasses(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  orders: readonly PaidOrder[],
): Promise<void> {
  if (orders.length === 0) return;
  const at = clock.now();
  const issued = await issuePurchased(tx, orders, at);
  await notePasses(
    tx,
    issued.map(({ pass, orderId }) => ({ orderId, passId: pass.id })),
  );
  await tellOfPasses(
    tx,
    issued.map(({ pass }) => ({ pass })),
    at,
  );
}
