import type { Locale } from './translate.ts';

/** By hand, since the engine of mini programs has no `Intl` on Android. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** Writes an instant as the buyer's clock shows it: `12:05`. */
export function clockText(instant: string): string {
  const at = new Date(instant);
  return [at.getHours(), at.getMinutes()].map(twoFigures).join(':');
}

/** Writes the day of an instant with its year: `2026年11月21日`, `21 Nov 2026`. */
export function dateText(instant: string, locale: Locale): string {
  const year = new Date(instant).getFullYear();
  const day = dayOf(new Date(instant), locale);
  return locale === 'zh' ? `${year}年${day}` : `${day} ${year}`;
}

/** Writes an instant with its day: `11月21日 12:05`, `21 Nov 12:05`. */
export function dayText(instant: string, locale: Locale): string {
  return `${dayOf(new Date(instant), locale)} ${clockText(instant)}`;
}

/** Writes what is left of a time as minutes and seconds: `4:59`; `0:00` when nothing is. */
export function leftText(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1_000));
  return `${Math.floor(seconds / 60)}:${twoFigures(seconds % 60)}`;
}

function dayOf(at: Date, locale: Locale): string {
  const [day, month] = [at.getDate(), at.getMonth()];
  return locale === 'zh' ? `${month + 1}月${day}日` : `${day} ${MONTHS[month] ?? ''}`;
}

function twoFigures(figure: number): string {
  return String(figure).padStart(2, '0');
}
