import { chinaDay } from './china-day.ts';
import type { Locale, Translate } from './i18n/index.ts';

/** A length of time as people say it: seconds below an hour only where `precise`. */
export function durationText(t: Translate, durationMs: number, precise = true): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (h > 0) return m > 0 ? t('time.hoursMinutes', { h, m }) : t('time.hours', { h });
  if (m === 0) return t('time.seconds', { s });
  return precise && s > 0 ? t('time.minutesSeconds', { m, s }) : t('time.minutes', { m });
}

/** The time of day, `14:05`, where this device is. */
export function clockText(locale: Locale, atMs: number): string {
  return new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    hour: '2-digit',
    minute: '2-digit',
  }).format(atMs);
}

const SHOP_ZONE = 'Asia/Shanghai';

/**
 * A moment as the shop counts it, in the time of mainland China wherever this device is: with it fit the hours of a day
 * report and the days of bills. With its day where that is another than that of `nowMs`.
 */
export function shopMomentText(locale: Locale, atMs: number, nowMs: number): string {
  const language = locale === 'zh' ? 'zh-CN' : 'en-GB';
  const inShop = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, { timeZone: SHOP_ZONE, ...options });
  const time = inShop({ hour: '2-digit', minute: '2-digit' }).format(atMs);
  if (chinaDay(atMs) === chinaDay(nowMs)) return time;
  return `${inShop({ month: 'short', day: 'numeric' }).format(atMs)} ${time}`;
}

/** The time of day, with the day where it is another than that of `nowMs`: `14:05`, `11月22日 00:00`. */
export function momentText(locale: Locale, atMs: number, nowMs: number): string {
  const time = clockText(locale, atMs);
  if (new Date(atMs).toDateString() === new Date(nowMs).toDateString()) return time;
  const day = new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', {
    month: 'short',
    day: 'numeric',
  });
  return `${day.format(atMs)} ${time}`;
}
