import { isUtf8 } from 'node:buffer';
import { HeaderBag } from '@carillon/stomp';
import type { Frame, HeaderMap, OutgoingFrame, StompVersion } from '@carillon/stomp';
import { encodeWritable } from '../broker/message-encoder.ts';
import type { Acknowledgement, SubscribeRequest } from '../core/broker.ts';
import type { Message } from '../core/message.ts';
import { toWireFrame } from '../core/wire-frame.ts';
import type { WireFrame } from '../core/wire-frame.ts';

/** Names the only session that may get a message, to the relays of all nodes; no client can say it, nor sees it. */
export const ONLY_FOR = 'carillon-only-for';

/** Headers that are between a client and its session; a frame to the broker has its own. */
const HOP_HEADERS = new Set([
  'receipt',
  'transaction',
  'content-length',
  'destination',
  'message-id',
  ONLY_FOR,
]);
/** RabbitMQ passes on the `receipt` of the SEND. */
const BROKER_HOP_HEADERS = new Set(['receipt', 'content-length', 'destination', 'subscription', ONLY_FOR]);
const OLD_HOP_HEADERS = new Set([...BROKER_HOP_HEADERS, 'ack']);
const ACKNOWLEDGED_BY = new Set([...HOP_HEADERS, 'id', 'subscription']);

/** What a frame says besides `own`, which come first and count. */
function withOthers(own: Record<string, string>, all: HeaderMap, except: ReadonlySet<string>): HeaderMap {
  const headers: Record<string, string> = Object.assign(new HeaderBag(), own);
  for (const name in all) {
    const value = all[name];
    if (value !== undefined && !except.has(name) && !(name in headers)) headers[name] = value;
  }
  return headers;
}

/** A message on its way to the broker. The broker gives it an id of its own. */
export function sendFrame(
  { headers, body, onlyFor }: Message,
  destination: string,
  transaction?: string,
): OutgoingFrame {
  const own: Record<string, string> = { destination };
  if (transaction !== undefined) own.transaction = transaction;
  if (onlyFor !== undefined) own[ONLY_FOR] = onlyFor;
  return { command: 'SEND', headers: withOthers(own, headers, HOP_HEADERS), body };
}

/** All headers of the client's SUBSCRIBE go along: `selector`, `prefetch-count`, `durable`, `x-…`. */
export function subscribeFrame(
  { headers, ackMode }: SubscribeRequest,
  id: string,
  destination: string,
): OutgoingFrame {
  const own = { id, destination, ack: ackMode };
  return { command: 'SUBSCRIBE', headers: withOthers(own, headers, HOP_HEADERS) };
}

/** An ACK or NACK, whose id is that of the broker's `ack` header in every version: see `messageFrame`. */
export function acknowledgeFrame(
  { command, id, headers }: Acknowledgement,
  transaction?: string,
): OutgoingFrame {
  const own: Record<string, string> = transaction === undefined ? { id } : { id, transaction };
  return { command, headers: withOthers(own, headers, ACKNOWLEDGED_BY) };
}

/** To whom a MESSAGE is shown, and as what. */
export interface Shown {
  /** Undefined for a 1.0 client that gave none. */
  readonly subscriptionId: string | undefined;
  readonly destination: string;
  readonly version: StompVersion;
}

/**
 * The broker's MESSAGE as a client gets it, without headers that the client's version cannot carry. Before 1.2
 * a message is acknowledged by its `message-id`: there it is the one by which the broker wants to hear of it.
 */
export function messageFrame({ headers, body }: Frame, shown: Shown): WireFrame {
  const { subscriptionId, destination, version } = shown;
  const own: Record<string, string> = { destination };
  if (subscriptionId !== undefined) own.subscription = subscriptionId;
  const oldAck = version === '1.2' ? undefined : headers.ack;
  if (oldAck !== undefined) own['message-id'] = oldAck;
  const all = withOthers(own, headers, oldAck === undefined ? BROKER_HOP_HEADERS : OLD_HOP_HEADERS);
  return toWireFrame(encodeWritable(all, body, version), isUtf8(body));
}
