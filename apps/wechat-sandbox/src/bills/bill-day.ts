import { fromWeChatTime, toChinaTime } from '../platform/china-time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A day's bill is there at ten in the morning after it. */
const READY_AFTER_MS = DAY_MS + 10 * 60 * 60 * 1000;
/** WeChat Pay keeps bills for three months. */
const KEPT_MS = 92 * DAY_MS;

/** One day in China's time, `2026-11-21`. Moments in ms since 1970. */
export interface BillDay {
  date: string;
  startsAt: number;
  endsAt: number;
  readyAt: number;
  goneAt: number;
}

/** Undefined when it is no day of the calendar. */
export function readBillDay(date: string): BillDay | undefined {
  const startsAt = /^\d{4}-\d\d-\d\d$/.test(date) ? fromWeChatTime(`${date}T00:00:00+08:00`) : undefined;
  if (startsAt === undefined || toChinaTime(startsAt).slice(0, 10) !== date) return undefined;
  return {
    date,
    startsAt,
    endsAt: startsAt + DAY_MS,
    readyAt: startsAt + READY_AFTER_MS,
    goneAt: startsAt + KEPT_MS,
  };
}
