import type { Fulfilment, Order, OrderStatus } from '@carillon/contract';

type StepState = 'done' | 'now' | 'next';

export interface OrderStep {
  name: 'stepPaid' | 'stepMaking' | 'stepReady' | 'stepDelivering' | 'stepDone';
  state: StepState;
}

type Step = [name: OrderStep['name'], reachedAs: OrderStatus];

const FETCHED: Step[] = [
  ['stepPaid', 'paid'],
  ['stepMaking', 'accepted'],
  ['stepReady', 'ready'],
  ['stepDone', 'completed'],
];
const BROUGHT: Step[] = FETCHED.map((step, index) => (index === 2 ? ['stepDelivering', 'delivering'] : step));
/** Nobody makes a pass: it is there when it is paid. */
const AT_ONCE: Step[] = [
  ['stepPaid', 'paid'],
  ['stepDone', 'completed'],
];
const STEPS: Readonly<Record<Fulfilment, Step[]>> = {
  ...{ table: FETCHED, pickup: FETCHED },
  delivery: BROUGHT,
  pass: AT_ONCE,
};

/** The line of steps that a buyer sees of a paid order. The last step is done when reached. */
export function orderSteps({ status, fulfilment }: Pick<Order, 'status' | 'fulfilment'>): OrderStep[] {
  const steps = STEPS[fulfilment];
  const reached = steps.findIndex(([, reachedAs]) => reachedAs === status);
  return steps.map(([name], index) => {
    if (index > reached) return { name, state: 'next' };
    return { name, state: index < reached || index === steps.length - 1 ? 'done' : 'now' };
  });
}
