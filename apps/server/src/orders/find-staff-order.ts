import type { Order } from '@carillon/contract';
import type { Executor } from '../platform/database.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { orderErrors } from './order-errors.ts';
import { findOrder } from './order-store.ts';

/**
 * Finds an order of one of the staff member's shops.
 * @throws order_not_found also when it is another shop's
 */
export async function findStaffOrder(
  executor: Executor,
  orderId: number,
  { shopIds }: Pick<StaffVisitor, 'shopIds'>,
): Promise<Order> {
  const order = await findOrder(executor, orderId);
  if (order === undefined || !shopIds.includes(order.shopId)) throw orderErrors.order_not_found();
  return order;
}
