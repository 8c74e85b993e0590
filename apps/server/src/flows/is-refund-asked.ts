import { orderErrors } from '../orders/index.ts';
import { findRefundByKey } from '../payments/index.ts';
import type { Tx } from '../platform/database.ts';

/** A refund of an order that staff ask for. */
export interface AskedRefund {
  readonly orderId: number;
  readonly idempotencyKey: string;
  readonly amountFen: number;
  readonly reason: string;
}

/**
 * Whether this very refund was asked for before. The order's lock is held, so of two requests one finds the other.
 * @throws idempotency_key_reused when the key came with something else before
 */
export async function isRefundAsked(tx: Tx, { amountFen, reason, ...named }: AskedRefund): Promise<boolean> {
  const asked = await findRefundByKey(tx, named);
  if (asked === undefined) return false;
  if (asked.amountFen !== amountFen || asked.reason !== reason) throw orderErrors.idempotency_key_reused();
  return true;
}
