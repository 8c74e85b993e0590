const calendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
});

const DAY_MS = 24 * 60 * 60_000;

/** The date in mainland China, `YYYY-MM-DD`: it has one time zone, UTC+8, and no summer time. */
export function chinaDay(at: Date): string {
  return calendar.format(at);
}

/** The time of day in mainland China, `14:05`. */
export function chinaTime(at: Date): string {
  return clock.format(at);
}

/** From the first moment of a day in China to before the first of the next. */
export function spanOfDay(day: string): { from: Date; to: Date } {
  const from = new Date(`${day}T00:00:00+08:00`);
  return { from, to: new Date(from.getTime() + DAY_MS) };
}

/** The day so many days before another; negative: after it. */
export function daysBefore(day: string, days: number): string {
  return chinaDay(new Date(spanOfDay(day).from.getTime() - days * DAY_MS));
}
