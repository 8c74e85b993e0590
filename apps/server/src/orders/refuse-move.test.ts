import type { Fulfilment, Order, OrderStatus } from '@carillon/contract';
import { describe, expect, test } from 'vitest';
import { fulfilmentsOf, orderStates } from './order.ts';
import type { OrderMove } from './order.ts';
import { refusalOf } from './refuse-move.ts';

const AT = '2026-11-21T04:00:00.000Z';

const BEEN: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending_payment: ['pending_payment'],
  paid: ['pending_payment', 'paid'],
  accepted: ['pending_payment', 'paid', 'accepted'],
  delivering: ['pending_payment', 'paid', 'accepted', 'delivering'],
  ready: ['pending_payment', 'paid', 'accepted', 'ready'],
  completed: ['pending_payment', 'paid', 'accepted', 'completed'],
  cancelled: ['pending_payment', 'paid', 'accepted', 'cancelled'],
};

/** Who led the order to a status is called by the name of that status. */
function orderIn(status: OrderStatus, fulfilment: Fulfilment = 'pickup'): Order {
  return {
    ...{ id: 7, shopId: 1, number: '007', tableName: null, contact: null, lines: [], deliveryFeeFen: 0 },
    ...{
      totalFen: 1,
      remark: '',
      placedAt: AT,
      expiresAt: AT,
      paidAt: AT,
      promisedAt: null,
      remindedAt: null,
    },
    ...{ refunds: [], takeaway: { status: 1, payStatus: 0 } },
    status,
    fulfilment,
    cancellation: status === 'cancelled' ? { reason: 'shop', note: '没有鱼了' } : null,
    timeline: BEEN[status].map((reached) => ({ status: reached, at: AT, by: reached })),
  };
}

type Pair = [move: OrderMove, status: OrderStatus, code: string, by?: string];

const PICKUP: Pair[] = [
  ['pay', 'paid', 'order_already_paid', 'paid'],
  ['pay', 'accepted', 'order_already_paid', 'paid'],
  ['pay', 'ready', 'order_already_paid', 'paid'],
  ['pay', 'completed', 'order_already_paid', 'paid'],
  ['pay', 'cancelled', 'order_cancelled', 'cancelled'],
  ['accept', 'pending_payment', 'order_not_paid'],
  ['accept', 'accepted', 'order_already_accepted', 'accepted'],
  ['accept', 'ready', 'order_already_accepted', 'accepted'],
  ['accept', 'completed', 'order_already_accepted', 'accepted'],
  ['accept', 'cancelled', 'order_cancelled', 'cancelled'],
  ['prepare', 'pending_payment', 'order_not_paid'],
  ['prepare', 'paid', 'order_not_accepted'],
  ['prepare', 'ready', 'order_already_ready', 'ready'],
  ['prepare', 'completed', 'order_already_completed', 'completed'],
  ['prepare', 'cancelled', 'order_cancelled', 'cancelled'],
  ['send', 'pending_payment', 'order_not_delivered'],
  ['send', 'paid', 'order_not_delivered'],
  ['send', 'accepted', 'order_not_delivered'],
  ['send', 'ready', 'order_not_delivered'],
  ['send', 'completed', 'order_not_delivered'],
  ['send', 'cancelled', 'order_cancelled', 'cancelled'],
  ['complete', 'pending_payment', 'order_not_paid'],
  ['complete', 'paid', 'order_not_accepted'],
  ['complete', 'completed', 'order_already_completed', 'completed'],
  ['complete', 'cancelled', 'order_cancelled', 'cancelled'],
  ['cancel', 'completed', 'order_already_completed', 'completed'],
  ['cancel', 'cancelled', 'order_cancelled', 'cancelled'],
];
const DELIVERY: Pair[] = [
  ['pay', 'delivering', 'order_already_paid', 'paid'],
  ['accept', 'delivering', 'order_already_accepted', 'accepted'],
  ['send', 'pending_payment', 'order_not_paid'],
  ['send', 'paid', 'order_not_accepted'],
  ['send', 'delivering', 'order_already_delivering', 'delivering'],
  ['send', 'completed', 'order_already_completed', 'completed'],
  ['send', 'cancelled', 'order_cancelled', 'cancelled'],
  ['prepare', 'accepted', 'order_is_delivered'],
  ['prepare', 'delivering', 'order_is_delivered'],
];

describe.each([
  ['fetched', 'pickup', PICKUP],
  ['delivered', 'delivery', DELIVERY],
] as const)('an order that is %s', (_name, fulfilment, pairs) => {
  test.each(pairs)('refuses to %s when it is %s: %s', (move, status, code, by) => {
    const refusal = refusalOf(orderIn(status, fulfilment), move);
    expect(refusal.code).toBe(code);
    if (by !== undefined) expect(refusal.details).toMatchObject({ by, at: AT });
  });
});

test('every pair of a move and a state that it does not start in is above', () => {
  const moves = ['pay', 'accept', 'send', 'prepare', 'complete', 'cancel'] as const;
  const refused = moves.flatMap((move) =>
    orderStates.states
      .filter((status) => status !== 'delivering' && !isPossible(move, status, 'pickup'))
      .map((status) => `${move} ${status}`),
  );
  expect(PICKUP.map(([move, status]) => `${move} ${status}`).sort()).toEqual(refused.sort());
});

function isPossible(move: OrderMove, status: OrderStatus, fulfilment: Fulfilment): boolean {
  const knows = fulfilmentsOf(move)?.includes(fulfilment) ?? true;
  return knows && orderStates.move(move).from.includes(status);
}

test('a cancelled order says why', () => {
  expect(refusalOf(orderIn('cancelled'), 'accept').details).toEqual({
    ...{ reason: 'shop', note: '没有鱼了', by: 'cancelled', at: AT },
  });
});
