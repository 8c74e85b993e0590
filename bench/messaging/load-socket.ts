import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { maskedFrame } from './masked-frame.ts';

/** Shared by all sockets: the load generator looks at bytes and keeps none. */
const readBuffer = Buffer.allocUnsafe(256 * 1024);

/** A WebSocket client so thin that thousands of them cost the load generator little. */
export class LoadSocket {
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
    // A server that sends a client away is part of some workloads.
    this.#socket.on('error', () => this.#socket.destroy());
  }

  /** Opens a socket and upgrades it (RFC 6455 §4.1). */
  static async open(port: number, path: string): Promise<LoadSocket> {
    const socket = new LoadSocket(port);
    await once(socket.#socket, 'connect');
    const upgraded = socket.received();
    socket.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await upgraded;
    return socket;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** Sends frames that are masked already. */
  write(frames: Uint8Array): void {
    this.#socket.write(frames);
  }

  /** Sends a message and waits until something comes back. */
  async ask(message: Uint8Array): Promise<void> {
    const answered = this.received();
    this.write(maskedFrame(message));
    await answered;
  }

  /** Ends its side, and reads on. */
  end(): void {
    this.#socket.end();
  }

  /** Reads nothing any more. */
  sleep(): void {
    this.#socket.pause();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Waits until something comes. */
  received(): Promise<void> {
    return new Promise((resolve) => {
      this.onBytes = () => {
        this.onBytes = () => undefined;
        resolve();
      };
    });
  }
}
