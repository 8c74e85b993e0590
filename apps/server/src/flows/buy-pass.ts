import { createHash } from 'node:crypto';
import type { BuyPass } from '@carillon/contract';
import { settleOnBuyer } from '../buyers/index.ts';
import { findUnpaidPassOrders, placeOnce, recordOrder } from '../orders/index.ts';
import { insertPurchase, reservePass } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';

export interface PassBuying {
  readonly shopId: number;
  readonly buyerId: string;
  /** Names this very order: the same key places it once, however often it is sent. */
  readonly idempotencyKey: string;
  readonly request: BuyPass;
  /** What one pass may cost, in fen. */
  readonly maxPriceFen: number;
}

/**
 * Places an order for one pass, which is issued once the order is paid: an ordinary order, that asks nothing of the
 * shop's people. A shop that is closed sells passes all the same. Returns the order's id; repeated with the same key,
 * the same order's.
 * @throws pass_kind_not_found, pass_kind_not_on_sale, pass_price_changed, pass_limit_reached, idempotency_key_reused
 */
export async function buyPass(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { shopId, idempotencyKey, request, maxPriceFen, ...asked }: PassBuying,
): Promise<number> {
  const requestHash = hashRequest(shopId, request);
  const now = clock.now();
  return database.transaction(async (tx) => {
    // Who buys it may be logging in at this moment: then it is their account's.
    const buyerId = await settleOnBuyer(tx, asked.buyerId, now);
    return placeOnce(tx, { buyerId, idempotencyKey, requestHash }, async () => {
      const wish = { ...request, shopId, buyerId, maxPriceFen, now };
      const kind = await reservePass(tx, { ...wish, findUnpaid: findUnpaidPassOrders });
      const line = { productId: null, name: kind.name, quantity: 1, unitPriceFen: kind.priceFen };
      const orderId = await recordOrder(tx, {
        ...{ shopId, buyerId, fulfilment: 'pass', lines: [line], placedAt: now },
        ...{ tableName: null, contact: null, deliveryFeeFen: 0, remark: '', takenIds: new Set() },
      });
      await insertPurchase(tx, { orderId, shopId, kind });
      return orderId;
    });
  });
}

function hashRequest(shopId: number, { kindId, priceFen }: BuyPass): string {
  return createHash('sha256')
    .update(JSON.stringify(['pass', shopId, kindId, priceFen]))
    .digest('hex');
}
