import type { Words } from './words/index.ts';

/** Fen as people write it, `¥42.00`. */
export function formatFen(fen: number): string {
  return `¥${(fen / 100).toFixed(2)}`;
}

/** A moment as the clock on the wall shows it, `12:00:05`. */
export function formatClock(iso: string): string {
  return new Date(iso).toLocaleTimeString('en-GB');
}

/** `2026-11-21 12:00:05` */
export function formatMoment(iso: string): string {
  return `${new Date(iso).toLocaleDateString('sv-SE')} ${formatClock(iso)}`;
}

/** The day in China, `2026-11-21`: bills are of those. */
export function chinaDay(atMs: number): string {
  return new Date(atMs).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}

export function formatAgo(iso: string, nowMs: number, words: Words): string {
  const minutes = Math.floor((nowMs - Date.parse(iso)) / 60_000);
  return minutes < 1 ? words.justNow : words.minutesAgo(minutes);
}

/** How long until a moment, in its largest sensible unit; undefined once it is there. */
export function formatUntil(iso: string, nowMs: number, words: Words): string | undefined {
  const seconds = Math.ceil((Date.parse(iso) - nowMs) / 1_000);
  if (seconds <= 0) return undefined;
  if (seconds < 120) return words.seconds(seconds);
  if (seconds < 7_200) return words.minutes(Math.round(seconds / 60));
  return words.hours(Math.round(seconds / 3_600));
}

/** JSON with line breaks where it is JSON, else the text as it is. */
export function prettify(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
