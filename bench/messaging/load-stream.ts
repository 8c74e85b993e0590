import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

const readBuffer = Buffer.allocUnsafe(256 * 1024);
/** What the server says before and as the session opens: a line of 2 KiB of `h`, then a line with `o`. */
const OPENED = Buffer.from('o\n');

let sessions = 0;

/** A SockJS client over xhr-streaming, as thin as `LoadSocket`: it reads one response, and sends by requests. */
export class LoadStream {
  /** Called with what was received, which is only lent. */
  onBytes: (bytes: Buffer) => void = () => undefined;
  readonly #socket: Socket;
  readonly #port: number;
  readonly #path: string;

  private constructor(port: number, prefix: string) {
    this.#port = port;
    this.#path = `${prefix}/000/load${(sessions += 1)}`;
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
    this.#socket.on('error', () => this.#socket.destroy());
  }

  /** Opens a session (sockjs-protocol, XhrStreaming), and waits until the server has. */
  static async open(port: number, prefix: string): Promise<LoadStream> {
    const stream = new LoadStream(port, prefix);
    await once(stream.#socket, 'connect');
    const opened = stream.#until((bytes) => bytes.includes(OPENED));
    stream.#socket.write(stream.#request('xhr_streaming', ''));
    await opened;
    return stream;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** Sends a message by a request of its own, and waits until the server has taken it. */
  async say(message: Uint8Array): Promise<void> {
    const socket = connect({ port: this.#port, host: '127.0.0.1' });
    socket.write(this.#request('xhr_send', JSON.stringify([Buffer.from(message).toString()])));
    await once(socket, 'data');
    socket.destroy();
  }

  /** Sends a message and waits until something comes back. */
  async ask(message: Uint8Array): Promise<void> {
    const answered = this.#until(() => true);
    await this.say(message);
    await answered;
  }

  sleep(): void {
    this.#socket.pause();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #request(resource: string, body: string): string {
    return (
      `POST ${this.#path}/${resource} HTTP/1.1\r\nHost: 127.0.0.1:${this.#port}\r\n` +
      `Content-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    );
  }

  #until(isEnough: (bytes: Buffer) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.onBytes = (bytes) => {
        if (!isEnough(bytes)) return;
        this.onBytes = () => undefined;
        resolve();
      };
    });
  }
}
