import { constants, deflateRawSync } from 'node:zlib';
import { toWireFrame } from '../../core/wire-frame.ts';
import type { WireFrame } from '../../core/wire-frame.ts';
import { RSV1 } from './opcode.ts';

/** The 00 00 ff ff at the end of what is flushed, which is not sent (RFC 7692 §7.2.1). */
const TAIL_BYTES = 4;

/**
 * The frame as connections with permessage-deflate get it (RFC 7692 §7.2.1): compressed once for all of
 * them, as none keeps a window; itself where that would make it no shorter.
 */
export function deflateFrame(frame: WireFrame): WireFrame {
  return (frame.deflated ??= deflate(frame));
}

function deflate(frame: WireFrame): WireFrame {
  const { stomp } = frame;
  const flushed = deflateRawSync(stomp, { finishFlush: constants.Z_SYNC_FLUSH });
  const length = flushed.length - TAIL_BYTES;
  if (length >= stomp.length) return frame;
  const deflated = toWireFrame(flushed.subarray(0, length), frame.isText);
  deflated.webSocket[0] = (deflated.webSocket[0] ?? 0) | RSV1;
  return deflated;
}
