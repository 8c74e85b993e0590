import type { Tx } from '../platform/database.ts';
import { paymentErrors } from './payment-errors.ts';
import { postRefund } from './post-money.ts';
import { countRefunds, insertRefund } from './refund-store.ts';
import { MAX_REFUNDS_PER_TRADE, makeOutRefundNo, refundStates } from './refund.ts';
import type { Refund, RefundCause } from './refund.ts';
import { raiseRefunded } from './trade-store.ts';
import type { Trade } from './trade.ts';

export interface RefundWish {
  /** Paid. */
  readonly trade: Pick<Trade, 'id' | 'orderId' | 'outTradeNo' | 'notifyUrl'>;
  readonly amountFen: number;
  readonly cause: RefundCause;
  /** What the buyer reads. */
  readonly reason: string;
  /** A staff name, `buyer` or `system`. */
  readonly by: string;
  readonly now: Date;
  /** 256 random bits, of `[0-9A-Za-z_-]`. */
  readonly token: string;
  readonly idempotencyKey?: string | undefined;
  /** The refund that WeChat closed, whose place this one takes; and whether somebody asked for that. */
  readonly replaces?: { refund: Pick<Refund, 'id' | 'replacements'>; asked: boolean } | undefined;
}

/**
 * Writes down that a part of a trade's money is to be given back, with the number that WeChat will be asked under;
 * the worker asks, a minute after the trade's refund before it. Never more than was paid. The caller holds the
 * order's lock.
 * @throws refund_too_much, refund_too_many
 */
export async function askRefund(tx: Tx, wish: RefundWish): Promise<void> {
  const { trade, amountFen, cause, reason, by, now, replaces } = wish;
  if ((await countRefunds(tx, trade.id)) >= MAX_REFUNDS_PER_TRADE) {
    throw paymentErrors.refund_too_many({ max: MAX_REFUNDS_PER_TRADE });
  }
  const slot = await raiseRefunded(tx, { tradeId: trade.id, amountFen, now });
  if (slot === undefined) throw paymentErrors.refund_too_much();
  const id = await insertRefund(tx, {
    ...{ tradeId: trade.id, orderId: trade.orderId, amountFen, cause, reason },
    outRefundNo: makeOutRefundNo(trade.outTradeNo, wish.token),
    notifyUrl: trade.notifyUrl,
    askedBy: by,
    askedAt: now,
    nextAttemptAt: slot,
    idempotencyKey: wish.idempotencyKey,
    replacesId: replaces?.refund.id,
    replacements: replaces === undefined || replaces.asked ? 0 : replaces.refund.replacements + 1,
  });
  const refund = { id, tradeId: trade.id, amountFen, cause, state: refundStates.initial };
  await postRefund(tx, 'asked', { refund, at: now });
}
