import type { Order, OrderEvent, OrderReply } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { updateStatus } from './order-change-store.ts';
import type { StatusChange } from './order-change-store.ts';
import { findOrder } from './order-store.ts';
import { fulfilmentsOf, orderStates } from './order.ts';
import type { OrderMove } from './order.ts';
import { tellOfOrder } from './tell-of-order.ts';

/** What a move says besides its states; `by` is for the timeline. */
export interface MoveRequest extends Omit<StatusChange, 'from' | 'to' | 'fulfilments'> {
  /** What else belongs to the order being moved: done before it is told, which takes the busy lock of the shop. */
  readonly beforeTold?: ((order: Order) => Promise<void>) | undefined;
}

/** Every move but the payment and what it brings, which are `markPaid`’s. */
export type StaffMove = Exclude<OrderMove, 'pay' | 'bring'>;

const EVENT_OF = {
  accept: 'order.accepted',
  send: 'order.delivering',
  prepare: 'order.ready',
  complete: 'order.completed',
  cancel: 'order.cancelled',
} as const satisfies Record<StaffMove, OrderEvent['type']>;

/**
 * Moves an order if it is in a state that the move starts in and knows the move at all, and writes down that it did: in its timeline and,
 * in the same transaction, in both journals. So an event exists exactly if the change does, and once.
 * @returns the order after the move; undefined when nothing was moved.
 */
export async function moveOrder(
  tx: Tx,
  move: StaffMove,
  { beforeTold, ...request }: MoveRequest,
): Promise<OrderReply | undefined> {
  const { from, to } = orderStates.move(move);
  const { orderId, at } = request;
  if (!(await updateStatus(tx, { ...request, from, to, fulfilments: fulfilmentsOf(move) }))) return undefined;
  const order = await findOrder(tx, orderId);
  if (order === undefined) throw new Error(`order ${orderId} was moved and is gone`);
  await beforeTold?.(order);
  return { order, seq: await tellOfOrder(tx, { type: EVENT_OF[move], at: at.toISOString(), order }) };
}
