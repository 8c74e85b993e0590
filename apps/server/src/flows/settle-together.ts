import { judgePayment, lockTrades } from '../payments/index.ts';
import type { NewPayment, Payment } from '../payments/index.ts';
import type { Tx } from '../platform/database.ts';
import { platformErrors } from '../platform/platform-errors.ts';
import { workInGroups } from '../platform/work-in-groups.ts';
import { claimPayments } from './claim-payments.ts';
import { settlePayment } from './settle-payment.ts';
import type { PaymentContext, PaymentOutcome } from './settle-payment.ts';

/** Settles a payment as `settlePayment` does, and with the same refusals. */
export type SettlePayment = (payment: Payment) => Promise<PaymentOutcome>;

const MAX_GROUP_SIZE = 64;
/** Those who wait behind so many would be answered too late anyway. */
const MAX_WAITING = 2_000;

/**
 * Makes a way to settle payments in which those that come at the same time share a transaction, and so its statements,
 * its turn at the shop's journal, and its way to the disk. What is not plain is settled by itself: what comes late,
 * twice, wrong or again, or is busy elsewhere; and all of a group when something fails in it.
 */
export function createSettler(context: PaymentContext): SettlePayment {
  return workInGroups<Payment, PaymentOutcome>({
    together: async (payments) => settleTogether(context, payments),
    alone: async (payment) => settlePayment(context, payment),
    onGroupFailure: (err, payments) =>
      context.logger.warn({ err, payments }, 'payments were not settled together, but each by itself'),
    ...{ maxGroupSize: MAX_GROUP_SIZE, maxWaiting: MAX_WAITING },
    whenFull: () => platformErrors.database_busy(),
  });
}

/** Settles the plain ones of many payments in one transaction, and waits for nobody but for the journals. */
async function settleTogether(
  context: PaymentContext,
  payments: readonly Payment[],
): Promise<(PaymentOutcome | undefined)[]> {
  const { database, logger } = context;
  const paid = await database.transaction(async (tx) => {
    const plain = await findPlain(tx, payments);
    const orderIds = await claimPayments(tx, context, { payments: [...plain.values()], ifLocked: 'skip' });
    return new Map([...plain].filter(([, { trade }]) => orderIds.has(trade.orderId)));
  });
  for (const { trade, outTradeNo } of paid.values()) {
    logger.info({ orderId: trade.orderId, outTradeNo }, 'order paid');
  }
  return payments.map((payment) => (paid.has(payment) ? 'paid' : undefined));
}

/** Those that are the first to pay their order, through a trade that waits for it. */
async function findPlain(tx: Tx, payments: readonly Payment[]): Promise<Map<Payment, NewPayment>> {
  const numbers = payments.map(({ outTradeNo }) => outTradeNo);
  const locked = await lockTrades(tx, numbers, 'skip');
  const trades = new Map(locked.map((trade) => [trade.outTradeNo, trade]));
  const orderIds = new Set<number>();
  const plain = new Map<Payment, NewPayment>();
  for (const payment of payments) {
    const trade = trades.get(payment.outTradeNo);
    if (trade === undefined || trade.state === 'closed' || orderIds.has(trade.orderId)) continue;
    if (judgePayment(payment, trade) !== 'new') continue;
    orderIds.add(trade.orderId);
    plain.set(payment, { ...payment, trade });
  }
  return plain;
}
