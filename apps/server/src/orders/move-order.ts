import type { OrderEvent, OrderReply } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { findOrder, updateStatus } from './order-store.ts';
import { orderStates } from './order.ts';
import type { OrderMove } from './order.ts';
import { tellOfOrder } from './tell-of-order.ts';

export interface MoveRequest {
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
  send: 'order.delivering',
  prepare: 'order.ready',
  complete: 'order.completed',
  cancel: 'order.cancelled',
} as const satisfies Record<OrderMove, OrderEvent['type']>;

/**
 * Moves an order if it is in a state that the move starts in, and writes down that it did: in its timeline and,
 * in the same transaction, in both journals. So an event exists exactly if the change does, and once.
 * @returns the order after the move; undefined when nothing was moved.
 */
export async function moveOrder(
  tx: Tx,
  move: OrderMove,
  { orderId, at, by, shopIds }: MoveRequest,
): Promise<OrderReply | undefined> {
  const { from, to } = orderStates.move(move);
  if (!(await updateStatus(tx, { orderId, from, to, at, by, shopIds }))) return undefined;
  const order = await findOrder(tx, orderId);
  if (order === undefined) throw new Error(`order ${orderId} was moved and is gone`);
  return { order, seq: await tellOfOrder(tx, { type: EVENT_OF[move], at: at.toISOString(), order }) };
}
