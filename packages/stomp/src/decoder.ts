import { CR, LF, NO_BYTES } from './bytes.ts';
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
  /**
   * Takes the next bytes once all before are read. `next` reads them, frame by frame: for whoever must be able
   * to stop in between, or has many decoders and no callbacks to spare. A chunk is let go of once it is read.
   */
  feed(chunk: Uint8Array): void;
  /**
   * Reads the next frame of what was fed. Undefined when all of it is read, and what follows the last frame is
   * remembered.
   * @throws StompError as `push`
   */
  next(): Frame | undefined;
  /** Bytes of the last chunk that `next` has not read. */
  readonly unreadBytes: number;
  /** Line ends between frames that were read of the last chunk. */
  readonly lineEnds: number;
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
  lineEnds = 0;

  readonly #limits: DecoderLimits;
  /** Made for the first frame that is cut or not plain: a server has many connections that never send one. */
  #reader: FrameReader | undefined;
  #isInFrame = false;
  /** False while it reads too, so that a decoder that throws is left closed. */
  #open = true;
  #crBetweenFrames = false;
  #chunk: Uint8Array = NO_BYTES;
  /** How far the chunk is read. */
  #at = 0;

  constructor(version: StompVersion, limits: DecoderLimits) {
    this.version = version;
    this.#limits = limits;
  }

  get unreadBytes(): number {
    return this.#chunk.length - this.#at;
  }

  push(chunk: Uint8Array, onFrame: (frame: Frame) => void, onHeartbeat?: () => void): void {
    this.feed(chunk);
    let told = 0;
    const tell = (): void => {
      for (; told < this.lineEnds; told += 1) onHeartbeat?.();
    };
    this.#open = false;
    for (;;) {
      let frame: Frame | undefined;
      try {
        frame = this.#read();
      } finally {
        tell();
      }
      if (!frame) break;
      onFrame(frame);
    }
    this.#open = true;
  }

  feed(chunk: Uint8Array): void {
    if (!this.#open) throw new StompError('decoder_closed');
    this.#chunk = chunk;
    this.#at = 0;
    this.lineEnds = 0;
  }

  next(): Frame | undefined {
    if (!this.#open) throw new StompError('decoder_closed');
    this.#open = false;
    const frame = this.#read();
    this.#open = true;
    return frame;
  }

  end(): void {
    if (!this.#open) throw new StompError('decoder_closed');
    this.#open = false;
    if (this.#isInFrame || this.#crBetweenFrames) throw new StompError('truncated');
  }

  #read(): Frame | undefined {
    const chunk = this.#chunk;
    if (!this.#isInFrame) this.#at = this.#skipLineEnds(chunk, this.#at);
    const frame = this.#at < chunk.length ? this.#readFrame(chunk, this.#at) : undefined;
    if (this.#at === chunk.length) {
      this.#chunk = NO_BYTES;
      this.#at = 0;
    }
    return frame;
  }

  #skipLineEnds(chunk: Uint8Array, start: number): number {
    let at = start;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === LF) {
        this.#crBetweenFrames = false;
        this.lineEnds += 1;
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

  #readFrame(chunk: Uint8Array, start: number): Frame | undefined {
    const frame = this.#isInFrame ? undefined : readWholeFrame(chunk, start, this.#limits);
    if (!frame) return this.#readOn(chunk, start);
    this.#at = endOfWholeFrame();
    return frame;
  }

  /** Reads a frame that is cut or not plain, from its beginning or from where the chunk before ended. */
  #readOn(chunk: Uint8Array, start: number): Frame | undefined {
    const reader = (this.#reader ??= new FrameReader(this.#limits));
    if (!this.#isInFrame) reader.start(this.version);
    this.#isInFrame = true;
    const end = reader.read(chunk, start);
    this.#at = end < 0 ? chunk.length : end;
    if (end < 0) return undefined;
    this.#isInFrame = false;
    return reader.take();
  }
}
