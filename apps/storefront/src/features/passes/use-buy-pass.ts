import { ApiError, makeKey } from '@carillon/contract';
import type { Order, PassKind } from '@carillon/contract';
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { useApi } from '../../lib/api.ts';

interface PassPurchase {
  /** The kind that is being bought just now. */
  busyWith: Readonly<ShallowRef<number | undefined>>;
  /** Why the last one was not bought. */
  error: Readonly<ShallowRef<unknown>>;
  /** Places the order for a pass. Undefined when that failed, or one is under way. Never rejects. */
  buy: (kind: PassKind) => Promise<Order | undefined>;
}

/** Buys passes at a shop. Tapped again after a lost answer, it is the same order: one for each kind and price. */
export function useBuyPass(shopId: number): PassPurchase {
  const api = useApi();
  const busyWith = shallowRef<number>();
  const error = shallowRef<unknown>();
  const keys = new Map<string, string>();

  async function place({ id: kindId, priceFen }: PassKind, key: string): Promise<Order> {
    const call = {
      params: { shopId },
      body: { kindId, priceFen },
      headers: { 'idempotency-key': key },
    };
    const { order } = await api('buyPass', call).catch((failure: unknown) => {
      // The refusal came with the cookie that was missing.
      if (failure instanceof ApiError && failure.code === 'buyer_unknown') return api('buyPass', call);
      throw failure;
    });
    return order;
  }

  async function buy(kind: PassKind): Promise<Order | undefined> {
    if (busyWith.value !== undefined) return undefined;
    busyWith.value = kind.id;
    error.value = undefined;
    const name = `${kind.id} ${kind.priceFen}`;
    const key = keys.get(name) ?? makeKey();
    keys.set(name, key);
    try {
      const order = await place(kind, key);
      keys.delete(name);
      return order;
    } catch (failure) {
      // Refused for good, the next tap is another wish.
      if (failure instanceof ApiError && failure.status >= 400 && failure.status < 500) keys.delete(name);
      error.value = failure;
      return undefined;
    } finally {
      busyWith.value = undefined;
    }
  }

  return { busyWith, error, buy };
}
