import type { OrderStatus } from '@carillon/contract';

type StepState = 'done' | 'now' | 'next';

export interface OrderStep {
  name: 'stepPlaced' | 'stepPaid' | 'stepMaking' | 'stepDone';
  state: StepState;
}

const STEPS: { name: OrderStep['name']; reachedAs: OrderStatus }[] = [
  { name: 'stepPlaced', reachedAs: 'pending_payment' },
  { name: 'stepPaid', reachedAs: 'paid' },
  { name: 'stepMaking', reachedAs: 'accepted' },
  { name: 'stepDone', reachedAs: 'completed' },
];

/** The line of four steps that a buyer sees, for an order in a status. The last step is done when reached. */
export function orderSteps(status: OrderStatus): OrderStep[] {
  const reached = STEPS.findIndex(({ reachedAs }) => reachedAs === status);
  return STEPS.map(({ name }, index) => {
    if (index > reached) return { name, state: 'next' };
    return { name, state: index < reached || index === STEPS.length - 1 ? 'done' : 'now' };
  });
}
