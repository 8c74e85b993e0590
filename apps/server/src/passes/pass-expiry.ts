import { chinaDay, spanOfDay } from '../platform/china-day.ts';

const DAY_MS = 24 * 60 * 60_000;

/** The last moment of a pass that is good for so many days: a pass that ends ends with the day. null: for ever. */
export function passExpiry(issuedAt: Date, validDays: number | null): Date | null {
  if (validDays === null) return null;
  const lastDay = chinaDay(new Date(issuedAt.getTime() + validDays * DAY_MS));
  return new Date(spanOfDay(lastDay).to.getTime() - 1);
}
