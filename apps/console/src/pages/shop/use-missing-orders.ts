import type { Api, Order } from '@carillon/contract';
import { watch } from 'vue';

interface MissingOrdersOptions {
  api: Api;
  /** Ids of the orders that are wanted. */
  wanted: () => readonly number[];
  /** What the board has; undefined while it is not read. */
  known: () => ReadonlyMap<number, unknown> | undefined;
  put: (order: Order) => void;
}

/**
 * Puts orders on the board that are wanted and not there, such as one completed long ago that its buyer writes about.
 * Each is asked for once. Ends with its scope.
 */
export function useMissingOrders({ api, wanted, known, put }: MissingOrdersOptions): void {
  const asked = new Set<number>();
  async function fetchOrder(orderId: number): Promise<void> {
    asked.add(orderId);
    try {
      put((await api('readOrder', { params: { orderId } })).order);
    } catch {
      // The board goes on without it; the next time it is wanted it is asked for again.
      asked.delete(orderId);
    }
  }
  watch(
    [wanted, known],
    () => {
      const orders = known();
      if (orders === undefined) return;
      for (const id of wanted()) if (!orders.has(id) && !asked.has(id)) void fetchOrder(id);
    },
    { immediate: true },
  );
}
