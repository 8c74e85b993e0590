import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createDecoder, encodeFrame } from '@carillon/stomp';
import type { Frame, HeaderMap, StompVersion } from '@carillon/stomp';
import { Inbox } from './inbox.ts';

const MAX_FRAME_BYTES = 2 * 1024 * 1024;

/** One connection to a fake broker: what came is taken from `inbox`, what is answered is up to the test. */
export class FakeBrokerConnection {
  readonly socket: Socket;
  readonly inbox = new Inbox<Frame>();
  heartbeats = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    const decoder = createDecoder({ limits: { maxFrameBytes: MAX_FRAME_BYTES } });
    socket.on('data', (chunk: Buffer) => {
      decoder.push(
        chunk,
        (frame) => this.inbox.put(frame),
        () => (this.heartbeats += 1),
      );
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.inbox.close(new Error('The relay closed.')));
  }

  /** The next frame, which must be of this command. */
  async take(command: string): Promise<Frame> {
    const frame = await this.inbox.take();
    if (frame.command === command) return frame;
    throw new Error(`Expected ${command}, got ${frame.command} ${JSON.stringify(frame.headers)}.`);
  }

  send(command: string, headers: HeaderMap = {}, body = '', version: StompVersion = '1.2'): void {
    this.socket.write(encodeFrame({ command, headers, body }, version));
  }

  /** Takes CONNECT and answers CONNECTED. */
  async accept(headers: HeaderMap = {}): Promise<Frame> {
    const connect = await this.take('CONNECT');
    this.send('CONNECTED', { version: connect.headers['accept-version'] ?? '1.0', ...headers });
    return connect;
  }

  /** Takes a frame of this command and answers its receipt. */
  async confirm(command: string): Promise<Frame> {
    const frame = await this.take(command);
    this.send('RECEIPT', { 'receipt-id': frame.headers.receipt ?? '' });
    return frame;
  }
}

/** A broker that does nothing by itself. */
export interface FakeBroker {
  readonly port: number;
  /** The next connection that was not taken yet. */
  connection(): Promise<FakeBrokerConnection>;
  stop(): Promise<void>;
}

export async function startFakeBroker(): Promise<FakeBroker> {
  const connections = new Inbox<FakeBrokerConnection>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    connections.put(new FakeBrokerConnection(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connection: () => connections.take(),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
