const CHINA_AHEAD_MS = 8 * 60 * 60 * 1000;

/** RFC 3339 in seconds with China's offset, as WeChat Pay's documents write it: `2026-11-21T12:15:00+08:00`. */
export function toChinaTime(time: Date): string {
  return `${new Date(time.getTime() + CHINA_AHEAD_MS).toISOString().slice(0, 19)}+08:00`;
}
