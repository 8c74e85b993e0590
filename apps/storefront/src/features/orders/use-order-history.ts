import type { Order } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { useLoader } from '../../lib/use-loader.ts';
import { useReturn } from '../../lib/use-return.ts';

/** So many fill a phone three times over. */
const ORDERS_PER_PAGE = 20;

export interface OrderHistory {
  /** The latest first; undefined until they are known. */
  orders: ComputedRef<readonly Order[] | undefined>;
  /** Why they are not known. */
  error: ComputedRef<unknown>;
  /** Why they could not be read anew; undefined when they could. */
  staleBecause: Readonly<ShallowRef<unknown>>;
  reload: () => Promise<void>;
  /** How it stands with the older ones: there are none, they can be asked for, are asked for, or did not come. */
  older: Readonly<ShallowRef<'none' | 'some' | 'loading' | 'failed'>>;
  /** Reads the next page of older orders. */
  readOlder: () => Promise<void>;
}

/** The buyer's orders, page by page; the newest page anew whenever the buyer comes back. */
export function useOrderHistory(): OrderHistory {
  const api = useApi();
  const seen = shallowRef<ReadonlyMap<number, Order>>();
  const older = shallowRef<'none' | 'some' | 'loading' | 'failed'>('none');
  const over = new AbortController();
  let nextBefore: number | null = null;

  function goOnFrom(before: number | null): void {
    nextBefore = before;
    older.value = before === null ? 'none' : 'some';
  }

  const { state, staleBecause, reload } = useLoader(async (signal) => {
    const page = await api('listOwnOrders', { query: { limit: ORDERS_PER_PAGE }, signal });
    const joins = page.orders.some(({ id }) => seen.value?.has(id));
    seen.value = withOrders(joins ? seen.value : undefined, page.orders);
    // Nothing of what was read before: what lies between is not known.
    if (!joins) goOnFrom(page.nextBefore);
  });

  async function readOlder(): Promise<void> {
    if (nextBefore === null || older.value === 'loading') return;
    older.value = 'loading';
    try {
      const query = { before: nextBefore, limit: ORDERS_PER_PAGE };
      const page = await api('listOwnOrders', { query, signal: over.signal });
      seen.value = withOrders(seen.value, page.orders);
      goOnFrom(page.nextBefore);
    } catch {
      older.value = 'failed';
    }
  }

  useReturn(() => void reload());
  onScopeDispose(() => over.abort());
  return {
    orders: computed(() => seen.value && [...seen.value.values()].sort((one, other) => other.id - one.id)),
    error: computed(() => (state.value.name === 'failed' ? state.value.error : undefined)),
    staleBecause,
    reload,
    older,
    readOlder,
  };
}

/** What was read, with what was read since. */
function withOrders(
  before: ReadonlyMap<number, Order> | undefined,
  orders: readonly Order[],
): ReadonlyMap<number, Order> {
  const all = new Map(before);
  for (const order of orders) all.set(order.id, order);
  return all;
}
