import { isUtf8 } from 'node:buffer';
import { encodeFrame, HeaderBag } from '@carillon/stomp';
import type { Frame, HeaderMap, OutgoingFrame, StompVersion } from '@carillon/stomp';
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

/** An ACK or NACK as the version names what it is about (STOMP 1.2 and 1.1, "ACK"; 1.0 knows no NACK). */
export function acknowledgeFrame(
  { command, id, subscription, headers }: Acknowledgement,
  version: StompVersion,
  transaction?: string,
): OutgoingFrame {
  const named: Record<string, string> = version === '1.2' ? { id } : { 'message-id': id };
  if (version !== '1.2' && subscription !== undefined) named.subscription = subscription;
  const own = transaction === undefined ? named : { ...named, transaction };
  return { command, headers: withOthers(own, headers, ACKNOWLEDGED_BY) };
}

/** The broker's MESSAGE as a client gets it. Throws StompError for headers that its version cannot carry. */
export function messageFrame(
  { headers, body }: Frame,
  subscriptionId: string | undefined,
  destination: string,
  version: StompVersion,
): WireFrame {
  const own: Record<string, string> = { destination };
  if (subscriptionId !== undefined) own.subscription = subscriptionId;
  const frame = { command: 'MESSAGE', headers: withOthers(own, headers, BROKER_HOP_HEADERS), body };
  return toWireFrame(encodeFrame(frame, version), isUtf8(body));
}
