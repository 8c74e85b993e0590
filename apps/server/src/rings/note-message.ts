import type { Tx } from '../platform/database.ts';
import { insertEvent } from './ring-store.ts';

/** Writes down who was sent a message about a ring, or that nobody could be. */
export async function noteMessage(
  tx: Tx,
  { orderId, at, who }: { orderId: number; at: Date; who: string | undefined },
): Promise<void> {
  await insertEvent(tx, {
    orderId,
    at,
    what: 'messaged',
    who,
    why: who === undefined ? 'no_recipient' : undefined,
  });
}
