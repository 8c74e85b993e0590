import type { OrderMessage } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { selectShipping } from './shipping-store.ts';

/** The upload of an order, as staff are shown it next to the messages; none where there is nothing to upload. */
export async function readShipping(executor: Executor, orderId: number): Promise<OrderMessage[]> {
  const row = await selectShipping(executor, orderId);
  if (row === undefined) return [];
  const { id, state, attempts, error, askedAt, endedAt, settledAt } = row;
  const fate = settledAt === null ? (state === 'uploaded' ? 'sent' : state) : 'delivered';
  return [
    {
      ...{ id, kind: 'shipping', to: null, attempts, fate },
      askedAt: askedAt.toISOString(),
      at: (settledAt ?? endedAt)?.toISOString() ?? null,
      reason: error,
    },
  ];
}
