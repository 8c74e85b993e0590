import { encodeFrame } from '@carillon/stomp';
import type { StompVersion } from '@carillon/stomp';
import type { SubscribeRequest } from '../core/broker.ts';
import type { Mark } from '../core/wire-frame.ts';

/** `MESSAGE\n` */
const COMMAND_LINE_BYTES = 8;
/** `MESSAGE\nsubscription:` */
const MARK_AT = 21;
/** The empty line and the NUL that close a frame without a body. */
const END_BYTES = 2;

interface PlaceParts {
  readonly version: StompVersion;
  readonly start: string;
  /** What the client named; undefined for a pattern. */
  readonly shown: string | undefined;
  readonly id: string | undefined;
}

/**
 * What the MESSAGEs of a subscription have in common with those of others. There are as many as
 * subscriptions, each looked at for each of its messages: so they are small, and what few need is made late.
 */
export class Place {
  /** The same for all that begin their MESSAGEs alike. */
  readonly key: string;
  readonly version: StompVersion;
  /** The first bytes of each, a letter for each byte: the command, the subscription, the destination. */
  readonly start: string;
  /** False for a pattern: then it is the message that says where it was sent. */
  readonly namesDestination: boolean;
  readonly #hasId: boolean;
  #mark: Mark | undefined;
  #kind: string | undefined;

  constructor({ version, start, shown, id }: PlaceParts) {
    // No destination has a line feed.
    const withoutId = `${version} ${shown ?? ''}`;
    this.key = id === undefined ? withoutId : `${withoutId}\n${id}`;
    this.version = version;
    this.start = start;
    this.namesDestination = shown !== undefined;
    this.#hasId = id !== undefined;
  }

  /** The subscription id in `start`; a 1.0 subscription may have none. */
  get mark(): Mark | undefined {
    if (!this.#hasId) return undefined;
    return (this.#mark ??= {
      bytes: Buffer.from(this.start.slice(MARK_AT, this.start.indexOf('\n', MARK_AT)), 'latin1'),
      at: MARK_AT,
    });
  }

  /** The same for all places that differ by their marks alone, which are of one length. */
  get kind(): string {
    const end = this.#hasId ? this.key.indexOf('\n') : this.key.length;
    return (this.#kind ??= `${this.key.slice(0, end)}\n${this.mark?.bytes.length ?? ''}`);
  }

  /** The place for one MESSAGE alone, with headers that no other has. */
  withHeaders(headers: Readonly<Record<string, string>>): OneMessagePlace {
    const { version, start, namesDestination } = this;
    const more = encodeStart(headers, version).slice(COMMAND_LINE_BYTES);
    return { version, start: start + more, namesDestination };
  }
}

/** As much of a place as one MESSAGE needs. */
export type OneMessagePlace = Pick<Place, 'version' | 'start' | 'namesDestination'>;

/** Finds a subscription's place. Throws StompError when no MESSAGE of its version can carry its id. */
export function placeOf(request: SubscribeRequest, isPattern = false): Place {
  const { id, session, shownDestination, destination } = request;
  const { version } = session;
  const shown = isPattern ? undefined : (shownDestination ?? destination);
  const headers: Record<string, string> = {};
  if (id !== undefined) headers.subscription = id;
  if (shown !== undefined) headers.destination = shown;
  return new Place({ version, start: encodeStart(headers, version), shown, id });
}

function encodeStart(headers: Readonly<Record<string, string>>, version: StompVersion): string {
  const frame = encodeFrame({ command: 'MESSAGE', headers }, version);
  return Buffer.from(frame.buffer, frame.byteOffset, frame.length - END_BYTES).toString('latin1');
}
