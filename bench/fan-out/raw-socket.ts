import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Shared by all sockets: the load generator looks at bytes and keeps none. */
const readBuffer = Buffer.allocUnsafe(256 * 1024);

/** A WebSocket client so thin that a thousand of them cost the load generator little. */
export class RawSocket {
  /** Called with what was received, which is only lent. */
  onBytes: (bytes: Buffer) => void = () => undefined;
  readonly #socket: Socket;

  private constructor(port: number) {
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length) => {
          this.onBytes(readBuffer.subarray(0, length));
          return true;
        },
      },
    });
  }

  /** Opens a socket and upgrades it (RFC 6455 §4.1). */
  static async open(port: number, path: string): Promise<RawSocket> {
    const raw = new RawSocket(port);
    await once(raw.#socket, 'connect');
    const upgraded = raw.#received();
    raw.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await upgraded;
    return raw;
  }

  send(payload: Uint8Array): void {
    this.#socket.write(maskedFrame(payload));
  }

  /** Sends and waits until something comes back. */
  async ask(payload: Uint8Array): Promise<void> {
    const answered = this.#received();
    this.send(payload);
    await answered;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #received(): Promise<void> {
    return new Promise((resolve) => (this.onBytes = () => resolve()));
  }
}

/** A masked text frame (RFC 6455 §5.2); the mask of zeros leaves the payload as it is. */
function maskedFrame(payload: Uint8Array): Buffer {
  const headBytes = payload.length < 126 ? 6 : 8;
  const frame = Buffer.alloc(headBytes + payload.length);
  frame[0] = 0x81;
  if (headBytes === 6) frame[1] = 0x80 | payload.length;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(payload.length, 2);
  }
  frame.set(payload, headBytes);
  return frame;
}

/** Counts WebSocket frames in a stream of bytes that is cut anywhere. */
export class FrameCounter {
  count = 0;
  #toSkip = 0;
  #head = Buffer.alloc(0);

  push(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#toSkip > 0) {
        const skipped = Math.min(this.#toSkip, bytes.length - at);
        this.#toSkip -= skipped;
        at += skipped;
        if (this.#toSkip === 0) this.count += 1;
        continue;
      }
      this.#head = Buffer.concat([this.#head, bytes.subarray(at, (at += 1))]);
      const lengthByte = this.#head[1];
      if (lengthByte === undefined || (lengthByte === 126 && this.#head.length < 4)) continue;
      this.#toSkip = lengthByte === 126 ? this.#head.readUInt16BE(2) : lengthByte;
      this.#head = Buffer.alloc(0);
    }
  }
}
