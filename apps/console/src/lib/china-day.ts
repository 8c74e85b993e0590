import type { Locale } from './i18n/index.ts';

const calendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const DAY_MS = 24 * 60 * 60_000;

/** The date in mainland China, `YYYY-MM-DD`, wherever this device is: by it the server counts days of money. */
export function chinaDay(atMs: number): string {
  return calendar.format(atMs);
}

/** The day so many days before another; negative: after it. */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}

/** Whether a text is a day that there is, `YYYY-MM-DD`, not merely of its form. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const atMs = Date.parse(text);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}

/** A day as people say it: `11月20日 周五`. */
export function dayText(locale: Locale, day: string): string {
  return new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  }).format(Date.parse(day));
}

/** The day in China of a moment, with its year: `2027年11月21日`. */
export function fullDayText(locale: Locale, atMs: number): string {
  return new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'long',
  }).format(atMs);
}

/** Puts a list under the days in China on which its items were, in the order in which they come. */
export function byDay<Item>(
  items: readonly Item[],
  atOf: (item: Item) => string,
): [day: string, items: Item[]][] {
  const days = new Map<string, Item[]>();
  for (const item of items) {
    const day = chinaDay(Date.parse(atOf(item)));
    const ofDay = days.get(day);
    if (ofDay) ofDay.push(item);
    else days.set(day, [item]);
  }
  return [...days];
}
