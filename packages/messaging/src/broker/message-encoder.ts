import { isUtf8 } from 'node:buffer';
import { StompError, encodeFrame, mostMessageRestBytes, writeMessageRest } from '@carillon/stomp';
import type { HeaderMap, MessageRest, StompVersion } from '@carillon/stomp';
import { beginDraft, finishDraft } from '../core/wire-draft.ts';
import type { WireFrame } from '../core/wire-frame.ts';
import type { OneMessagePlace, Place } from './place.ts';

/** What a MESSAGE says, whoever gets it. */
export interface MessageContent {
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
}

/** A frame that was encoded; what comes after its start can be copied for others. */
interface Encoded {
  readonly version: StompVersion;
  readonly namesDestination: boolean;
  readonly frame: WireFrame;
  readonly startBytes: number;
}

/**
 * Encodes one MESSAGE for any number of subscribers: for the first of each STOMP version into one piece of
 * memory, WebSocket head and all; a further place costs two copies and no encoding.
 */
export class MessageEncoder {
  readonly #content: MessageContent;
  readonly #isText: boolean;
  /** What was asked for last: subscribers of a destination mostly speak the same version. */
  #encoded: Encoded | undefined;
  #others: Encoded[] | undefined;
  /** For places of the kind that was asked for last. */
  #template: { readonly kind: string; readonly frame: WireFrame } | undefined;

  constructor(content: MessageContent) {
    this.#content = content;
    // Whatever is written of strings is UTF-8.
    this.#isText = content.body.length === 0 || isUtf8(content.body);
  }

  /** The frame for all who share a place. */
  encode(place: OneMessagePlace): WireFrame {
    const encoded = this.#encoded && this.#find(place);
    if (!encoded) return this.#encode(place);
    const rest = encoded.frame.stomp.subarray(encoded.startBytes);
    const draft = beginDraft(place.start.length + rest.length);
    const restAt = writeStart(place.start, draft.out, draft.at);
    draft.out.set(rest, restAt);
    return finishDraft(draft, restAt + rest.length, this.#isText);
  }

  /** The same frame, of which sockets that get others like it need no copy of their own. */
  encodeMarked(place: Place): WireFrame {
    if (!place.mark) return this.encode(place);
    if (this.#template?.kind !== place.kind) this.#template = { kind: place.kind, frame: this.encode(place) };
    return this.#template.frame.marked(place.mark);
  }

  #find(place: OneMessagePlace): Encoded | undefined {
    if (this.#encoded && isLike(this.#encoded, place)) return this.#encoded;
    return this.#others?.find((encoded) => isLike(encoded, place));
  }

  #encode({ start, version, namesDestination }: OneMessagePlace): WireFrame {
    const frame = this.#write(start, version, namesDestination ? 'destination' : undefined);
    if (this.#encoded) (this.#others ??= []).push(this.#encoded);
    this.#encoded = { version, namesDestination, frame, startBytes: start.length };
    return frame;
  }

  #write(start: string, version: StompVersion, without: string | undefined): WireFrame {
    const { headers, body } = this.#content;
    const rest = { headers, without, body };
    try {
      return this.#join(start, version, rest);
    } catch (error) {
      if (!(error instanceof StompError)) throw error;
      return this.#join(start, version, { ...rest, headers: writableOf(headers, version) });
    }
  }

  #join(start: string, version: StompVersion, rest: MessageRest): WireFrame {
    const draft = beginDraft(start.length + mostMessageRestBytes(rest));
    const at = writeStart(start, draft.out, draft.at);
    const end = writeMessageRest(rest, version, { out: draft.out, at });
    return finishDraft(draft, end, this.#isText);
  }
}

function isLike(encoded: Encoded, { version, namesDestination }: OneMessagePlace): boolean {
  return encoded.version === version && encoded.namesDestination === namesDestination;
}

/** Starts are short: a call would cost more than the bytes. */
function writeStart(start: string, out: Buffer, at: number): number {
  for (let index = 0; index < start.length; index += 1) out[at + index] = start.charCodeAt(index);
  return at + start.length;
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
    return encodeFrame({ command: 'MESSAGE', headers: writableOf(headers, version), body }, version);
  }
}

function writableOf(headers: HeaderMap, version: StompVersion): HeaderMap {
  return Object.fromEntries(Object.entries(headers).filter((header) => isWritable(header, version)));
}

function isWritable([name, value]: [string, string], version: StompVersion): boolean {
  try {
    encodeFrame({ command: 'MESSAGE', headers: { [name]: value } }, version);
    return true;
  } catch {
    return false;
  }
}
