import { ApiError } from '@carillon/contract';
import type { Api, Order, PassKind } from '@carillon/contract';

/** Places the order for a pass of a kind, at the price that the buyer saw. Rejects with why it was not placed. */
type PassPurchase = (kind: Pick<PassKind, 'id' | 'priceFen'>) => Promise<Order>;

/**
 * Makes what places orders for passes of a shop. Tapped again after a lost answer, it is the same order: one for each
 * kind and price.
 */
export function createPassPurchase(api: Api, shopId: number, makeKey: () => string): PassPurchase {
  const keys = new Map<string, string>();
  return async ({ id: kindId, priceFen }) => {
    const name = `${kindId} ${priceFen}`;
    const key = keys.get(name) ?? makeKey();
    keys.set(name, key);
    const call = { params: { shopId }, body: { kindId, priceFen }, headers: { 'idempotency-key': key } };
    try {
      const { order } = await api('buyPass', call).catch((refusal: unknown) => {
        // The refusal came with the cookie that was missing.
        if (refusal instanceof ApiError && refusal.code === 'buyer_unknown') return api('buyPass', call);
        throw refusal;
      });
      keys.delete(name);
      return order;
    } catch (error) {
      // Refused for good, the next tap is another wish.
      if (isRefusedByBuying(error)) keys.delete(name);
      throw error;
    }
  };
}

/** Who is not known, or asks too often, is stopped before it is looked whether the order is there already. */
function isRefusedByBuying(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.status === 401 || error.status === 429) return false;
  return error.status >= 400 && error.status < 500;
}
