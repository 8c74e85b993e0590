import { BodyReader } from './body-reader.ts';
import { CR, DIGIT_0, DIGIT_9, LF } from './bytes.ts';
import { DEFAULT_DECODER_LIMITS } from './decoder-limits.ts';
import type { DecoderLimits } from './decoder-limits.ts';
import type { Frame, StompVersion } from './frame.ts';
import { HeaderBag } from './header-bag.ts';
import { escapeRuleOf, readCommand, readHeader } from './header-line.ts';
import type { EscapeRule } from './header-line.ts';
import { HAS_CR, LineReader } from './line-reader.ts';
import { StompError } from './stomp-error.ts';

/** Turns bytes, cut anywhere, into frames. One decoder serves one connection. */
export interface Decoder {
  /**
   * The version whose rules the next frame is read by. Set it when it is negotiated: inside `onFrame` is
   * early enough. Starts at 1.2, which reads CONNECT, STOMP and CONNECTED of every version, as they have no escapes.
   */
  version: StompVersion;
  /**
   * Reads the next bytes. Calls `onFrame` for each frame they complete and `onHeartbeat` for each line end
   * between frames (STOMP 1.2 "Heart-beating"), in order, before it returns.
   *
   * Does not read `chunk` after it returns, but a frame's body may be a view on it (see `Frame`).
   * @throws StompError at the first byte that is not STOMP. The frames before it have been handed out;
   * the decoder is closed. It is closed too when a callback throws: the rest of the chunk is lost.
   */
  push(chunk: Uint8Array, onFrame: (frame: Frame) => void, onHeartbeat?: () => void): void;
  /** Tells that no more bytes come. @throws StompError `truncated` in the middle of a frame. */
  end(): void;
}

export interface DecoderOptions {
  readonly version?: StompVersion;
  readonly limits?: Partial<DecoderLimits>;
}

/** Makes a decoder. Limits not given are those of `DEFAULT_DECODER_LIMITS`. */
export function createDecoder(options: DecoderOptions = {}): Decoder {
  return new FrameDecoder(options.version ?? '1.2', { ...DEFAULT_DECODER_LIMITS, ...options.limits });
}

const BETWEEN_FRAMES = 0;
const IN_COMMAND = 1;
const IN_HEADERS = 2;
const IN_BODY = 3;

class FrameDecoder implements Decoder {
  version: StompVersion;

  readonly #limits: DecoderLimits;
  readonly #line = new LineReader();
  readonly #body = new BodyReader();
  /** False during a push too, so that one that throws leaves the decoder closed. */
  #open = true;
  #phase = BETWEEN_FRAMES;
  #crBetweenFrames = false;
  #command = '';
  #escapeRule: EscapeRule = '1.2';
  #headers: Record<string, string> = new HeaderBag();
  #headerCount = 0;
  /** Bytes that the frame may still have, its closing NUL not counted. */
  #frameBudget = 0;

  constructor(version: StompVersion, limits: DecoderLimits) {
    this.version = version;
    this.#limits = limits;
  }

  push(chunk: Uint8Array, onFrame: (frame: Frame) => void, onHeartbeat?: () => void): void {
    if (!this.#open) throw new StompError('decoder_closed');
    this.#open = false;
    let at = 0;
    while (at >= 0 && at < chunk.length) {
      switch (this.#phase) {
        case BETWEEN_FRAMES:
          at = this.#skipLineEnds(chunk, at, onHeartbeat);
          break;
        case IN_COMMAND:
          at = this.#readCommand(chunk, at);
          break;
        case IN_HEADERS:
          at = this.#readHeader(chunk, at);
          break;
        default:
          at = this.#body.read(chunk, at);
          if (at >= 0) onFrame(this.#takeFrame());
      }
    }
    this.#open = true;
  }

  end(): void {
    if (!this.#open) throw new StompError('decoder_closed');
    this.#open = false;
    if (this.#phase !== BETWEEN_FRAMES || this.#crBetweenFrames) throw new StompError('truncated');
  }

  #skipLineEnds(chunk: Uint8Array, start: number, onHeartbeat?: () => void): number {
    let at = start;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === LF) {
        this.#crBetweenFrames = false;
        onHeartbeat?.();
      } else if (this.#crBetweenFrames) {
        throw new StompError('stray_carriage_return');
      } else if (byte === CR) {
        this.#crBetweenFrames = true;
      } else {
        this.#phase = IN_COMMAND;
        this.#frameBudget = this.#limits.maxFrameBytes - 1;
        break;
      }
    }
    return at;
  }

  #readCommand(chunk: Uint8Array, at: number): number {
    const next = this.#readLine(chunk, at, 'command_too_long');
    if (next < 0) return next;
    this.#command = readCommand(this.#line);
    this.#escapeRule = escapeRuleOf(this.#command, this.version);
    this.#headers = new HeaderBag();
    this.#headerCount = 0;
    this.#phase = IN_HEADERS;
    return next;
  }

  #readHeader(chunk: Uint8Array, at: number): number {
    const next = this.#readLine(chunk, at, 'header_too_long');
    if (next < 0) return next;
    if (this.#line.start === this.#line.end) {
      this.#line.release();
      this.#body.start(this.#announcedLength(), this.#frameBudget);
      this.#phase = IN_BODY;
      return next;
    }
    this.#headerCount += 1;
    if (this.#headerCount > this.#limits.maxHeaderCount) throw new StompError('too_many_headers');
    readHeader(this.#line, this.#escapeRule, this.#headers);
    return next;
  }

  #readLine(chunk: Uint8Array, at: number, code: 'command_too_long' | 'header_too_long'): number {
    const line = this.#line;
    const { maxCommandBytes, maxHeaderLineBytes } = this.#limits;
    const maxBytes = code === 'command_too_long' ? maxCommandBytes : maxHeaderLineBytes;
    const next =
      maxBytes <= this.#frameBudget
        ? line.read(chunk, at, maxBytes, code)
        : line.read(chunk, at, this.#frameBudget, 'frame_too_large');
    if (next < 0) return next;
    // STOMP 1.2 wants it escaped. 1.0 and 1.1 allow it, but cannot tell one at the end of a value from a
    // line end, so that the encoder does not write it: what is accepted must be able to be written back.
    if ((line.kinds & HAS_CR) !== 0) throw new StompError('stray_carriage_return');
    this.#frameBudget -= line.wireBytes;
    if (this.#frameBudget < 0) throw new StompError('frame_too_large');
    return next;
  }

  /** The content-length, or -1 when the body ends at the first NUL. */
  #announcedLength(): number {
    const text = this.#headers['content-length'];
    if (text === undefined) return -1;
    let length = 0;
    for (let index = 0; index < text.length; index += 1) {
      const digit = text.charCodeAt(index);
      if (digit < DIGIT_0 || digit > DIGIT_9) throw new StompError('invalid_content_length');
      length = length * 10 + (digit - DIGIT_0);
    }
    if (text === '') throw new StompError('invalid_content_length');
    if (length > this.#frameBudget) throw new StompError('frame_too_large');
    return length;
  }

  #takeFrame(): Frame {
    this.#phase = BETWEEN_FRAMES;
    return { command: this.#command, headers: this.#headers, body: this.#body.take() };
  }
}
