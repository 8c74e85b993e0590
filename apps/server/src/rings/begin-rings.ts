import type { OrderRing } from '@carillon/contract';
import type { RingPace } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { USUAL_PACE, deadlinesFrom, newlyShown, nextDeadline } from './ring.ts';
import { insertRings } from './ring-store.ts';

/** An order that begins to ring. */
export interface NewRing {
  readonly orderId: number;
  readonly shopId: number;
  /** How long its shop has to answer. */
  readonly answerLimitMs: number;
}

/**
 * Writes rings down that begin now, with their deadlines; in the transaction that marks their orders as paid. They
 * count from now, not from when WeChat says that an order was paid: news of it may be late, and a shop has its time
 * from when it can hear of it.
 * @returns what staff are shown of them, by order
 */
export async function beginRings(
  tx: Tx,
  news: readonly NewRing[],
  { now, pace = USUAL_PACE }: { now: Date; pace?: RingPace | undefined },
): Promise<ReadonlyMap<number, OrderRing>> {
  const rings = news.map(({ orderId, shopId, answerLimitMs }) => {
    const deadlines = deadlinesFrom(now, { pace, answerLimitMs });
    return { orderId, shopId, beganAt: now, deadlines, nextAt: nextDeadline('ring', deadlines) };
  });
  await insertRings(tx, rings);
  return new Map(rings.map(({ orderId, deadlines }) => [orderId, newlyShown(now, deadlines)]));
}
