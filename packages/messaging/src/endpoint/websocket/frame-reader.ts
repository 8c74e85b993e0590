import { isUtf8 } from 'node:buffer';
import type { Inflater } from './inflater.ts';
import { BINARY, CLOSE, CONTINUATION, FIN, PING, PONG, RSV1, TEXT } from './opcode.ts';
import { turnMask, unmask } from './unmask.ts';
import { Utf8Check } from './utf8-check.ts';
import { WebSocketError } from './websocket-error.ts';
import { readCloseCode } from './close-frame.ts';

const MAX_CONTROL_BYTES = 125;
const NOTHING_YET = Buffer.alloc(0);

const FIRST_BYTE = 0;
const SECOND_BYTE = 1;
const LENGTH = 2;
const MASK = 3;
const PAYLOAD = 4;

/**
 * Reads the frames of one client (RFC 6455 §5.2), cut anywhere. Keeps nothing of a message but where in a
 * letter it stands, so that a client's memory here does not grow with what it announces or sends.
 *
 * A part of the socket's own object, as all that is built on it: of thousands of sockets each was last looked at
 * long ago, and what a message costs is how many objects have to be fetched for it.
 */
export abstract class FrameReader {
  /** From the close handshake on, messages are read over. */
  protected skipsData = false;
  /** Reading stops behind the frame that is being read. */
  protected isHeld = false;
  readonly #inflater: Inflater | undefined;
  #phase = FIRST_BYTE;
  #opcode = 0;
  #isFinal = false;
  #isShort = false;
  /** Payload bytes that are still to come. */
  #length = 0;
  /** Bytes of the length or the mask that are still to come. */
  #headBytes = 0;
  #mask = 0;
  /** The type of the message that is under way; `CONTINUATION` between messages. */
  #message = CONTINUATION;
  #isCompressed = false;
  #utf8: Utf8Check | undefined;
  #control: Buffer | undefined;
  #isOver = false;

  /** With an inflater, messages may be compressed (RFC 7692). */
  constructor(inflater?: Inflater) {
    this.#inflater = inflater;
  }

  /**
   * Gets a piece of a text or binary message, for good, as it came: messages are not put together, but for
   * compressed ones, of which all pieces are empty but the last. The last piece of a message says so, and may be
   * empty too. Text was checked for being UTF-8 so far.
   */
  protected abstract onData(piece: Buffer, isLast: boolean): void;
  protected abstract onPing(payload: Buffer): void;
  protected abstract onPong(): void;
  /** Gets 1005 where the client gave no code. Nothing comes after it. */
  protected abstract onClose(code: number): void;

  /**
   * Reads the next bytes, those of `chunk` up to `length`, which are not looked at after it returns. Answers how far it
   * came: less when it is held, or has inflated as much as it may in one turn. Throws WebSocketError at the first byte that no client may
   * send; nothing is read from then on.
   */
  protected readFrames(chunk: Buffer, length: number): number {
    let at = 0;
    try {
      while (this.#mayRead && (at < length || (this.#phase === PAYLOAD && this.#length === 0))) {
        at =
          this.#phase === PAYLOAD ? this.#readPayload(chunk, at, length) : this.#readHead(chunk, at, length);
      }
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
    return this.#isOver ? length : at;
  }

  /** Reads nothing more. */
  protected stopReading(): void {
    this.#isOver = true;
  }

  get #mayRead(): boolean {
    return !this.#isOver && !this.isHeld && !this.#inflater?.isSpent;
  }

