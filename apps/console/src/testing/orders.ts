import type { Order, OrderEvent, OrderRing, OrderStatus } from '@carillon/contract';

const STEPS: [OrderStatus, string][] = [
  ['pending_payment', 'buyer'],
  ['paid', 'wechat'],
  ['accepted', '小周'],
  ['completed', '掌柜'],
];

/** Start of the day that the tests' orders are from, in milliseconds. */
export const MORNING_MS = Date.parse('2026-11-21T02:00:00.000Z');

/** Makes an order: `anOrder(17)` waits at table 1, was paid 17 s into the morning, and costs ¥42.00. */
export function anOrder(id: number, parts: Partial<Order> = {}): Order {
  const status = parts.status ?? 'paid';
  const reached = STEPS.findIndex(([step]) => step === status);
  const atMs = (step: number) => MORNING_MS + id * 1000 + step * 60_000;
  return {
    id,
    shopId: 1,
    number: String(id).padStart(3, '0'),
    fulfilment: 'table',
    contact: null,
    takeaway: { status: 2, payStatus: 1 },
    deliveryFeeFen: 0,
    promisedAt: null,
    remindedAt: null,
    cancellation: null,
    refunds: [],
    tableName: '1 号桌',
    lines: [{ productId: 1, name: '红烧牛肉面', quantity: 1, unitPriceFen: 4200, amountFen: 4200 }],
    totalFen: 4200,
    remark: '',
    placedAt: new Date(atMs(0)).toISOString(),
    expiresAt: new Date(atMs(15)).toISOString(),
    paidAt: reached >= 1 ? new Date(MORNING_MS + id * 1000).toISOString() : null,
    timeline: STEPS.slice(0, reached + 1).map(([step, by], index) => ({
      status: step,
      at: new Date(atMs(index)).toISOString(),
      by,
    })),
    ...parts,
    status,
  };
}

/** Makes what staff are shown of a ring that began in the morning. */
export function aRing(parts: Partial<OrderRing> = {}): OrderRing {
  return {
    step: 'ring',
    beganAt: new Date(MORNING_MS).toISOString(),
    answerBy: new Date(MORNING_MS + 600_000).toISOString(),
    ended: null,
    events: [],
    ...parts,
  };
}

/** Makes the event that tells an order's present status. */
export function anEvent(order: Order): OrderEvent {
  const type = `order.${order.status}` as OrderEvent['type'];
  return { type, at: order.timeline.at(-1)?.at ?? order.placedAt, order };
}
