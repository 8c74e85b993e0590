import type { Order } from '@carillon/contract';
import type { AppError } from '../platform/errors.ts';
import { orderErrors } from './order-errors.ts';
import { fulfilmentsOf, orderStates } from './order.ts';
import type { OrderMove } from './order.ts';

const alreadyErrors = {
  paid: orderErrors.order_already_paid,
  accepted: orderErrors.order_already_accepted,
  delivering: orderErrors.order_already_delivering,
  ready: orderErrors.order_already_ready,
  completed: orderErrors.order_already_completed,
};

/**
 * Says why an order could not be moved: it is cancelled, is none that knows the move, has been where the move leads
 * or beyond, or is not yet where the move starts. What was done already comes with who did it, and when.
 */
export function refusalOf(order: Order, move: OrderMove): AppError {
  if (order.status === 'cancelled') return cancelledOf(order);
  const fulfilments = fulfilmentsOf(move);
  if (fulfilments?.includes(order.fulfilment) === false) {
    return order.fulfilment === 'delivery'
      ? orderErrors.order_is_delivered()
      : orderErrors.order_not_delivered();
  }
  const { to } = orderStates.move(move);
  const isReached = to !== 'pending_payment' && to !== 'cancelled' && entryOf(order, to) !== undefined;
  const reached = isReached ? to : order.status;
  if (reached === 'pending_payment') return orderErrors.order_not_paid();
  if (reached === 'paid' && !isReached) return orderErrors.order_not_accepted();
  return alreadyErrors[reached]({ status: order.status, ...entryOf(order, reached) });
}

function cancelledOf(order: Order): AppError {
  return orderErrors.order_cancelled({ ...order.cancellation, ...entryOf(order, 'cancelled') });
}

function entryOf(order: Order, wanted: Order['status']): { by: string; at: string } | undefined {
  const entry = order.timeline.find(({ status }) => status === wanted);
  return entry && { by: entry.by, at: entry.at };
}
