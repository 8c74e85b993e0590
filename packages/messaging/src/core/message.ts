import type { HeaderMap } from '@carillon/stomp';

/** What travels through the engine: a payload on its way to a destination. The body is nobody's to change. */
export interface Message {
  /** Unique in this process; becomes `message-id`. */
  readonly id: string;
  readonly destination: string;
  /** The sender's own headers, `content-type` among them; never those that STOMP defines for SEND. */
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
}

/** Hands out message ids: short, and unique over nodes as far as `node` is. */
export function createMessageIds(node: string): () => string {
  let last = 0;
  return () => `${node}-${(last += 1).toString(36)}`;
}

/** Headers of SEND that speak to the server, or that the server itself sets on MESSAGE. */
const HOP_HEADERS = new Set([
  'destination',
  'content-length',
  'receipt',
  'transaction',
  'subscription',
  'message-id',
  'ack',
  'seq',
]);

/** The headers of a SEND that its MESSAGEs repeat (STOMP 1.2, "MESSAGE": all user-defined headers). */
export function userDefinedHeaders(headers: HeaderMap): HeaderMap {
  const kept: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !HOP_HEADERS.has(name)) kept[name] = value;
  }
  return kept;
}
