import { readAnswerLimits } from '../catalog/index.ts';
import { noteRings } from '../orders/index.ts';
import { beginRings } from '../rings/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';

/** Begins to ring for orders that are paid now: the transaction which makes them so tells of both at once. */
export async function ringFor(
  tx: Tx,
  { clock, ringPace }: Pick<Context, 'clock' | 'ringPace'>,
  orders: readonly { readonly orderId: number; readonly shopId: number }[],
): Promise<void> {
  if (orders.length === 0) return;
  const limits = await readAnswerLimits(tx, [...new Set(orders.map(({ shopId }) => shopId))]);
  const news = orders.flatMap(({ orderId, shopId }) => {
    const answerLimitMs = limits.get(shopId);
    return answerLimitMs === undefined ? [] : [{ orderId, shopId, answerLimitMs }];
  });
  await noteRings(tx, await beginRings(tx, news, { now: clock.now(), pace: ringPace }));
}
