import { ApiError } from '@carillon/contract';
import type { Api, Order } from '@carillon/contract';
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

/** The step an order is at, taken once: accept what waits, send or hand out what is made, be done with it. */
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
  async function take(order: Order): Promise<boolean> {
    const params = { orderId: order.id };
    own.add(order.id);
    try {
      const { order: moved } = await api(ROUTES[nextStep(order) ?? 'complete'], { params });
      live.put(moved);
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
  /** Takes the order's next step; true when the server did it. Pressed twice, it is sent once. */
  async function step(order: Order): Promise<boolean> {
    if (busy.value.has(order.id)) return false;
    busy.value = new Set(busy.value).add(order.id);
    fail(order.id, undefined);
    const done = await take(order);
    busy.value = new Set([...busy.value].filter((id) => id !== order.id));
    return done;
  }

  return {
    busy: readonly(busy) as Readonly<Ref<ReadonlySet<number>>>,
    failures: readonly(failures) as Readonly<Ref<ReadonlyMap<number, string>>>,
    step,
    isOwn: (orderId: number) => own.has(orderId),
  };
}

export type Steps = ReturnType<typeof useSteps>;
