import { isUtf8 } from 'node:buffer';
import { CLOSE, FIN } from './opcode.ts';
import { WebSocketError } from './websocket-error.ts';

/** What stands for a close frame that gives no code (RFC 6455 §7.4.1); never sent. */
const NO_STATUS = 1005;

/** A control frame's payload, at most (RFC 6455 §5.5), less the two bytes of the code. */
const MAX_REASON_BYTES = 123;

/**
 * Reads the payload of a client's close frame (RFC 6455 §5.5.1). Throws WebSocketError for a code that may
 * not be sent (§7.4) and a reason that is not UTF-8.
 */
export function readCloseCode(payload: Buffer): number {
  if (payload.length === 0) return NO_STATUS;
  if (payload.length === 1) throw new WebSocketError(1002, 'A close code has two bytes.');
  const code = payload.readUInt16BE(0);
  if (!isSendable(code)) throw new WebSocketError(1002, `No one may send the close code ${code}.`);
  if (!isUtf8(payload.subarray(2))) throw new WebSocketError(1007, 'The reason of a close is not UTF-8.');
  return code;
}

/** RFC 6455 §7.4, and what IANA registered since: 1012 to 1014. */
function isSendable(code: number): boolean {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

/** A close frame; the code 1005 makes one that gives none. A reason that is too long is cut between letters. */
export function closeFrame(code: number, reason: string): Buffer {
  if (code === NO_STATUS) return Buffer.of(FIN | CLOSE, 0);
  const text = Buffer.alloc(MAX_REASON_BYTES);
  const { written } = new TextEncoder().encodeInto(reason, text);
  const frame = Buffer.allocUnsafe(4 + written);
  frame[0] = FIN | CLOSE;
  frame[1] = 2 + written;
  frame.writeUInt16BE(code, 2);
  frame.set(text.subarray(0, written), 4);
  return frame;
}
