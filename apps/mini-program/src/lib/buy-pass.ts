import { ApiError } from '@carillon/contract';
import type { Api, Order, PassKind } from '@carillon/contract';

/**
 * Makes what places orders for passes of a shop. Tapped again after a lost answer, it is the same order: one for each
 * kind and price.
 */
export function createPassPurchase(
  api: Api,
  shopId: number,
  makeKey: () => string,
): (kind: Pick<PassKind, 'id' | 'priceFen'>) => Promise<Order> {
  const keys = new Map<string, string>();
  return async ({ id: kindId, priceFen }) => {
    const name = `${kindId} ${priceFen}`;
    const key = keys.get(name) ?? makeKey();
    keys.set(name, key);
    try {
      const call = { params: { shopId }, body: { kindId, priceFen }, headers: { 'idempotency-key': key } };
      const { order } = await api('buyPass', call);
      keys.delete(name);
      return order;
    } catch (error) {
      // Refused for good, the next tap is another wish.
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) keys.delete(name);
      throw error;
    }
  };
}
