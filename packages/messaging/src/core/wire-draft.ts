import { WireFrame, webSocketHeadBytes, writeWebSocketHead } from './wire-frame.ts';

/** Small frames share memory: a buffer of its own for each costs more than what is written into it. */
const SLAB_BYTES = 8 * 1024;
/** A larger one would waste, and a client that reads slowly pin, too much of what others share. */
const MAX_SHARED_BYTES = SLAB_BYTES / 4;
/** Before a frame whose length is not known yet there is room for the longest head. */
const HEAD_ROOM_BYTES = 10;
/** Of what was reserved for a large frame, no more than this share is kept and not used. */
const MAX_WASTE = 0.25;

let slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
let used = 0;

/** Memory into which a STOMP frame is written, from `at` on. */
interface WireDraft {
  readonly out: Buffer;
  readonly at: number;
}

/** Memory for a frame of at most so many bytes. The next draft is begun only when this one is finished, or given up. */
export function beginDraft(mostBytes: number): WireDraft {
  const reserved = HEAD_ROOM_BYTES + mostBytes;
  if (reserved > MAX_SHARED_BYTES) return { out: Buffer.allocUnsafeSlow(reserved), at: HEAD_ROOM_BYTES };
  if (used + reserved > SLAB_BYTES) {
    slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
    used = 0;
  }
  return { out: slab, at: used + HEAD_ROOM_BYTES };
}

/** The frame that was written up to `end`, behind its WebSocket head: where it was written, without a copy. */
export function finishDraft({ out, at }: WireDraft, end: number, isText: boolean): WireFrame {
  const length = end - at;
  const headBytes = webSocketHeadBytes(length);
  const start = at - headBytes;
  writeWebSocketHead(out, start, { length, isText });
  const bytes = out.subarray(start, end);
  if (out === slab) used = end;
  const isWasteful = out !== slab && bytes.length < out.length * (1 - MAX_WASTE);
  return new WireFrame(isWasteful ? Buffer.from(bytes) : bytes, headBytes);
}
