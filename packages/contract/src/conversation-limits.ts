import type { Order } from './types.ts';

/** The most characters of one message between buyer and staff. */
export const MAX_MESSAGE_LENGTH = 500;

/** How long after an order's completion its conversation stays open. */
export const CONVERSATION_CLOSES_AFTER_MS = 2 * 60 * 60_000;

/** `unpaid`: the shop does not see the order yet. `closed`: the order has been over for a while. */
export type ConversationState = 'unpaid' | 'open' | 'closed';

/** Whether buyer and staff may write to each other about an order, which follows from the order alone. */
export function conversationState(
  order: Pick<Order, 'status' | 'timeline'>,
  nowMs: number,
): ConversationState {
  if (order.status === 'pending_payment') return 'unpaid';
  const completed = order.timeline.find(({ status }) => status === 'completed');
  const isOver = completed !== undefined && nowMs - Date.parse(completed.at) >= CONVERSATION_CLOSES_AFTER_MS;
  return isOver ? 'closed' : 'open';
}
