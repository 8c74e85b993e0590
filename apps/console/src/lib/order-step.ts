import type { Fulfilment, Order, OrderStatus } from '@carillon/contract';

/** What staff do with an order: take it, send it on its way, have it ready to be fetched, be done with it. */
export type StepName = 'accept' | 'send' | 'ready' | 'complete';

/** Once it is made: brought to the door, fetched at the counter, or served and done with. */
const MADE: Partial<Record<Fulfilment, StepName>> = { delivery: 'send', pickup: 'ready', table: 'complete' };

const STEPS: Partial<Record<OrderStatus, StepName>> = {
  paid: 'accept',
  ready: 'complete',
  delivering: 'complete',
};

/** The one next step of an order; undefined when there is none for staff. */
export function nextStep({ status, fulfilment }: Pick<Order, 'status' | 'fulfilment'>): StepName | undefined {
  return status === 'accepted' ? MADE[fulfilment] : STEPS[status];
}
