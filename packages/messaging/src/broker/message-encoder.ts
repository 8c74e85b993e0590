import { isUtf8 } from 'node:buffer';
import { encodeFrame, StompError } from '@carillon/stomp';
import type { HeaderMap, StompVersion } from '@carillon/stomp';
import { joinWireFrame } from '../core/wire-frame.ts';
import type { WireFrame } from '../core/wire-frame.ts';

/** `MESSAGE\n`, which the two halves of a frame would otherwise both begin with. */
const COMMAND_LINE_BYTES = 8;
/** The empty line and the NUL that close a frame without a body. */
const END_BYTES = 2;

/** The start of every MESSAGE to one subscription id: the command line and the `subscription` header. */
export function encodeStart(subscriptionId: string | undefined, version: StompVersion): Uint8Array {
  const headers: Record<string, string> =
    subscriptionId === undefined ? {} : { subscription: subscriptionId };
  const frame = encodeFrame({ command: 'MESSAGE', headers }, version);
  return frame.subarray(0, frame.length - END_BYTES);
}

/** What a MESSAGE says, whoever gets it. */
export interface MessageContent {
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
}

/**
 * Encodes one MESSAGE for any number of subscribers: all but the subscription id once per STOMP
 * version, so that a further id costs two copies and no encoding.
 */
export class MessageEncoder {
  readonly #content: MessageContent;
  readonly #rests = new Map<StompVersion, Rest>();

  constructor(content: MessageContent) {
    this.#content = content;
  }

  /** The frame that begins with `start`, made by `encodeStart` for the same version. */
  encode(start: Uint8Array, version: StompVersion): WireFrame {
    let rest = this.#rests.get(version);
    if (!rest) {
      rest = encodeRest(this.#content, version);
      this.#rests.set(version, rest);
    }
    return joinWireFrame(start, rest.bytes, rest.isText);
  }
}

interface Rest {
  bytes: Uint8Array;
  isText: boolean;
}

function encodeRest({ headers, body }: MessageContent, version: StompVersion): Rest {
  const bytes = encodeWritable(headers, body, version).subarray(COMMAND_LINE_BYTES);
  return { bytes, isText: isUtf8(bytes) };
}

/** A 1.2 sender can write a carriage return into a header that a 1.1 subscriber's frame cannot carry: it is left out there. */
function encodeWritable(headers: HeaderMap, body: Uint8Array, version: StompVersion): Uint8Array {
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