  #readHead(chunk: Buffer, start: number, chunkEnd: number): number {
    let at = start;
    while (at < chunkEnd && this.#phase !== PAYLOAD) {
      const byte = chunk[at] ?? 0;
      at += 1;
      if (this.#phase === MASK) this.#readMask(byte);
      else if (this.#phase === FIRST_BYTE) this.#readFirst(byte);
      else if (this.#phase === SECOND_BYTE) this.#readSecond(byte);
      else this.#readLength(byte);
    }
    return at;
  }

  #readFirst(byte: number): void {
    const opcode = byte & 0x0f;
    const isControl = opcode >= CLOSE;
    this.#isFinal = (byte & FIN) !== 0;
    this.#opcode = opcode;
    this.#phase = SECOND_BYTE;
    const reserved = byte & 0x70;
    if (reserved !== 0) this.#readReserved(reserved, opcode);
    if (isControl) {
      if (opcode > PONG) fail('There is no such control frame.');
      if (!this.#isFinal) fail('A control frame cannot be fragmented.');
    } else if (opcode === CONTINUATION) {
      if (this.#message === CONTINUATION) fail('There is no message to continue.');
    } else {
      if (opcode > BINARY) fail('There is no such data frame.');
      if (this.#message !== CONTINUATION) fail('The message before has not ended.');
      this.#message = opcode;
      this.#isCompressed = reserved === RSV1;
    }
  }

  /** RFC 7692 §6: only the first frame of a message may say that it is compressed, and only when that was agreed on. */
  #readReserved(reserved: number, opcode: number): void {
    const startsMessage = opcode !== CONTINUATION && opcode < CLOSE;
    if (reserved !== RSV1 || !this.#inflater || !startsMessage) fail('A reserved bit is set.');
  }

  #readSecond(byte: number): void {
    if ((byte & 0x80) === 0) fail('A client must mask its frames.');
    const length = byte & 0x7f;
    if (this.#opcode >= CLOSE && length > MAX_CONTROL_BYTES) fail('A control frame is too long.');
    this.#mask = 0;
    if (length < 126) {
      this.#length = length;
      this.#beginMask();
      return;
    }
    this.#length = 0;
    this.#isShort = length === 126;
    this.#headBytes = this.#isShort ? 2 : 8;
    this.#phase = LENGTH;
  }

  #readLength(byte: number): void {
    if (this.#headBytes === 8 && byte >= 0x80) fail('The highest bit of a length must be 0.');
    this.#length = this.#length * 256 + byte;
    this.#headBytes -= 1;
    if (this.#headBytes > 0) return;
    if (this.#length < (this.#isShort ? 126 : 65_536)) fail('A length takes more bytes than it needs.');
    if (this.#length > Number.MAX_SAFE_INTEGER) fail('A frame is longer than anyone can count.');
    this.#beginMask();
  }

  #beginMask(): void {
    this.#headBytes = 4;
    this.#phase = MASK;
  }

  #readMask(byte: number): void {
    this.#mask = (this.#mask << 8) | byte;
    this.#headBytes -= 1;
    if (this.#headBytes === 0) this.#phase = PAYLOAD;
  }

  #readPayload(chunk: Buffer, start: number, chunkEnd: number): number {
    const end = Math.min(chunkEnd, start + this.#length);
    const mask = this.#mask;
    this.#length -= end - start;
    const endsFrame = this.#length === 0;
    if (endsFrame) this.#phase = FIRST_BYTE;
    else this.#mask = turnMask(mask, end - start);
    const isControl = this.#opcode >= CLOSE;
    if (isControl || !this.skipsData) {
      const piece = unmask(chunk, start, end, mask);
      if (isControl) this.#takeControl(piece, endsFrame);
      else this.#takeData(piece, endsFrame && this.#isFinal);
    } else if (endsFrame && this.#isFinal) {
      this.#message = CONTINUATION;
    }
    return end;
  }

  #takeData(piece: Buffer, isLast: boolean): void {
    const isText = this.#message === TEXT;
    if (isLast) this.#message = CONTINUATION;
    if (this.#isCompressed && this.#inflater) {
      this.#inflater.add(piece);
      piece = isLast ? this.#inflater.inflate() : NOTHING_YET;
    }
    if (isText) this.#checkText(piece, isLast);
    this.onData(piece, isLast);
  }

  #checkText(piece: Buffer, isLast: boolean): void {
    // Nearly every message comes whole, and leaves nothing to remember.
    if (!this.#utf8 && isUtf8(piece)) return;
    const utf8 = (this.#utf8 ??= new Utf8Check());
    if (!utf8.accepts(piece) || (isLast && !utf8.end())) {
      throw new WebSocketError(1007, 'A text message is not UTF-8.');
    }
    if (isLast) this.#utf8 = undefined;
  }

  #takeControl(piece: Buffer, endsFrame: boolean): void {
    const payload = this.#control ? Buffer.concat([this.#control, piece]) : piece;
    this.#control = endsFrame ? undefined : payload;
    if (!endsFrame) return;
    if (this.#opcode === PING) this.onPing(payload);
    else if (this.#opcode === PONG) this.onPong();
    else {
      this.#isOver = true;
      this.onClose(readCloseCode(payload));
    }
  }
}

function fail(message: string): never {
  throw new WebSocketError(1002, message);
}
