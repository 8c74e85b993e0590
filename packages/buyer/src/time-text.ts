import type { Locale } from './translate.ts';

/** By hand, since the engine of mini programs has no `Intl` on Android. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** Writes an instant as the buyer's clock shows it: `12:05`. */
export function clockText(instant: string): string {
  const at = new Date(instant);
  return [at.getHours(), at.getMinutes()].map(twoFigures).join(':');
}

/** Writes an instant with its day: `11月21日 12:05`, `21 Nov 12:05`. */
export function dayText(instant: string, locale: Locale): string {
  const at = new Date(instant);
  const [day, month] = [at.getDate(), at.getMonth()];
  const date = locale === 'zh' ? `${month + 1}月${day}日` : `${day} ${MONTHS[month] ?? ''}`;
  return `${date} ${clockText(instant)}`;
}

/** Writes what is left of a time as minutes and seconds: `4:59`; `0:00` when nothing is. */
export function leftText(leftMs: number): string {
  const seconds = Math.max(0, Math.floor(leftMs / 1_000));
  return `${Math.floor(seconds / 60)}:${twoFigures(seconds % 60)}`;
}

function twoFigures(figure: number): string {
  return String(figure).padStart(2, '0');
}
