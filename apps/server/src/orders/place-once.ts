import type { Tx } from '../platform/database.ts';
import { orderErrors } from './order-errors.ts';
import { bindRequest, findRequest, insertRequest } from './order-request-store.ts';
import type { OrderRequest } from './order-request-store.ts';

/**
 * Places an order unless this very request has placed one: then that one's id is returned. The key is claimed
 * first, in the same transaction, so of several requests that come at once one places and the others wait for
 * it; if it fails, its claim is gone with it and the next one tries.
 * @param place returns the id of the order it placed.
 * @throws idempotency_key_reused when the key came with something else before
 */
export async function placeOnce(
  tx: Tx,
  request: OrderRequest,
  place: () => Promise<number>,
): Promise<number> {
  if (await insertRequest(tx, request)) {
    const orderId = await place();
    await bindRequest(tx, request, orderId);
    return orderId;
  }
  const earlier = await findRequest(tx, request);
  if (earlier === undefined || earlier.orderId === null) {
    throw new Error('A request is recorded without its order.');
  }
  if (earlier.requestHash !== request.requestHash) throw orderErrors.idempotency_key_reused();
  return earlier.orderId;
}
