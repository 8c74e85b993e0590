import type { Order } from '@carillon/contract';
import type { AppError } from '../platform/errors.ts';
import { orderErrors } from './order-errors.ts';

const alreadyErrors = {
  paid: orderErrors.order_already_paid,
  accepted: orderErrors.order_already_accepted,
  completed: orderErrors.order_already_completed,
};

/**
 * Says why an order could not be brought to a status: it has reached it before, or is not yet where it starts.
 * @param wanted the status that the move would have led to.
 */
export function refusalOf(order: Order, wanted: keyof typeof alreadyErrors): AppError {
  const reached = order.timeline.find(({ status }) => status === wanted);
  if (reached !== undefined) {
    return alreadyErrors[wanted]({ status: order.status, by: reached.by, at: reached.at });
  }
  return order.status === 'pending_payment' ? orderErrors.order_not_paid() : orderErrors.order_not_accepted();
}
