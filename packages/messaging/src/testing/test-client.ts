import { createDecoder, encodeFrame } from '@carillon/stomp';
import type { Frame, OutgoingFrame, StompVersion } from '@carillon/stomp';
import { WebSocket } from 'ws';
import { Inbox } from './inbox.ts';

export interface TestClientOptions {
  /** HTTP headers of the handshake, e.g. Cookie or Origin. */
  headers?: Record<string, string>;
  protocols?: string[];
  /** Offers permessage-deflate. */
  compression?: boolean;
}

export interface CloseEvent {
  code: number;
  reason: string;
}

/** A STOMP client of a few lines, over our codec: it sends what it is told, also what no client should. */
export class TestClient {
  readonly socket: WebSocket;
  /** Frames that came and were not taken yet. */
  readonly inbox = new Inbox<Frame>();
  /** Settles when the socket is closed. */
  readonly closed: Promise<CloseEvent>;
  readonly #decoder = createDecoder();
  /** As CONNECTED says. */
  #version: StompVersion = '1.2';
  heartbeats = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#decoder.push(
        data,
        (frame) => this.#receive(frame),
        () => (this.heartbeats += 1),
      );
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        this.inbox.close(new Error(`The socket closed with ${code} ${reason.toString()}.`));
        resolve({ code, reason: reason.toString() });
      });
    });
  }

  /** Opens a socket; rejects with `Unexpected server response: <status>` when the handshake is refused. */
  static open(url: string, options: TestClientOptions = {}): Promise<TestClient> {
    const { headers, protocols = ['v12.stomp'], compression = false } = options;
    const socket = new WebSocket(url, protocols, { headers, perMessageDeflate: compression });
    const client = new TestClient(socket);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(client));
      socket.once('error', reject);
    });
  }

  /** Opens a socket and says CONNECT. */
  static async connect(url: string, options: TestClientOptions = {}): Promise<TestClient> {
    const client = await TestClient.open(url, options);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    await client.take('CONNECTED');
    return client;
  }

  send(command: string, headers: Record<string, string> = {}, body?: OutgoingFrame['body']): void {
    const frame = { command, headers, ...(body === undefined ? {} : { body }) };
    this.socket.send(encodeFrame(frame, this.#version));
  }

  #receive(frame: Frame): void {
    const { version = '1.0' } = frame.headers;
    if (frame.command === 'CONNECTED' && (version === '1.0' || version === '1.1')) {
      this.#version = version;
      this.#decoder.version = version;
    }
    this.inbox.put(frame);
  }

  /** Takes the next frame, which must be of this command. */
  async take(command: string): Promise<Frame> {
    const frame = await this.inbox.take();
    if (frame.command === command) return frame;
    throw new Error(`Expected ${command}, got ${frame.command} ${JSON.stringify(frame.headers)}.`);
  }

  /** Sends a frame with a receipt and takes the RECEIPT, which must come next. */
  async ask(command: string, headers: Record<string, string> = {}): Promise<Frame> {
    this.send(command, { receipt: `${command}-${headers.id ?? ''}`, ...headers });
    return this.take('RECEIPT');
  }

  /** Takes so many MESSAGEs and answers their bodies as text. */
  async bodies(count: number): Promise<string[]> {
    const bodies: string[] = [];
    while (bodies.length < count) bodies.push(textOf(await this.take('MESSAGE')));
    return bodies;
  }

  /** Closes the socket and waits until it is. */
  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}

export function textOf(frame: Frame): string {
  return Buffer.from(frame.body).toString('utf8');
}
