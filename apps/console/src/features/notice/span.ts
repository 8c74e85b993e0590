/** How long an announcement shows: until it is taken down, for a while, or for the rest of the day. */
export const SPANS = ['none', 'hour', 'hours', 'day'] as const;
export type Span = (typeof SPANS)[number];

const HOUR_MS = 60 * 60_000;

/** When a span that begins now ends, as an instant; null when it has no end. The day ends where this device is. */
export function endOf(span: Span, nowMs: number): string | null {
  switch (span) {
    case 'none':
      return null;
    case 'hour':
      return new Date(nowMs + HOUR_MS).toISOString();
    case 'hours':
      return new Date(nowMs + 3 * HOUR_MS).toISOString();
    case 'day':
      return new Date(new Date(nowMs).setHours(24, 0, 0, 0)).toISOString();
  }
}
