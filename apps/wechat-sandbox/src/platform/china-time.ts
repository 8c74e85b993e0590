const OFFSET_MS = 8 * 60 * 60 * 1000;

/** WeChat Pay's way to write a moment: RFC 3339 in China's time, whole seconds, `2026-11-21T12:00:00+08:00`. */
export function toChinaTime(atMs: number): string {
  return new Date(atMs + OFFSET_MS).toISOString().replace(/\.\d{3}Z$/, '+08:00');
}

/** The day in China's time, `20261121`. */
export function toChinaDay(atMs: number): string {
  return toChinaTime(atMs).slice(0, 10).replaceAll('-', '');
}

/**
 * Reads `yyyy-MM-ddTHH:mm:ss+08:00` (any offset, written with digits). No fractions and no `Z`: the format
 * that WeChat documents for time_expire, and nothing that it may one day refuse.
 */
export function fromWeChatTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : atMs;
}
