import { encodeFrame } from '@carillon/stomp';
import type { StompVersion } from '@carillon/stomp';
import type { SubscribeRequest } from '../core/broker.ts';
import type { Mark } from '../core/wire-frame.ts';

/** What the MESSAGEs of a subscription have in common with those of others. */
export interface Place {
  /** The same for all that begin their MESSAGEs alike. */
  readonly key: string;
  readonly version: StompVersion;
  /** The first bytes of each: the command, the subscription, the destination. */
  readonly start: Uint8Array;
  /** The subscription id in it; a 1.0 subscription may have none. */
  readonly mark: Mark | undefined;
  /** The same for all places that differ by their marks alone, which are of one length. */
  readonly kind: string;
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
  const start = encodeStart(headers, session.version);
  const mark = id === undefined ? undefined : findMark(start);
  // No destination has a line feed.
  const withoutId = `${session.version} ${shown ?? ''}`;
  return {
    key: id === undefined ? withoutId : `${withoutId}\n${id}`,
    version: session.version,
    start,
    mark,
    kind: `${withoutId}\n${mark?.bytes.length ?? ''}`,
    namesDestination: shown !== undefined,
  };
}

/** `MESSAGE\nsubscription:` */
const MARK_AT = 21;
const LINE_FEED = 0x0a;

function findMark(start: Uint8Array): Mark {
  return { bytes: start.subarray(MARK_AT, start.indexOf(LINE_FEED, MARK_AT)), at: MARK_AT };
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
