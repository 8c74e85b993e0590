import { shopOrdersDestination } from '@carillon/contract';
import { sql } from 'kysely';
import { judgePayment, lockTrades } from '../payments/index.ts';
import type { NewPayment, Payment } from '../payments/index.ts';
import type { Tx } from '../platform/database.ts';
import { waitedTooLong } from '../platform/database/explain-error.ts';
import { findHeldJournals } from '../platform/journal/find-held-journals.ts';
import { platformErrors } from '../platform/platform-errors.ts';
import { workInGroups } from '../platform/work-in-groups.ts';
import { claimPayments } from './claim-payments.ts';
import { settlePayment } from './settle-payment.ts';
import type { PaymentContext, PaymentOutcome } from './settle-payment.ts';

/** Settles a payment as `settlePayment` does, and with the same refusals. */
export type SettlePayment = (payment: Payment) => Promise<PaymentOutcome>;

const MAX_GROUP_SIZE = 64;
/** Each may hold a connection for as long as one waits for a lock: some are left for everything else. */
const MAX_ALONE = 4;
/** Those who come behind so many would be answered too late anyway. */
const MAX_PENDING = 2_000;
/** How long all wait for a journal that somebody holds; then they go without its shop. */
const JOURNAL_WAIT_MS = 250;

/**
 * Makes a way to settle payments in which those that come at the same time share a transaction, and so its statements,
 * its turn at the shop's journal, and its way to the disk. What is not plain is settled by itself: what comes late,
 * twice, wrong or again, or is busy elsewhere, as the journal of a shop may be; and all of a group when something fails
 * in it.
 */
export function createSettler(context: PaymentContext): SettlePayment {
  return workInGroups<Payment, PaymentOutcome>({
    together: async (payments) => settleTogether(context, payments),
    alone: async (payment) => settlePayment(context, payment),
    onGroupFailure: (err, payments) =>
      context.logger.warn({ err, payments }, 'payments were not settled together, but each by itself'),
    ...{ maxGroupSize: MAX_GROUP_SIZE, maxAlone: MAX_ALONE, maxPending: MAX_PENDING },
    whenFull: () => platformErrors.database_busy(),
  });
}

/** Settles the plain ones of many payments in one transaction, which waits for a journal only, and not for long. */
async function settleTogether(
  context: PaymentContext,
  payments: readonly Payment[],
): Promise<(PaymentOutcome | undefined)[]> {
  const paid = await tryTogether(context, payments, { withoutHeld: false }).catch(async (error: unknown) => {
    if (!waitedTooLong(error)) throw error;
    return tryTogether(context, payments, { withoutHeld: true });
  });
  for (const { trade, outTradeNo } of paid.values()) {
    context.logger.info({ orderId: trade.orderId, outTradeNo }, 'order paid');
  }
  return payments.map((payment) => (paid.has(payment) ? 'paid' : undefined));
}

/** @param options.withoutHeld leaves those of shops alone whose journal somebody holds at this moment */
async function tryTogether(
  context: PaymentContext,
  payments: readonly Payment[],
  { withoutHeld }: { withoutHeld: boolean },
): Promise<Map<Payment, NewPayment>> {
  return context.database.transaction(async (tx) => {
    await sql`select set_config('lock_timeout', ${`${JOURNAL_WAIT_MS}ms`}, true)`.execute(tx);
    let plain = [...(await findPlain(tx, payments))];
    if (withoutHeld) {
      const journalOf = ({ trade }: NewPayment): string => shopOrdersDestination(trade.shopId);
      const held = await findHeldJournals(tx, [...new Set(plain.map(([, payment]) => journalOf(payment)))]);
      plain = plain.filter(([, payment]) => !held.has(journalOf(payment)));
    }
    const claims = plain.map(([, payment]) => payment);
    const orderIds = await claimPayments(tx, context, { payments: claims, ifLocked: 'skip' });
    return new Map(plain.filter(([, { trade }]) => orderIds.has(trade.orderId)));
  });
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
