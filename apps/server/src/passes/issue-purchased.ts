import type { Tx } from '../platform/database.ts';
import { passExpiry } from './pass-expiry.ts';
import { insertPass } from './pass-store.ts';
import type { PassRecord } from './pass.ts';
import { postEntry } from './post-entry.ts';
import { selectPurchases } from './purchase-store.ts';
import type { Purchase } from './purchase-store.ts';

interface PaidPurchase {
  readonly orderId: number;
  readonly buyerId: string;
}

export interface IssuedPass {
  readonly orderId: number;
  readonly pass: PassRecord;
}

/**
 * Issues the passes that orders bought, which are paid in this very transaction: that happens to an order once, and
 * a second pass of one order is refused by the database.
 */
export async function issuePurchased(
  tx: Tx,
  orders: readonly PaidPurchase[],
  at: Date,
): Promise<IssuedPass[]> {
  const buyers = new Map(orders.map(({ orderId, buyerId }) => [orderId, buyerId]));
  const purchases = await selectPurchases(tx, [...buyers.keys()]);
  if (purchases.length !== buyers.size) {
    throw new Error(`orders ${[...buyers.keys()].join(', ')} are of passes, and not all say of which`);
  }
  const issued: IssuedPass[] = [];
  for (const purchase of purchases) {
    const { order_id: orderId } = purchase;
    issued.push({ orderId, pass: await issue(tx, purchase, { buyerId: buyers.get(orderId) ?? null, at }) });
  }
  return issued;
}

async function issue(
  tx: Tx,
  { valid_days: validDays, ...purchase }: Purchase,
  { buyerId, at }: { buyerId: string | null; at: Date },
): Promise<PassRecord> {
  const { visits } = purchase;
  const pass = await insertPass(tx, {
    ...purchase,
    buyer_id: buyerId,
    issued_at: at,
    expires_at: passExpiry(at, validDays),
  });
  const left = await postEntry(tx, { passId: pass.id, what: 'bought', visits, at, by: 'wechat' });
  return { ...pass, left };
}
