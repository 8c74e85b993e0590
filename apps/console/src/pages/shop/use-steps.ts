import { ApiError } from '@carillon/contract';
import type { Api, Order, OrderReply } from '@carillon/contract';
import { readonly, shallowRef } from 'vue';
import type { Ref } from 'vue';
import { errorText } from '../../lib/error-text.ts';
import { isFurther } from '../../lib/order-status.ts';
import { nextStep } from '../../lib/order-step.ts';
import { useWords } from '../../lib/use-words.ts';
import type { LiveBoard } from './use-live-board.ts';

const ROUTES = {
  accept: 'acceptOrder',
  send: 'sendOrder',
  ready: 'prepareOrder',
  complete: 'completeOrder',
} as const;

/**
 * What staff do with orders, each thing once: the step that an order is at (accept what waits, send or hand out what is
 * made, be done with it), another promise, and calling it off.
 */
export function useSteps(api: Api, live: Pick<LiveBoard, 'board' | 'put' | 'reload'>) {
  const { t } = useWords();
  const busy = shallowRef<ReadonlySet<number>>(new Set());
  const failures = shallowRef<ReadonlyMap<number, string>>(new Map());
  /** Orders that were stepped from this page: their events are no news here. */
  const own = new Set<number>();

  function fail(id: number, why: string | undefined): void {
    const next = new Map(failures.value);
    if (why === undefined) next.delete(id);
    else next.set(id, why);
    failures.value = next;
  }
  async function take(order: Order, call: () => Promise<OrderReply>): Promise<boolean> {
    const before = live.board.value.get(order.id)?.order;
    own.add(order.id);
    try {
      live.put((await call()).order, before);
      return true;
    } catch (error) {
      own.delete(order.id);
      // Someone else may have been quicker: then the board tells, and there is nothing to complain of.
      if (error instanceof ApiError && error.status === 409) await live.reload();
      const now = live.board.value.get(order.id)?.order;
      if (!now || !isFurther(now.status, order.status)) fail(order.id, errorText(t, error));
      return false;
    }
  }
  /** True when the server did it. Pressed twice, it is sent once. */
  async function run(order: Order, call: () => Promise<OrderReply>): Promise<boolean> {
    if (busy.value.has(order.id)) return false;
    busy.value = new Set(busy.value).add(order.id);
    fail(order.id, undefined);
    const done = await take(order, call);
    busy.value = new Set([...busy.value].filter((id) => id !== order.id));
    return done;
  }
  function callStep(order: Order, promiseMinutes: number | undefined): Promise<OrderReply> {
    const params = { orderId: order.id };
    const name = nextStep(order) ?? 'complete';
    if (name === 'accept' && promiseMinutes !== undefined) {
      return api('acceptOrder', { params, body: { promiseMinutes } });
    }
    return api(ROUTES[name], { params });
  }

  return {
    busy: readonly(busy) as Readonly<Ref<ReadonlySet<number>>>,
    failures: readonly(failures) as Readonly<Ref<ReadonlyMap<number, string>>>,
    /** Takes the order's next step. `promiseMinutes` are for accepting; left out, the shop's usual. */
    step: (order: Order, promiseMinutes?: number) => run(order, () => callStep(order, promiseMinutes)),
    /** Promises an order under way for another time, so many minutes from now. */
    promise: (order: Order, promiseMinutes: number) =>
      run(order, () => api('promiseOrder', { params: { orderId: order.id }, body: { promiseMinutes } })),
    /** Says no to an order that waits, or cancels one that was accepted; what was paid goes back. */
    callOff(order: Order, reason: string): Promise<boolean> {
      const route = order.status === 'paid' ? 'rejectOrder' : 'cancelOrder';
      return run(order, () => api(route, { params: { orderId: order.id }, body: { reason } }));
    },
    /** Forgets why the last thing done with an order failed. */
    forget: (order: Order) => fail(order.id, undefined),
    isOwn: (orderId: number) => own.has(orderId),
  };
}

export type Steps = ReturnType<typeof useSteps>;
