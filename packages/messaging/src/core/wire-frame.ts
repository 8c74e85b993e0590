import { HEARTBEAT } from '@carillon/stomp';

const FIN = 0x80;
const TEXT = 0x1;
const BINARY = 0x2;

/** A frame in SockJS's framing: its text as a JSON string, and the WebSocket frame of `a["…"]`. */
interface SockJsForm {
  readonly quoted: Buffer;
  webSocket: WireFrame | undefined;
}

/** The few bytes in which a frame differs from others. */
export interface Mark {
  readonly bytes: Uint8Array;
  /** Where they stand in the STOMP frame. */
  readonly at: number;
}

/**
 * One STOMP frame as it goes to any number of sockets: encoded once, behind the header of an unmasked
 * WebSocket frame (RFC 6455 §5.2). Nobody may change its bytes.
 */
export class WireFrame {
  /** Of the whole WebSocket frame. */
  readonly byteLength: number;
  /** The frame that is the same but for the mark; itself, for a frame without one. */
  readonly template: WireFrame;
  readonly mark: Mark | undefined;
  /** The same as SockJS sends it, once one of its sessions has made it: kept here for all of them. */
  sockJs: SockJsForm | undefined;
  /** The same compressed, once a connection with permessage-deflate has made it. */
  deflated: WireFrame | undefined;
  /** Of a frame with a mark, made when somebody wants it alone. */
  #webSocket: Buffer | undefined;
  readonly #headBytes: number;

  /** Of the bytes, or of a template with another mark than its own. */
  constructor(source: Buffer | WireFrame, headBytes: number, mark?: Mark) {
    const isTemplate = source instanceof WireFrame;
    this.byteLength = isTemplate ? source.byteLength : source.length;
    this.template = isTemplate ? source : this;
    this.#webSocket = isTemplate ? undefined : source;
    this.#headBytes = headBytes;
    this.mark = mark;
  }

  /** The whole WebSocket frame. */
  get webSocket(): Buffer {
    return (this.#webSocket ??= this.#copyTemplate());
  }

  /** Where the mark stands in the WebSocket frame; 0 for a frame without one. */
  get markAt(): number {
    return this.mark ? this.#headBytes + this.mark.at : 0;
  }

  /** The same frame with a mark of the same place and length. Nothing is copied before it is sent. */
  marked(mark: Mark): WireFrame {
    return new WireFrame(this.template, this.#headBytes, mark);
  }

  #copyTemplate(): Buffer {
    const copy = Buffer.from(this.template.webSocket);
    if (this.mark) copy.set(this.mark.bytes, this.markAt);
    return copy;
  }

  /** The STOMP bytes alone, for transports that are no WebSocket. */
  get stomp(): Uint8Array {
    return this.webSocket.subarray(this.#headBytes);
  }

  /** False when the bytes are no UTF-8, and so no text message. */
  get isText(): boolean {
    return this.webSocket[0] === (FIN | TEXT);
  }
}

/** Puts a whole STOMP frame behind a WebSocket header. The frame is copied. */
export function toWireFrame(stomp: Uint8Array, isText: boolean): WireFrame {
  const headBytes = webSocketHeadBytes(stomp.length);
  const bytes = Buffer.allocUnsafe(headBytes + stomp.length);
  bytes.set(stomp, writeWebSocketHead(bytes, 0, { length: stomp.length, isText }));
  return new WireFrame(bytes, headBytes);
}

/** How many bytes stand before a payload of so many. */
export function webSocketHeadBytes(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10;
}

/**
 * Writes the head of an unmasked WebSocket frame. A text message must be UTF-8 throughout (RFC 6455 §5.6);
 * anything else goes as binary.
 * @returns the index after it.
 */
export function writeWebSocketHead(
  out: Buffer,
  at: number,
  { length, isText }: { length: number; isText: boolean },
): number {
  out[at] = FIN | (isText ? TEXT : BINARY);
  if (length < 126) {
    out[at + 1] = length;
    return at + 2;
  }
  if (length < 65_536) {
    out[at + 1] = 126;
    out[at + 2] = length >> 8;
    out[at + 3] = length & 0xff;
    return at + 4;
  }
  out[at + 1] = 127;
  out.writeUInt32BE(0, at + 2);
  return out.writeUInt32BE(length, at + 6);
}

/** The heart-beat, the same for everyone. */
export const HEARTBEAT_FRAME: WireFrame = toWireFrame(HEARTBEAT, true);
