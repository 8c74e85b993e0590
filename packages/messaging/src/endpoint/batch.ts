import type { Mark, WireFrame } from '../core/wire-frame.ts';

const NOWHERE: number[] = [];

/**
 * The frames that one socket, or many alike, are to get in this turn of the event loop.
 *
 * A batch grows by stepping to the batch with one frame more, and remembers the last step. Sockets
 * that get the same frames in the same order therefore stand at the same batch, whose bytes are joined
 * once and written to all of them: adding a frame to a socket is one comparison, and no list is kept.
 *
 * Frames that differ by their marks alone are the same here; each socket has the joined bytes copied with
 * its own marks in them, instead of every one of its frames.
 */
export class Batch {
  readonly byteLength: number;
  readonly #before: Batch | undefined;
  readonly #frame: WireFrame | undefined;
  #next: Batch | undefined;
  #joined: Buffer | undefined;
  /** Where the marks stand in the joined bytes, in order. */
  #marksAt: number[] = NOWHERE;

  constructor(before?: Batch, frame?: WireFrame) {
    this.byteLength = (before?.byteLength ?? 0) + (frame?.byteLength ?? 0);
    this.#before = before;
    this.#frame = frame;
  }

  /** The batch with this frame after the others. */
  with(frame: WireFrame): Batch {
    const next = this.#next;
    if (next !== undefined && next.#frame?.template === frame.template) return next;
    return (this.#next = new Batch(this, frame));
  }

  /**
   * All frames as one buffer, which is shared and must not be changed. `marks` are those of the frames that
   * have one, in order.
   */
  bytes(marks?: readonly Mark[]): Buffer {
    const joined = (this.#joined ??= this.#join());
    return marks ? this.#copyWith(marks, joined) : joined;
  }

  #copyWith(marks: readonly Mark[], joined: Buffer): Buffer {
    const copy = Buffer.allocUnsafe(joined.length);
    copy.set(joined);
    for (const [index, { bytes }] of marks.entries()) {
      let at = this.#marksAt[index] ?? 0;
      // Marks are short: a call would cost more than the bytes.
      for (const byte of bytes) copy[at++] = byte;
    }
    return copy;
  }

  #join(): Buffer {
    const frames = this.#frame ? [this.#frame] : [];
    for (let batch = this.#before; batch; batch = batch.#before) {
      if (batch.#frame) frames.push(batch.#frame);
    }
    frames.reverse();
    this.#marksAt = [];
    let end = 0;
    for (const { mark, markAt, byteLength } of frames) {
      if (mark) this.#marksAt.push(end + markAt);
      end += byteLength;
    }
    const [first] = frames;
    if (frames.length === 1 && first) return first.template.webSocket;
    const joined = Buffer.allocUnsafe(end);
    end = 0;
    for (const { template, byteLength } of frames) {
      joined.set(template.webSocket, end);
      end += byteLength;
    }
    return joined;
  }
}
