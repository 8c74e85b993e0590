import type { Clock } from '../platform/clock.ts';

/** One thing the sandbox looked at before it believed a message, or would have the merchant look at. */
export interface WireCheck {
  name: string;
  ok: boolean;
  note?: string;
}

export type WireOperation =
  | 'native-order'
  | 'jsapi-order'
  | 'code-pay'
  | 'query-trade'
  | 'close-trade'
  | 'reverse-trade'
  | 'refund'
  | 'query-refund'
  | 'abnormal-refund'
  | 'trade-bill'
  | 'download-bill'
  | 'certificates'
  | 'notification'
  | 'refund-notification'
  | 'signature-probe'
  | 'login-page'
  | 'web-auth-page'
  | 'exchange-code'
  | 'stable-token'
  | 'template-message'
  | 'message-push'
  | 'subscribe-message'
  | 'service-card'
  | 'query-card'
  | 'upload-shipping'
  | 'query-shipping'
  | 'unknown';

/** What went over the wire: a request that came, or a notification attempt that went out. */
export interface WireEntry {
  /** 1, 2, 3 … without holes. */
  seq: number;
  /** ISO 8601. */
  at: string;
  direction: 'in' | 'out';
  method: string;
  url: string;
  /** HTTP status; absent when no answer came. */
  status?: number;
  durationMs: number;
  /** The out-trade-no, out-refund-no, bill date or login's uuid, where known. */
  subject?: string;
  operation: WireOperation;
  /** What came of it: a trade state, an error code, `delivered`, `failed`, `given-up`. */
  result?: string;
  /** Why there was no answer. */
  problem?: string;
  checks: WireCheck[];
  requestBody?: string;
  /** What the request body holds encrypted. */
  plaintext?: string;
  responseBody?: string;
  /** Of a notification: which try it was (1 is the first) and when the next one comes. */
  attempt?: number;
  nextAttemptAt?: string;
  /** The fault that was put into it. */
  faults?: string[];
}

export interface WireLog {
  add(entry: Omit<WireEntry, 'seq' | 'at'>): WireEntry;
  /** Entries with seq > after, oldest first. */
  read(after?: number, limit?: number): WireEntry[];
  /** 0 before the first entry. */
  newestSeq(): number;
  /** Calls back after each entry. Returns a function that stops it. */
  onEntry(listener: (entry: WireEntry) => void): () => void;
}

/** So many entries are kept; older ones are forgotten. */
export const WIRE_LOG_LIMIT = 500;
/** Bodies are shown, not kept for ever: what is longer is cut. */
const BODY_LIMIT_CHARS = 4_000;

export function createWireLog(clock: Clock): WireLog {
  const entries: WireEntry[] = [];
  const listeners = new Set<(entry: WireEntry) => void>();
  let seq = 0;

  return {
    add(fields) {
      seq += 1;
      const entry: WireEntry = { seq, at: new Date(clock.now()).toISOString(), ...fields };
      if (entry.requestBody !== undefined) entry.requestBody = cut(entry.requestBody);
      if (entry.responseBody !== undefined) entry.responseBody = cut(entry.responseBody);
      entries.push(entry);
      if (entries.length > WIRE_LOG_LIMIT) entries.shift();
      for (const listener of listeners) listener(entry);
      return entry;
    },
    read: (after = 0, limit = WIRE_LOG_LIMIT) => entries.filter((entry) => entry.seq > after).slice(0, limit),
    newestSeq: () => seq,
    onEntry(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function cut(text: string): string {
  return text.length <= BODY_LIMIT_CHARS ? text : `${text.slice(0, BODY_LIMIT_CHARS)}…`;
}
