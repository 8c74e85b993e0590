import type { Order, OrderEvent, OrderStatus } from '@carillon/contract';

const PLACED_AT = '2026-11-21T04:05:00.000Z';
const STATUSES: OrderStatus[] = ['pending_payment', 'paid', 'accepted', 'completed'];
/** How an order came to states that not all come by. */
const BEEN: Partial<Record<OrderStatus, OrderStatus[]>> = {
  delivering: ['pending_payment', 'paid', 'accepted', 'delivering'],
  ready: ['pending_payment', 'paid', 'accepted', 'ready'],
  cancelled: ['pending_payment', 'cancelled'],
};

/** An order that waits for its payment, but for what the test says. The timeline fits its status. */
export function makeOrder(given: Partial<Order> = {}): Order {
  const status = given.status ?? 'pending_payment';
  return {
    id: 7,
    shopId: 1,
    number: '017',
    fulfilment: 'table',
    contact: null,
    takeaway: { status: 2, payStatus: 1 },
    deliveryFeeFen: 0,
    promisedAt: null,
    remindedAt: null,
    cancellation: null,
    refunds: [],
    tableName: '8 号桌',
    status,
    lines: [{ productId: 1, name: '牛肉面', quantity: 2, unitPriceFen: 2_800, amountFen: 5_600 }],
    totalFen: 5_600,
    remark: '',
    placedAt: PLACED_AT,
    expiresAt: '2026-11-21T04:20:00.000Z',
    paidAt: status === 'pending_payment' ? null : PLACED_AT,
    timeline: (BEEN[status] ?? STATUSES.slice(0, STATUSES.indexOf(status) + 1)).map((reached) => ({
      status: reached,
      at: PLACED_AT,
      by: 'buyer',
    })),
    ...given,
  };
}

/** The event that tells of an order's new status. */
export function makeEvent(type: OrderEvent['type'], order: Order): OrderEvent {
  return { type, at: PLACED_AT, order };
}
