import { isUtf8 } from 'node:buffer';
import { encodeFrame, StompError } from '@carillon/stomp';
import type { HeaderMap, StompVersion } from '@carillon/stomp';
import { joinWireFrame } from '../core/wire-frame.ts';
import type { WireFrame } from '../core/wire-frame.ts';
import { COMMAND_LINE_BYTES } from './place.ts';
import type { Place } from './place.ts';

const LINE_FEED = 0x0a;

/** What a MESSAGE says, whoever gets it. */
export interface MessageContent {
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
}

/**
 * Encodes one MESSAGE for any number of subscribers: all but what their places begin with is encoded once
 * per STOMP version, so that a further place costs two copies and no encoding.
 */
export class MessageEncoder {
  readonly #content: MessageContent;
  /** Of the version that was asked for last: subscribers of a destination mostly speak the same. */
  #rest: Rest | undefined;
  #others: Map<StompVersion, Rest> | undefined;
  /** For places of the kind that was asked for last. */
  #template: { readonly kind: string; readonly frame: WireFrame } | undefined;

  constructor(content: MessageContent) {
    this.#content = content;
  }

  /** The frame for all who share a place. */
  encode({ start, version, namesDestination }: Place): WireFrame {
    const rest = this.#rest?.version === version ? this.#rest : this.#find(version);
    return joinWireFrame(start, namesDestination ? rest.nameless : rest.named, rest.isText);
  }

  /** The same frame, of which sockets that get others like it need no copy of their own. */
  encodeMarked(place: Place): WireFrame {
    if (!place.mark) return this.encode(place);
    if (this.#template?.kind !== place.kind) this.#template = { kind: place.kind, frame: this.encode(place) };
    return this.#template.frame.marked(place.mark);
  }

  #find(version: StompVersion): Rest {
    if (this.#rest) (this.#others ??= new Map()).set(this.#rest.version, this.#rest);
    this.#rest = this.#others?.get(version) ?? new Rest(this.#content, version);
    return this.#rest;
  }
}

/** What comes after the start of a place. */
class Rest {
  readonly version: StompVersion;
  /** Without the destination. */
  readonly nameless: Uint8Array;
  readonly isText: boolean;
  readonly #whole: Uint8Array;

  constructor({ headers, body }: MessageContent, version: StompVersion) {
    this.version = version;
    this.#whole = encodeWritable(headers, body, version);
    this.nameless = isDestinationFirst(headers)
      ? // No header line has a line feed within it, escaped or not.
        this.#whole.subarray(this.#whole.indexOf(LINE_FEED, COMMAND_LINE_BYTES) + 1)
      : encodeWritable(withoutDestination(headers), body, version).subarray(COMMAND_LINE_BYTES);
    this.isText = isUtf8(this.#whole);
  }

  /** With it, for places that name none. */
  get named(): Uint8Array {
    return this.#whole.subarray(COMMAND_LINE_BYTES);
  }
}

/** It mostly is; but a name that is a number stands before all others, whoever set it when. */
function isDestinationFirst(headers: HeaderMap): boolean {
  for (const name in headers) return name === 'destination';
  return false;
}

function withoutDestination(headers: HeaderMap): HeaderMap {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'destination'));
}

/**
 * A MESSAGE with what a version can carry: a 1.2 sender can write a carriage return into a header, which a 1.1
 * subscriber's frame cannot have. Such headers are left out there.
 */
export function encodeWritable(headers: HeaderMap, body: Uint8Array, version: StompVersion): Uint8Array {
  try {
    return encodeFrame({ command: 'MESSAGE', headers, body }, version);
  } catch (error) {
    if (!(error instanceof StompError)) throw error;
    const writable = Object.entries(headers).filter((header) => isWritable(header, version));
    return encodeFrame({ command: 'MESSAGE', headers: Object.fromEntries(writable), body }, version);
  }
}

function isWritable([name, value]: [string, string], version: StompVersion): boolean {
  try {
    encodeFrame({ command: 'MESSAGE', headers: { [name]: value } }, version);
    return true;
  } catch {
    return false;
  }
}
