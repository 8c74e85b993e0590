import { WeChatError } from '@carillon/wechat';
import type { PayClient, TradeBill } from '@carillon/wechat';
import { billErrors, compareRows, recordComparison, recordFailure } from '../bills/index.ts';
import type { Difference } from '../bills/index.ts';
import { readBooked } from '../payments/index.ts';
import { chinaDay, daysBefore, spanOfDay } from '../platform/china-day.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { settleIfPaid } from './settle-if-paid.ts';
import { settleRefund } from './settle-refund.ts';

/** WeChat keeps bills for three months. */
const MAX_BILL_AGE_DAYS = 89;
/** WeChat has made the bill of a day by then, on the next day in China. */
const READY_AFTER_MS = 10 * 60 * 60_000;
/** Differences of one bill that WeChat is asked about. More of them are no lost notifications. */
const MAX_REPAIRS = 50;

const NOTHING_HAPPENED: TradeBill = {
  rows: [],
  summary: {
    count: 0,
    settlementFen: 0,
    refundFen: 0,
    couponRefundFen: 0,
    feeMilliFen: 0,
    amountFen: 0,
    appliedRefundFen: 0,
  },
};

interface BillParts {
  readonly context: Context;
  readonly pay: PayClient;
}

/**
 * Fetches a day's bill from WeChat and compares it with our books. What WeChat has and we have not heard of is
 * settled as if its notification had come; what differs then is written down for somebody to look at.
 * @throws bill_not_yet, bill_too_old, bill_unreadable
 */
export async function compareBill({ context, pay }: BillParts, day: string): Promise<void> {
  refuseDay(day, context.clock.now());
  const bill = await fetchBill({ context, pay }, day);
  if (bill === undefined) return;
  const { database, clock, logger } = context;
  const known = await database.transaction(async (tx) => findDifferences(tx, day, bill));
  await repair({ context, pay }, known);
  const count = await database.transaction(async (tx) => {
    const differences = await findDifferences(tx, day, bill);
    await recordComparison(tx, { day, at: clock.now(), bill, differences });
    return differences.length;
  });
  if (count > 0) logger.error({ day, count }, 'WeChat’s bill differs from our books');
  else logger.info({ day, rows: bill.rows.length }, 'WeChat’s bill agrees with our books');
}

function refuseDay(day: string, now: Date): void {
  const today = chinaDay(now);
  if (day >= today) throw billErrors.bill_not_yet();
  if (day < daysBefore(today, MAX_BILL_AGE_DAYS)) throw billErrors.bill_too_old();
}

/** The bill; undefined when there is none yet. That, and that none can be read, is written down. */
async function fetchBill({ context, pay }: BillParts, day: string): Promise<TradeBill | undefined> {
  const { database, clock, logger } = context;
  try {
    return await pay.tradeBill({ billDate: day });
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    const { code } = error;
    const isDue = clock.now().getTime() >= spanOfDay(day).to.getTime() + READY_AFTER_MS;
    if (code === 'wechat_bill_not_exist' && isDue) return NOTHING_HAPPENED;
    const isMade = code !== 'wechat_bill_not_exist' && code !== 'wechat_bill_creating';
    const state = isMade ? 'failed' : 'not_ready';
    logger.warn({ day, code, err: error }, 'WeChat’s bill could not be read');
    await recordFailure(database.db, { day, at: clock.now(), state, error: code });
    if (isMade) throw billErrors.bill_unreadable({ reason: code });
    return undefined;
  }
}

async function findDifferences(tx: Tx, day: string, { rows }: TradeBill): Promise<Difference[]> {
  const booked = await readBooked(tx, {
    ...{ day, ...spanOfDay(day) },
    outTradeNos: rows.map(({ outTradeNo }) => outTradeNo),
    outRefundNos: rows.flatMap(({ outRefundNo }) => (outRefundNo === undefined ? [] : [outRefundNo])),
  });
  return compareRows(rows, booked);
}

/** Asks WeChat about what is ours and stands otherwise in its bill: its notification may have been lost. */
async function repair({ context, pay }: BillParts, differences: readonly Difference[]): Promise<void> {
  const ours = differences.filter(({ kind }) => kind === 'state_differs');
  for (const { subject, number } of ours.slice(0, MAX_REPAIRS)) {
    try {
      if (subject === 'payment') await settleIfPaid({ context, pay }, number);
      else await settleRefund(context, await pay.queryRefund(number));
    } catch (err) {
      context.logger.warn({ subject, number, err }, 'a difference could not be asked about');
    }
  }
}
