import { HeaderBag } from '@carillon/stomp';
import type { HeaderMap } from '@carillon/stomp';

/** What travels through the engine: a payload on its way to a destination. The body is nobody's to change. */
export interface Message {
  readonly destination: string;
  /** All that its MESSAGEs say, but for the subscription. */
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
  /**
   * The id of the only session that may get it: what is sent to a user. Subscriptions of other sessions to
   * the destination, or to a pattern that it fits, get nothing.
   */
  readonly onlyFor?: string;
}

/** What a message is made of. */
export interface MessageParts {
  /** Unique in this process; becomes `message-id`. */
  readonly id: string;
  readonly destination: string;
  /** The headers of a SEND, or what an application adds of its own. */
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
  'redelivered',
  'original-destination',
  'dead-letter-reason',
  'delivery-attempts',
]);

/**
 * Makes a message: its headers are the destination, the id, and the sender's own (STOMP 1.2, "MESSAGE": all
 * user-defined headers), of which none can take the place of one that the server sets.
 */
export function createMessage({ id, destination, headers, body }: MessageParts): Message {
  const own: Record<string, string> = new HeaderBag();
  own.destination = destination;
  own['message-id'] = id;
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined && !HOP_HEADERS.has(name)) own[name] = value;
  }
  return { destination, headers: own, body };
}
