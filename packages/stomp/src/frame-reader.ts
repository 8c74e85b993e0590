import { BodyReader } from './body-reader.ts';
import { announcedLength } from './content-length.ts';
import type { DecoderLimits } from './decoder-limits.ts';
import type { Frame, StompVersion } from './frame.ts';
import { HeaderBag } from './header-bag.ts';
import { escapeRuleOf, readCommand, readHeader } from './header-line.ts';
import type { EscapeRule } from './header-line.ts';
import { HAS_CR, LineReader } from './line-reader.ts';
import { StompError } from './stomp-error.ts';

const IN_COMMAND = 0;
const IN_HEADERS = 1;
const IN_BODY = 2;

/** Reads any frame, cut anywhere, byte after byte, and throws at the first one that is not STOMP. */
export class FrameReader {
  readonly #limits: DecoderLimits;
  readonly #line = new LineReader();
  readonly #body = new BodyReader();
  #version: StompVersion = '1.2';
  #phase = IN_COMMAND;
  #command = '';
  #escapeRule: EscapeRule = '1.2';
  #headers: Record<string, string> = new HeaderBag();
  #headerCount = 0;
  /** Bytes that the frame may still have, its closing NUL not counted. */
  #frameBudget = 0;

  constructor(limits: DecoderLimits) {
    this.#limits = limits;
  }

  /** Begins a frame, whose first byte comes next. */
  start(version: StompVersion): void {
    this.#version = version;
    this.#phase = IN_COMMAND;
    this.#frameBudget = this.#limits.maxFrameBytes - 1;
  }

  /**
   * Reads on from `start`.
   * @returns the index after the frame, or -1 when the chunk ended before the frame did.
   * @throws StompError, with the frame's `receipt` if that was read
   */
  read(chunk: Uint8Array, start: number): number {
    try {
      return this.#readOn(chunk, start);
    } catch (error) {
      const isNamed = error instanceof StompError && this.#phase !== IN_COMMAND;
      throw isNamed ? new StompError(error.code, this.#headers.receipt) : error;
    }
  }

  /** The frame that was read to its end. */
  take(): Frame {
    return { command: this.#command, headers: this.#headers, body: this.#body.take() };
  }

  #readOn(chunk: Uint8Array, start: number): number {
    let at = start;
    while (at >= 0 && at < chunk.length) {
      if (this.#phase === IN_BODY) return this.#body.read(chunk, at);
      at = this.#phase === IN_COMMAND ? this.#readCommand(chunk, at) : this.#readHeader(chunk, at);
    }
    return -1;
  }

  #readCommand(chunk: Uint8Array, at: number): number {
    const next = this.#readLine(chunk, at, 'command_too_long');
    if (next < 0) return next;
    this.#command = readCommand(this.#line);
    this.#escapeRule = escapeRuleOf(this.#command, this.#version);
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
      this.#body.start(this.#bodyLength(), this.#frameBudget);
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
  #bodyLength(): number {
    const length = announcedLength(this.#headers);
    if (Number.isNaN(length)) throw new StompError('invalid_content_length');
    if (length > this.#frameBudget) throw new StompError('frame_too_large');
    return length;
  }
}
