import type { OrderMessage } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { selectCard } from './card-store.ts';
import { KEPT_BACK } from './card.ts';

/** What became of telling a buyer of the mini program, as staff are shown it; none for any other order. */
export async function readCard(executor: Executor, orderId: number): Promise<OrderMessage[]> {
  const card = await selectCard(executor, orderId);
  if (card === undefined) return [];
  const { id, channel, wanted, shown, attempts, error, askedAt, endedAt, nextAttemptAt } = card;
  // What is kept back is told with the next change that is worth it.
  const waits = nextAttemptAt !== null || error === KEPT_BACK;
  const fate = waits ? 'waiting' : shown === wanted ? 'sent' : 'failed';
  return [
    {
      ...{ id, to: null, attempts, fate, reason: error === KEPT_BACK ? null : error },
      kind: channel === 'card' ? 'service_card' : 'order_progress',
      askedAt: askedAt.toISOString(),
      at: fate === 'waiting' ? null : (endedAt?.toISOString() ?? null),
    },
  ];
}
