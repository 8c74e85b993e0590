import type { OrderMessage } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import { FATE_PATIENCE_MS } from './message.ts';
import { selectMessages } from './message-store.ts';

type MessageRow = Awaited<ReturnType<typeof selectMessages>>[number];

/** The messages about an order and their fates, the oldest first, as staff are shown them. */
export async function readMessages(
  executor: Executor,
  { orderId, now }: { orderId: number; now: Date },
): Promise<OrderMessage[]> {
  const rows = await selectMessages(executor, orderId);
  return rows.map((row) => {
    const { id, kind, toName: to, askedAt, attempts } = row;
    return { id, kind, to, askedAt: askedAt.toISOString(), attempts, ...fateOf(row, now) };
  });
}

function fateOf(
  { state, endedAt, error, fate, toldAt }: MessageRow,
  now: Date,
): Pick<OrderMessage, 'fate' | 'at' | 'reason'> {
  if (fate !== null) {
    const delivered = fate === 'delivered';
    return { fate: delivered ? fate : 'failed', at: iso(toldAt), reason: delivered ? null : fate };
  }
  if (state !== 'sent') return { fate: state, at: iso(endedAt), reason: error };
  const isOverdue = endedAt !== null && now.getTime() - endedAt.getTime() >= FATE_PATIENCE_MS;
  return { fate: isOverdue ? 'unconfirmed' : 'sent', at: iso(endedAt), reason: null };
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
