import { MAX_PASSES_PER_BUYER } from '@carillon/contract';
import type { BuyPass, PassKind } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { lockKind } from './kind-store.ts';
import { passErrors } from './pass-errors.ts';
import { countUsable } from './pass-store.ts';
import { countPurchases } from './purchase-store.ts';

export interface PassWish extends BuyPass {
  readonly shopId: number;
  readonly buyerId: string;
  /** Finds the buyer's orders of passes that are not paid yet: each may still bring one. */
  readonly findUnpaid: (tx: Tx, buyerId: string) => Promise<readonly number[]>;
  readonly maxPriceFen: number;
  readonly now: Date;
}

/**
 * The kind of pass that a buyer wants, if they may have it for what they were shown. Its row is held until the
 * transaction ends, so that of a buyer's orders that come at once none passes the limit unseen.
 * @throws pass_kind_not_found, pass_kind_not_on_sale, pass_price_changed, pass_limit_reached
 */
export async function reservePass(tx: Tx, wish: PassWish): Promise<PassKind> {
  const { kindId, priceFen, buyerId, findUnpaid, maxPriceFen, now } = wish;
  const kind = await lockKind(tx, wish);
  if (kind === undefined) throw passErrors.pass_kind_not_found();
  if (!kind.onSale || kind.priceFen > maxPriceFen) throw passErrors.pass_kind_not_on_sale();
  if (kind.priceFen !== priceFen) throw passErrors.pass_price_changed({ priceFen: kind.priceFen });
  const max = kind.maxPerBuyer ?? MAX_PASSES_PER_BUYER;
  // Looked for after the lock was got, or we would not see what those before us have ordered.
  const orderIds = await findUnpaid(tx, buyerId);
  const unpaid = await countPurchases(tx, { kindId, orderIds });
  const held = await countUsable(tx, { kindId, buyerId, now });
  if (held + unpaid >= max) throw passErrors.pass_limit_reached({ max });
  return kind;
}
