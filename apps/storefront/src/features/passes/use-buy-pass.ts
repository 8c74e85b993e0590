import { createPassPurchase } from '@carillon/buyer';
import { makeKey } from '@carillon/contract';
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
  const purchase = createPassPurchase(api, shopId, makeKey);

  async function buy(kind: PassKind): Promise<Order | undefined> {
    if (busyWith.value !== undefined) return undefined;
    busyWith.value = kind.id;
    error.value = undefined;
    try {
      return await purchase(kind);
    } catch (failure) {
      error.value = failure;
      return undefined;
    } finally {
      busyWith.value = undefined;
    }
  }

  return { busyWith, error, buy };
}
