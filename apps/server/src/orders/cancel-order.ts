import type { CancelReason, Order, OrderRefund, OrderReply, OrderRing } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { moveOrder } from './move-order.ts';
import { updateRefunds } from './order-end-store.ts';

export interface Cancellation {
  readonly orderId: number;
  readonly reason: CancelReason;
  /** What the shop or the buyer says about it; may be empty. */
  readonly note: string;
  /** A staff name, `buyer` or `system`. */
  readonly by: string;
  readonly at: Date;
  /** All of the order's refunds, those among them that its cancellation began. */
  readonly refunds: readonly OrderRefund[];
  /** What staff are shown of its ring, if one ends with it. */
  readonly ring?: OrderRing | undefined;
  /** What else is done in the same transaction, once it is cancelled and before that is told. */
  readonly beforeTold?: (order: Order) => Promise<void>;
}

/**
 * Cancels an order and tells of it, with the refunds that it brings. Nothing of its money or its stock is touched
 * here. The caller holds the order's lock and has seen that it may be cancelled.
 */
export async function cancelOrder(tx: Tx, cancellation: Cancellation): Promise<OrderReply> {
  const { orderId, reason, note, by, at, refunds, ring, beforeTold } = cancellation;
  await updateRefunds(tx, orderId, refunds);
  const move = { orderId, at, by, ring, beforeTold, cancellation: { reason, note } };
  const cancelled = await moveOrder(tx, 'cancel', move);
  if (cancelled === undefined) throw new Error(`order ${orderId} was to be cancelled and cannot be`);
  return cancelled;
}
