import { orderDestination, shopOrdersDestination } from '@carillon/contract';
import type { OrderEvent, OrderReply } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';
import { findOrder, updateStatus } from './order-store.ts';
import { orderStates } from './order.ts';

export interface OrderMove {
  readonly orderId: number;
  readonly at: Date;
  /** Who does it, for the timeline. */
  readonly by: string;
  /** If given: only an order of one of these shops is moved. */
  readonly shopIds?: readonly number[];
}

const EVENT_OF = {
  pay: 'order.paid',
  accept: 'order.accepted',
  complete: 'order.completed',
} as const satisfies Record<string, OrderEvent['type']>;

/**
 * Moves an order if it is in a state that the move starts in, and writes down that it did: in its timeline and,
 * in the same transaction, in both journals. So an event exists exactly if the change does, and once.
 * @returns the order after the move; undefined when nothing was moved.
 */
export async function moveOrder(
  tx: Tx,
  move: keyof typeof EVENT_OF,
  { orderId, at, by, shopIds }: OrderMove,
): Promise<OrderReply | undefined> {
  const { from, to } = orderStates.move(move);
  if (!(await updateStatus(tx, { orderId, from, to, at, by, shopIds }))) return undefined;
  const order = await findOrder(tx, orderId);
  if (order === undefined) throw new Error(`order ${orderId} was moved and is gone`);
  const event: OrderEvent = { type: EVENT_OF[move], at: at.toISOString(), order };
  // The order's own journal first, the shop's busy one last: its lock is held for the shortest time.
  const seq = await appendToJournal(tx, orderDestination(orderId), event);
  await appendToJournal(tx, shopOrdersDestination(order.shopId), event);
  return { order, seq };
}
