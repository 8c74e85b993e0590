/**
 * Memory for encoded frames. A typed array of its own costs a small frame more than its encoding does, so
 * small ones share a slab, handed out from front to back and never taken back.
 */
const SLAB_BYTES = 8 * 1024;

/** A larger frame gets memory of its own: it would waste, and a slow reader pin, too much of a slab. */
const MAX_SHARED_BYTES = SLAB_BYTES / 4;

let slab = new Uint8Array(SLAB_BYTES);
let used = 0;

/** Memory with room for `bytes` from `offset` on; write there, then `take` what was used. */
export function reserve(bytes: number): { memory: Uint8Array<ArrayBuffer>; offset: number } {
  if (bytes > MAX_SHARED_BYTES) return { memory: new Uint8Array(bytes), offset: 0 };
  if (used + bytes > SLAB_BYTES) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  return { memory: slab, offset: used };
}

/** The bytes written at `[start, end)` of reserved memory, which no other frame will get. */
export function take(memory: Uint8Array<ArrayBuffer>, start: number, end: number): Uint8Array<ArrayBuffer> {
  if (memory === slab) used = end;
  return memory.subarray(start, end);
}
