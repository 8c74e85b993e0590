import { encodeFrame } from '@carillon/stomp';
import type { StompVersion } from '@carillon/stomp';
import type { SubscribeRequest } from '../core/broker.ts';

/** What the MESSAGEs of a subscription have in common with those of others. */
export interface Place {
  /** The same for all that begin their MESSAGEs alike. */
  readonly key: string;
  readonly version: StompVersion;
  /** The first bytes of each: the command, the subscription, the destination. */
  readonly start: Uint8Array;
  /** False for a pattern: then it is the message that says where it was sent. */
  readonly namesDestination: boolean;
}

/** The empty line and the NUL that close a frame without a body. */
const END_BYTES = 2;

/** Finds a subscription's place. Throws StompError when no MESSAGE of its version can carry its id. */
export function placeOf(request: SubscribeRequest, isPattern = false): Place {
  const { id, session, shownDestination, destination } = request;
  const shown = isPattern ? undefined : (shownDestination ?? destination);
  const headers: Record<string, string> = {};
  if (id !== undefined) headers.subscription = id;
  if (shown !== undefined) headers.destination = shown;
  return {
    // No destination has a line feed.
    key: `${session.version} ${shown ?? ''}${id === undefined ? '' : `\n${id}`}`,
    version: session.version,
    start: encodeStart(headers, session.version),
    namesDestination: shown !== undefined,
  };
}

/** A place for one MESSAGE alone, with headers that no other has. */
export function withHeaders(place: Place, headers: Readonly<Record<string, string>>): Place {
  const more = encodeStart(headers, place.version).subarray(COMMAND_LINE_BYTES);
  const start = new Uint8Array(place.start.length + more.length);
  start.set(place.start);
  start.set(more, place.start.length);
  return { ...place, start };
}

/** `MESSAGE\n` */
export const COMMAND_LINE_BYTES = 8;

function encodeStart(headers: Readonly<Record<string, string>>, version: StompVersion): Uint8Array {
  const frame = encodeFrame({ command: 'MESSAGE', headers }, version);
  return frame.subarray(0, frame.length - END_BYTES);
}
