import { isUtf8 } from 'node:buffer';
import { HeaderBag } from '@carillon/stomp';
import type { Frame, HeaderMap, OutgoingFrame, StompVersion } from '@carillon/stomp';
import { encodeWritable } from '../broker/message-encoder.ts';
import type { Acknowledgement, SubscribeRequest } from '../core/broker.ts';
import type { Message } from '../core/message.ts';
import { toWireFrame } from '../core/wire-frame.ts';
import type { WireFrame } from '../core/wire-frame.ts';
import type { HeaderFilter } from './client-headers.ts';

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

const ALL: HeaderFilter = () => true;

/** What a frame says besides `own`, which come first and count. */
function withOthers(
  own: Record<string, string>,
  all: HeaderMap,
  { except, goesAlong = ALL }: { except: ReadonlySet<string>; goesAlong?: HeaderFilter | undefined },
): HeaderMap {
  const headers: Record<string, string> = Object.assign(new HeaderBag(), own);
  for (const name in all) {
    const value = all[name];
    if (value === undefined || except.has(name) || name in headers) continue;
    if (goesAlong(name, value)) headers[name] = value;
  }
  return headers;
}

export interface SendRoute {
  /** As the broker wants it. */
  readonly destination: string;
  readonly transaction?: string | undefined;
  /** Left out, all headers go along. */
  readonly goesAlong?: HeaderFilter;
}

/** A message on its way to the broker. The broker gives it an id of its own. */
export function sendFrame({ headers, body, onlyFor }: Message, route: SendRoute): OutgoingFrame {
  const { destination, transaction, goesAlong } = route;
  const own: Record<string, string> = { destination };
  if (transaction !== undefined) own.transaction = transaction;
  if (onlyFor !== undefined) own[ONLY_FOR] = onlyFor;
  return { command: 'SEND', headers: withOthers(own, headers, { except: HOP_HEADERS, goesAlong }), body };
}

/** A client's subscription, under an id and to a destination as the broker is to know them. */
export function subscribeFrame(
  { headers, ackMode }: SubscribeRequest,
  asked: { readonly id: string; readonly destination: string },
  goesAlong: HeaderFilter,
): OutgoingFrame {
  const own = { ...asked, ack: ackMode };
  return { command: 'SUBSCRIBE', headers: withOthers(own, headers, { except: HOP_HEADERS, goesAlong }) };
}

/** The end of a client's subscription; without headers of the client where it did not say so itself. */
export function unsubscribeFrame(
  id: string,
  headers: HeaderMap = {},
  goesAlong: HeaderFilter = ALL,
): OutgoingFrame {
  return { command: 'UNSUBSCRIBE', headers: withOthers({ id }, headers, { except: HOP_HEADERS, goesAlong }) };
}

/** An ACK or NACK, whose id is that of the broker's `ack` header in every version: see `messageFrame`. */
export function acknowledgeFrame(
  { command, id, headers }: Acknowledgement,
  transaction?: string,
): OutgoingFrame {
  const own: Record<string, string> = transaction === undefined ? { id } : { id, transaction };
  return { command, headers: withOthers(own, headers, { except: ACKNOWLEDGED_BY }) };
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
  const except = oldAck === undefined ? BROKER_HOP_HEADERS : OLD_HOP_HEADERS;
  const all = withOthers(own, headers, { except });
  return toWireFrame(encodeWritable(all, body, version), isUtf8(body));
}
