import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Default: 1.1. */
  httpVersion?: '1.0' | '1.1';
}

/** What a server answered, read byte by byte: which chunk something came in is seen, not only what. */
export class RawResponse {
  status = 0;
  readonly headers: Record<string, string> = {};
  #wake = (): void => undefined;
  #buffer = Buffer.alloc(0);
  #hasEnded = false;

  constructor(socket: Socket) {
    const onEnd = (): void => {
      this.#hasEnded = true;
      this.#wake();
    };
    socket.on('data', (data) => {
      this.#buffer = Buffer.concat([this.#buffer, data]);
      this.#wake();
    });
    socket.on('end', onEnd).on('close', onEnd);
  }

  async readHead(): Promise<this> {
    const head = await this.#takeUntil('\r\n\r\n');
    const [statusLine = '', ...lines] = head.split('\r\n');
    this.status = Number(statusLine.split(' ')[1]);
    for (const line of lines) {
      const colonAt = line.indexOf(':');
      if (colonAt > 0) this.headers[line.slice(0, colonAt).toLowerCase()] = line.slice(colonAt + 1).trim();
    }
    return this;
  }

  /** The next chunk of a chunked body; the last is empty. */
  async chunk(): Promise<string> {
    const length = Number.parseInt(await this.#takeUntil('\r\n'), 16);
    const chunk = await this.bytes(length);
    await this.bytes(2);
    return chunk;
  }

  /** The whole body, however its end is told. */
  async body(): Promise<string> {
    const { 'content-length': length, 'transfer-encoding': encoding } = this.headers;
    if (encoding === 'chunked') {
      let body = '';
      for (let chunk = await this.chunk(); chunk !== ''; chunk = await this.chunk()) body += chunk;
      return body;
    }
    if (length !== undefined) return this.bytes(Number(length));
    return this.status === 204 || this.status === 304 ? '' : this.rest();
  }

  /** So many bytes, as UTF-8. Rejects when the connection ends before. */
  async bytes(length: number): Promise<string> {
    await this.#until(() => this.#buffer.length >= length);
    const taken = this.#buffer.subarray(0, length).toString('utf8');
    this.#buffer = this.#buffer.subarray(length);
    return taken;
  }

  /** What comes until the server closes the connection. */
  async rest(): Promise<string> {
    while (!this.#hasEnded) await this.#change();
    return this.#buffer.toString('utf8');
  }

  async #takeUntil(mark: string): Promise<string> {
    await this.#until(() => this.#buffer.includes(mark));
    const at = this.#buffer.indexOf(mark);
    const taken = this.#buffer.subarray(0, at).toString('utf8');
    this.#buffer = this.#buffer.subarray(at + mark.length);
    return taken;
  }

  async #until(isEnough: () => boolean): Promise<void> {
    while (!isEnough()) {
      if (this.#hasEnded) throw new Error(`The connection ended after ${this.#buffer.toString('latin1')}`);
      await this.#change();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}

/** One connection of an HTTP client that does as it is told, also what no client should. */
export class RawConnection {
  readonly socket: Socket;
  readonly #port: number;

  private constructor(socket: Socket, port: number) {
    this.socket = socket;
    this.#port = port;
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => socket.destroy());
    return new RawConnection(socket, port);
  }

  /** Sends a request and reads the head of its answer. */
  request(path: string, request: RawRequest = {}): Promise<RawResponse> {
    this.send(path, request);
    return new RawResponse(this.socket).readHead();
  }

  send(path: string, { method = 'GET', headers = {}, body, httpVersion = '1.1' }: RawRequest): void {
    const length = body !== undefined || method === 'POST' ? Buffer.byteLength(body ?? '') : undefined;
    const all = {
      Host: `127.0.0.1:${this.#port}`,
      ...(length === undefined ? {} : { 'Content-Length': String(length) }),
      ...headers,
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    this.socket.write(`${method} ${path} HTTP/${httpVersion}\r\n${lines.join('')}\r\n`);
    if (body !== undefined) this.socket.write(body);
  }

  close(): void {
    this.socket.destroy();
  }
}

export interface WholeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request on a connection of its own, and all of its answer. */
export async function fetchRaw(port: number, path: string, request: RawRequest = {}): Promise<WholeResponse> {
  const connection = await RawConnection.open(port);
  try {
    const response = await connection.request(path, request);
    return { status: response.status, headers: response.headers, body: await response.body() };
  } finally {
    connection.close();
  }
}
