import type { Locale } from './words/index.ts';

const FORMATS = {
  zh: makeFormats('zh-CN'),
  en: makeFormats('en-GB'),
};

function makeFormats(language: string) {
  return {
    clock: new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false }),
    day: new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' }),
  };
}

/** Writes an instant as the buyer's clock shows it: `12:05`. */
export function clockText(instant: string, locale: Locale): string {
  return FORMATS[locale].clock.format(new Date(instant));
}

/** Writes an instant with its day: `11月21日 12:05`. */
export function dayText(instant: string, locale: Locale): string {
  return `${FORMATS[locale].day.format(new Date(instant))} ${clockText(instant, locale)}`;
}

/** Writes what is left of a time as minutes and seconds: `4:59`; `0:00` when nothing is. */
export function leftText(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
