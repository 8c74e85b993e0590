import { CR, LF } from './bytes.ts';
import { DEFAULT_DECODER_LIMITS } from './decoder-limits.ts';
import type { DecoderLimits } from './decoder-limits.ts';
import type { Frame, StompVersion } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { StompError } from './stomp-error.ts';
import { endOfWholeFrame, readWholeFrame } from './whole-frame.ts';

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
  return new FrameDecoder(options.version ?? '1.2', completeLimits(options.limits));
}

let lastLimits = DEFAULT_DECODER_LIMITS;

/** One object for all decoders of a server, which are made with the same limits one after the other. */
function completeLimits(some: Partial<DecoderLimits> | undefined): DecoderLimits {
  const limits = { ...DEFAULT_DECODER_LIMITS, ...some };
  const isLikeLast = LIMIT_NAMES.every((name) => limits[name] === lastLimits[name]);
  if (!isLikeLast) lastLimits = limits;
  return lastLimits;
}

const LIMIT_NAMES = ['maxCommandBytes', 'maxHeaderCount', 'maxHeaderLineBytes', 'maxFrameBytes'] as const;

class FrameDecoder implements Decoder {
  version: StompVersion;

  readonly #limits: DecoderLimits;
  /** Made for the first frame that is cut or not plain: a server has many connections that never send one. */
  #reader: FrameReader | undefined;
  #isInFrame = false;
  /** False during a push too, so that one that throws leaves the decoder closed. */
  #open = true;
  #crBetweenFrames = false;

  constructor(version: StompVersion, limits: DecoderLimits) {
    this.version = version;
    this.#limits = limits;
  }

  push(chunk: Uint8Array, onFrame: (frame: Frame) => void, onHeartbeat?: () => void): void {
    if (!this.#open) throw new StompError('decoder_closed');
    this.#open = false;
    let at = this.#isInFrame ? this.#readOn(chunk, 0, onFrame) : 0;
    while (at >= 0 && at < chunk.length) {
      at = this.#skipLineEnds(chunk, at, onHeartbeat);
      if (at < chunk.length) at = this.#readFrame(chunk, at, onFrame);
    }
    this.#open = true;
  }

  end(): void {
    if (!this.#open) throw new StompError('decoder_closed');
    this.#open = false;
    if (this.#isInFrame || this.#crBetweenFrames) throw new StompError('truncated');
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
        break;
      }
    }
    return at;
  }

  /** Answers the index after the frame that begins at `start`, or -1 when the chunk ends before it does. */
  #readFrame(chunk: Uint8Array, start: number, onFrame: (frame: Frame) => void): number {
    const frame = readWholeFrame(chunk, start, this.#limits);
    if (!frame) {
      this.#reader ??= new FrameReader(this.#limits);
      this.#reader.start(this.version);
      this.#isInFrame = true;
      return this.#readOn(chunk, start, onFrame);
    }
    // Before the frame is handed out, as another decoder may be pushed to meanwhile.
    const end = endOfWholeFrame();
    onFrame(frame);
    return end;
  }

  #readOn(chunk: Uint8Array, start: number, onFrame: (frame: Frame) => void): number {
    const next = this.#reader?.read(chunk, start) ?? -1;
    if (next < 0 || !this.#reader) return -1;
    this.#isInFrame = false;
    onFrame(this.#reader.take());
    return next;
  }
}
