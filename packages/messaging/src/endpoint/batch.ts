import type { WireFrame } from '../core/wire-frame.ts';

/**
 * The frames that one socket, or many alike, are to get in this turn of the event loop.
 *
 * A batch grows by stepping to the batch with one frame more, and remembers the last step. Sockets
 * that get the same frames in the same order therefore stand at the same batch, whose bytes are joined
 * once and written to all of them: adding a frame to a socket is one comparison, and no list is kept.
 */
export class Batch {
  readonly byteLength: number;
  readonly #before: Batch | undefined;
  readonly #frame: WireFrame | undefined;
  #next: Batch | undefined;
  #joined: Buffer | undefined;

  constructor(before?: Batch, frame?: WireFrame) {
    this.byteLength = (before?.byteLength ?? 0) + (frame?.webSocket.length ?? 0);
    this.#before = before;
    this.#frame = frame;
  }

  /** The batch with this frame after the others. */
  with(frame: WireFrame): Batch {
    const next = this.#next;
    if (next !== undefined && next.#frame === frame) return next;
    return (this.#next = new Batch(this, frame));
  }

  /** All frames as one buffer, which is shared and must not be changed. */
  bytes(): Buffer {
    return (this.#joined ??= this.#join());
  }

  #join(): Buffer {
    const last = this.#frame?.webSocket;
    if (last?.length === this.byteLength) return last;
    const joined = Buffer.allocUnsafe(this.byteLength);
    let end = this.byteLength;
    for (let batch = this.#before, frame = this.#frame; frame; batch = batch.#before) {
      end -= frame.webSocket.length;
      joined.set(frame.webSocket, end);
      if (batch === undefined) break;
      frame = batch.#frame;
    }
    return joined;
  }
}
