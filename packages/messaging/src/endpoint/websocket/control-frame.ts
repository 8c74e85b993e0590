import { WireFrame } from '../../core/wire-frame.ts';
import { FIN, PING, PONG } from './opcode.ts';

const HEAD_BYTES = 2;

/** A ping without payload, the same for everyone. */
export const PING_FRAME: WireFrame = new WireFrame(Buffer.of(FIN | PING, 0), HEAD_BYTES);

const EMPTY_PONG_FRAME = new WireFrame(Buffer.of(FIN | PONG, 0), HEAD_BYTES);

/** The answer to a ping: its payload (RFC 6455 §5.5.3), at most 125 bytes. */
export function pongFrame(payload: Uint8Array): WireFrame {
  if (payload.length === 0) return EMPTY_PONG_FRAME;
  const frame = Buffer.allocUnsafe(HEAD_BYTES + payload.length);
  frame[0] = FIN | PONG;
  frame[1] = payload.length;
  frame.set(payload, HEAD_BYTES);
  return new WireFrame(frame, HEAD_BYTES);
}
