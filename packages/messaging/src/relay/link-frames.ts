import { encodeFrame } from '@carillon/stomp';
import type { OutgoingFrame } from '@carillon/stomp';
import type { LinkParts, LinkRequest } from './link-parts.ts';

/**
 * Whatever the client speaks: below 1.2 not every header can be written, so that brokers write what cannot be
 * read, and one sender could end the sessions of all older subscribers.
 */
export const LINK_VERSION = '1.2';

/** A frame as it goes to a broker. Throws StompError for one that cannot be written. */
export function encodeForBroker(frame: OutgoingFrame): Uint8Array {
  return encodeFrame(frame, LINK_VERSION);
}

/** The CONNECT of a connection. Throws StompError for a login with a line end in it. */
export function connectFrame(
  { virtualHost, heartbeatMs }: LinkParts,
  { login, passcode }: LinkRequest,
): Uint8Array {
  const headers = {
    'accept-version': LINK_VERSION,
    host: virtualHost,
    login,
    passcode,
    'heart-beat': heartbeatMs.join(','),
  };
  return encodeForBroker({ command: 'CONNECT', headers });
}

/** The same frame, asking for a RECEIPT. Throws StompError for one that cannot be written. */
export function askingFrame({ command, headers, body }: OutgoingFrame, receipt: string): Uint8Array {
  return encodeForBroker({
    command,
    headers: { ...headers, receipt },
    ...(body === undefined ? {} : { body }),
  });
}

export const DISCONNECT_FRAME = encodeForBroker({ command: 'DISCONNECT' });
