import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

const readBuffer = Buffer.allocUnsafe(256 * 1024);

interface HttpTransport {
  readonly method: 'GET' | 'POST';
  readonly resource: string;
  /** How the open frame ends, as it comes. */
  readonly opened: string;
  /** Each response has one frame, so that each must be asked for. */
  readonly isPolling: boolean;
}

/** The transports of SockJS that come down by HTTP, by the names that sockjs-client gives them. */
export const HTTP_TRANSPORTS = {
  'xhr-streaming': { method: 'POST', resource: 'xhr_streaming', opened: 'o\n', isPolling: false },
  eventsource: { method: 'GET', resource: 'eventsource', opened: 'data: o', isPolling: false },
  htmlfile: { method: 'GET', resource: 'htmlfile?c=callback', opened: '"o"', isPolling: false },
  'xhr-polling': { method: 'POST', resource: 'xhr', opened: 'o\n', isPolling: true },
  'jsonp-polling': { method: 'GET', resource: 'jsonp?c=callback', opened: '"o"', isPolling: true },
} as const satisfies Record<string, HttpTransport>;

let sessions = 0;

/** A SockJS client over HTTP, as thin as `LoadSocket`: it reads responses, and sends by requests. */
export class LoadStream {
  /** Called with what was received, which is only lent. */
  onBytes: (bytes: Buffer) => void = () => undefined;
  readonly #socket: Socket;
  readonly #port: number;
  readonly #path: string;
  readonly #transport: HttpTransport;

  private constructor(port: number, prefix: string, transport: HttpTransport) {
    this.#port = port;
    this.#transport = transport;
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

  /** Opens a session, and waits until the server has. */
  static async open(port: number, prefix: string, transport: HttpTransport): Promise<LoadStream> {
    const stream = new LoadStream(port, prefix, transport);
    await once(stream.#socket, 'connect');
    const opened = stream.#until((bytes) => bytes.includes(transport.opened));
    if (!transport.isPolling) stream.#receive();
    await opened;
    return stream;
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** Sends a message by a request of its own, and waits until the server has taken it. */
  async say(message: Uint8Array): Promise<void> {
    const socket = connect({ port: this.#port, host: '127.0.0.1' });
    socket.write(this.#request('POST', 'xhr_send', JSON.stringify([Buffer.from(message).toString()])));
    await once(socket, 'data');
    socket.destroy();
  }

  /** Waits until something comes. */
  received(): Promise<void> {
    return this.#until(() => true);
  }

  /** Sends a message and waits until something comes back. */
  async ask(message: Uint8Array): Promise<void> {
    const answered = this.received();
    await this.say(message);
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

  #receive(): void {
    this.#socket.write(this.#request(this.#transport.method, this.#transport.resource, ''));
  }

  #request(method: string, resource: string, body: string): string {
    return (
      `${method} ${this.#path}/${resource} HTTP/1.1\r\nHost: 127.0.0.1:${this.#port}\r\n` +
      `Content-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    );
  }

  #until(isEnough: (bytes: Buffer) => boolean): Promise<void> {
    if (this.#transport.isPolling) this.#receive();
    return new Promise((resolve) => {
      this.onBytes = (bytes) => {
        if (!isEnough(bytes)) return;
        this.onBytes = () => undefined;
        resolve();
      };
    });
  }
}
