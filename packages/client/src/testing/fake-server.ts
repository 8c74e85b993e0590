import { createDecoder, decodeText, encodeFrame } from '@carillon/stomp';
import type { Frame, OutgoingFrame } from '@carillon/stomp';
import type { ClientSocket, SocketEvents, SocketFactory } from '../socket.ts';

/** The server's end of one socket: what the client sent, and what a test lets the server do. */
export class FakeSocket implements ClientSocket {
  readonly url: string;
  readonly protocols: string[];
  readonly frames: Frame[] = [];
  heartbeatCount = 0;
  /** How the client closed it, if it did. */
  closedWith: { code: number; reason: string } | undefined;
  readonly #events: SocketEvents;
  readonly #decoder = createDecoder();

  constructor(url: string, protocols: string[], events: SocketEvents) {
    this.url = url;
    this.protocols = protocols;
    this.#events = events;
  }

  send(bytes: Uint8Array): void {
    this.#decoder.push(
      bytes.slice(),
      (frame) => this.frames.push(frame),
      () => (this.heartbeatCount += 1),
    );
  }

  close(code: number, reason: string): void {
    this.closedWith = { code, reason };
  }

  /** Lets the handshake succeed; the client's CONNECT has come when the promise resolves. */
  async open(): Promise<void> {
    this.#events.onOpen();
    // CONNECT waits for its headers, which may be a promise.
    for (let turn = 0; turn < 5 && this.frames.length === 0; turn += 1) await Promise.resolve();
  }

  /** Lets the handshake succeed and answers CONNECT. */
  async accept(headers: Record<string, string> = {}): Promise<void> {
    await this.open();
    this.reply({ command: 'CONNECTED', headers: { version: '1.2', ...headers } });
  }

  reply(frame: OutgoingFrame): void {
    this.receive(encodeFrame(frame).slice().buffer);
  }

  receive(data: string | ArrayBuffer): void {
    this.#events.onMessage(data);
  }

  heartbeat(): void {
    this.receive('\n');
  }

  /** The connection breaks, or the server closes it. */
  drop(code = 1006, reason = ''): void {
    this.#events.onClose(code, reason);
  }

  /** What the client sent, with this command. */
  sent(command: string): Frame[] {
    return this.frames.filter((frame) => frame.command === command);
  }

  /** The latest SUBSCRIBE to a destination. */
  subscribeTo(destination: string): Frame {
    const frame = this.sent('SUBSCRIBE').findLast(({ headers }) => headers.destination === destination);
    if (!frame) throw new Error(`no SUBSCRIBE to ${destination} came`);
    return frame;
  }

  /** Confirms the latest SUBSCRIBE to a destination; `headers` are those of its journal. */
  confirm(destination: string, headers: Record<string, string> = {}): void {
    const { receipt } = this.subscribeTo(destination).headers;
    this.reply({ command: 'RECEIPT', headers: { 'receipt-id': receipt ?? '', ...headers } });
  }

  /** Sends a MESSAGE of a journal, its number in the body too, to the latest subscription. */
  deliver(destination: string, seq: number, id = this.subscribeTo(destination).headers.id): void {
    const headers = { destination, subscription: id ?? '', 'message-id': String(seq), seq: String(seq) };
    this.reply({ command: 'MESSAGE', headers, body: JSON.stringify({ seq }) });
  }
}

/** All sockets that a client opened, the last of them at hand. */
export class FakeServer {
  readonly sockets: FakeSocket[] = [];
  readonly openSocket: SocketFactory = (url, protocols, events) => {
    const socket = new FakeSocket(url, protocols, events);
    this.sockets.push(socket);
    return socket;
  };

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  }
}

/** A frame in short: command, headers, and the body as text if there is one. */
export function inShort({ command, headers, body }: Frame): Record<string, unknown> {
  return { command, ...headers, ...(body.length > 0 && { body: decodeText(body) }) };
}
