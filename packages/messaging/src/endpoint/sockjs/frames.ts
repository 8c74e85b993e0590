/** The frames that SockJS clients understand (sockjs-protocol, "Framing accepted by the client"). */
export const OPEN_FRAME = 'o';
export const HEARTBEAT_FRAME = 'h';

const COMMA = 0x2c;

/** `c[3000,"Go away!"]` */
export function closeFrame({ code, reason }: { readonly code: number; readonly reason: string }): string {
  return `c${JSON.stringify([code, reason])}`;
}

/** Sent to a second receiver of one session, which is left as it is. */
export const STILL_OPEN = Object.freeze({ code: 2010, reason: 'Another connection still open' });

/** Sent to whoever comes back to a session whose receiver was cut off: messages may be lost. */
export const INTERRUPTED = Object.freeze({ code: 1002, reason: 'Connection interrupted' });

/** How a WebSocket is closed whose client does not send JSON. */
export const BROKEN_FRAMING = Object.freeze({ code: 1002, reason: 'broken_framing', reconnect: false });

/** `a["…","…"]` of messages that are JSON strings already, between the head and the tail of a transport. */
export function joinMessages(quoted: readonly Buffer[], head: string, tail: string): Buffer {
  let length = head.length + tail.length + quoted.length + 2;
  for (const message of quoted) length += message.length;
  const joined = Buffer.allocUnsafe(length);
  let at = joined.write(head, 'latin1');
  at += joined.write('a[', at, 'latin1');
  for (const [index, message] of quoted.entries()) {
    if (index > 0) joined[at++] = COMMA;
    joined.set(message, at);
    at += message.length;
  }
  at += joined.write(']', at, 'latin1');
  joined.write(tail, at, 'latin1');
  return joined;
}
