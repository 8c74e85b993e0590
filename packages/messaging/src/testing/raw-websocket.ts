import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { clientFrame } from './wire-bytes.ts';

/** A frame of the server, as it came. */
export interface ServerFrame {
  readonly first: number;
  readonly payload: Buffer;
}

/** A client that sends the bytes it is told, also what no WebSocket client would. */
export class RawWebSocket {
  readonly socket: Socket;
  /** Status line and headers of the server's answer. */
  readonly head: string;
  readonly frames: ServerFrame[] = [];
  /** True once the server has ended its side. */
  isEnded = false;
  #unread: Buffer;

  private constructor(socket: Socket, head: string, rest: Buffer) {
    this.socket = socket;
    this.head = head;
    this.#unread = Buffer.alloc(0);
    this.#read(rest);
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('end', () => (this.isEnded = true));
    socket.on('error', () => undefined);
  }

  /** Sends an upgrade request, and `early` behind it in the same packet; resolves when it is answered. */
  static async open(
    port: number,
    headers: Record<string, string> = {},
    early: Uint8Array = Buffer.alloc(0),
  ): Promise<RawWebSocket> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const lines = Object.entries({
      Host: `127.0.0.1:${port}`,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(Buffer.concat([Buffer.from(`GET /ws HTTP/1.1\r\n${lines.join('')}\r\n`), early]));
    let answer = Buffer.alloc(0);
    while (!answer.includes('\r\n\r\n')) {
      const [bytes] = (await once(socket, 'data')) as [Buffer];
      answer = Buffer.concat([answer, bytes]);
    }
    const headEnd = answer.indexOf('\r\n\r\n') + 4;
    return new RawWebSocket(socket, answer.subarray(0, headEnd).toString(), answer.subarray(headEnd));
  }

  /** Sends masked frames of text. */
  say(...texts: string[]): void {
    this.socket.write(Buffer.concat(texts.map((text) => clientFrame(0x81, text))));
  }

  /** What the frames so far said, as `<first byte in hex> <payload as text>`. */
  get said(): string[] {
    return this.frames.map(({ first, payload }) => `${first.toString(16)} ${payload.toString()}`);
  }

  /** The code of the server's close frame: 1005 when it had none, undefined before it came. */
  get closeCode(): number | undefined {
    const frame = this.frames.find(({ first }) => first === 0x88);
    return frame && (frame.payload.length < 2 ? 1005 : frame.payload.readUInt16BE(0));
  }

  #read(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    for (let frame = this.#takeFrame(); frame; frame = this.#takeFrame()) this.frames.push(frame);
  }

  #takeFrame(): ServerFrame | undefined {
    const unread = this.#unread;
    const short = unread[1] ?? 0;
    const headBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (unread.length < headBytes) return undefined;
    const length =
      headBytes === 2 ? short : headBytes === 4 ? unread.readUInt16BE(2) : Number(unread.readBigUInt64BE(2));
    if (unread.length < headBytes + length) return undefined;
    this.#unread = unread.subarray(headBytes + length);
    return { first: unread[0] ?? 0, payload: unread.subarray(headBytes, headBytes + length) };
  }
}
