import type { Mark, WireFrame } from '../core/wire-frame.ts';

const NOWHERE: number[] = [];

/**
 * The frames that one socket, or many alike, are to get in this turn of the event loop.
 *
 * A batch grows by stepping to the batch with one frame more, and remembers the last step. Sockets
 * that get the same frames in the same order therefore stand at the same batch, whose bytes are joined
 * once and written to all of them: adding a frame to a socket is one comparison, and no list is kept.
 *
 * Frames that differ by their marks alone are the same here: each socket gets the same joined bytes with its
 * own marks in them, one socket after the other.
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
   * have one, in order: they are written into the buffer, which is good until the next call, unless it is
   * given away.
   */
  bytes(marks?: readonly Mark[]): Buffer {
    const joined = (this.#joined ??= this.#join());
    if (marks) this.#write(marks, joined);
    return joined;
  }

  /** Leaves the buffer with marks to whoever got it last, who has not done with it. */
  giveAway(): void {
    if (this.#joined) this.#joined = Buffer.from(this.#joined);
  }

  #write(marks: readonly Mark[], joined: Buffer): void {
    for (const [index, { bytes }] of marks.entries()) {
      let at = this.#marksAt[index] ?? 0;
      // Marks are short: a call would cost more than the bytes.
      for (const byte of bytes) joined[at++] = byte;
    }
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
    // What is marked is changed, and must be this batch's own.
    if (frames.length === 1 && first && !first.mark) return first.webSocket;
    const joined = Buffer.allocUnsafe(end);
    end = 0;
    for (const { template, byteLength } of frames) {
      joined.set(template.webSocket, end);
      end += byteLength;
    }
    return joined;
  }
}
