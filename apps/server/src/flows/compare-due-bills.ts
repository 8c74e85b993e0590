import type { PayClient } from '@carillon/wechat';
import { listComparedDays } from '../bills/index.ts';
import { chinaDay, daysBefore, spanOfDay } from '../platform/china-day.ts';
import type { Context } from '../platform/context.ts';
import { compareBill } from './compare-bill.ts';

/** WeChat has made a day's bill by 10 o'clock of the next; a while later it is fetched. */
const FETCH_AFTER_MS = 10.5 * 60 * 60_000;
/** Bills that were missed, because no server ran or WeChat had none, are fetched so many days back. */
const MAX_DAYS_BACK = 7;

/**
 * Compares the bills of the last days that are due and were not compared, the oldest first: a refund may be in the
 * bill before that of the day on which it arrived. Days on which this shop did not exist yet cost one request.
 */
export async function compareDueBills(context: Context, pay: PayClient): Promise<void> {
  const now = context.clock.now();
  const today = chinaDay(now);
  const compared = await listComparedDays(context.database.db, daysBefore(today, MAX_DAYS_BACK));
  for (let back = MAX_DAYS_BACK; back >= 1; back -= 1) {
    const day = daysBefore(today, back);
    const isDue = spanOfDay(day).to.getTime() + FETCH_AFTER_MS <= now.getTime();
    if (!isDue || compared.has(day)) continue;
    // What failed is written down, and tried again with the next round.
    await compareBill({ context, pay }, day).catch((err: unknown) => {
      context.logger.warn({ day, err }, 'a bill was not compared');
    });
  }
}
