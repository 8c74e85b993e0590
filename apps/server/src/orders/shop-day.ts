const calendar = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** The date on a shop's calendar, `YYYY-MM-DD`: mainland China has one time zone, UTC+8. */
export function shopDay(at: Date): string {
  return calendar.format(at);
}
