import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { encodeFrame } from '@carillon/stomp';
import { FrameCounter, RawSocket } from './raw-socket.ts';
import type { Report, ServerMessage } from './server-process.ts';

const DESTINATION = '/topic/bench';

/** How a client of this server subscribes and publishes. */
interface Wire {
  path: string;
  publishPath: string;
  /** Sent after the handshake, each answered by something. */
  greetings: (subscribes: boolean) => Uint8Array[];
  message: (payload: string) => Uint8Array;
}

const bareWire: Wire = {
  path: '/',
  publishPath: '/publish',
  greetings: () => [],
  message: (payload) => Buffer.from(payload),
};

const stompWire: Wire = {
  path: '/',
  publishPath: '/',
  greetings: (subscribes) => [
    encodeFrame({ command: 'CONNECT', headers: { 'accept-version': '1.2', host: 'bench' } }),
    ...(subscribes
      ? [encodeFrame({ command: 'SUBSCRIBE', headers: { id: '0', destination: DESTINATION, receipt: 'r' } })]
      : []),
  ],
  message: (payload) =>
    encodeFrame({
      command: 'SEND',
      headers: { destination: DESTINATION, 'content-type': 'application/json' },
      body: payload,
    }),
};

/** One server under load: its process, its subscribers, and the one that publishes. */
export class Contender {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #message: Uint8Array;
  readonly #publisher: RawSocket;
  readonly #subscribers: RawSocket[];
  readonly #received = new FrameCounter();
  #published = 0;

  private constructor(
    name: string,
    child: ChildProcess,
    sockets: { publisher: RawSocket; subscribers: RawSocket[] },
    message: Uint8Array,
  ) {
    this.name = name;
    this.#child = child;
    this.#publisher = sockets.publisher;
    this.#subscribers = sockets.subscribers;
    this.#message = message;
    for (const subscriber of this.#subscribers) subscriber.onBytes = () => undefined;
    // The one that joined last is written last: what it has, all have been given.
    const last = this.#subscribers.at(-1);
    if (last) last.onBytes = (bytes) => this.#received.push(bytes);
  }

  static async start(
    name: 'bare ws' | 'Carillon',
    subscriberCount: number,
    payload: string,
  ): Promise<Contender> {
    const [file, wire] =
      name === 'bare ws' ? ['bare-server.ts', bareWire] : ['carillon-server.ts', stompWire];
    const child = fork(new URL(file, import.meta.url));
    const [ready] = (await once(child, 'message')) as [ServerMessage];
    if (ready.type !== 'ready') throw new Error(`${name} did not start.`);
    const open = async (path: string, subscribes: boolean): Promise<RawSocket> => {
      const socket = await RawSocket.open(ready.port, path);
      for (const greeting of wire.greetings(subscribes)) await socket.ask(greeting);
      return socket;
    };
    const publisher = await open(wire.publishPath, false);
    const subscribers: RawSocket[] = [];
    while (subscribers.length < subscriberCount) subscribers.push(await open(wire.path, true));
    return new Contender(name, child, { publisher, subscribers }, wire.message(payload));
  }

  /** Messages that were published and that the last subscriber has not got yet. */
  get outstanding(): number {
    return this.#published - this.#received.count;
  }

  publish(): void {
    this.#published += 1;
    this.#publisher.send(this.#message);
  }

  async report(): Promise<Report> {
    const answered = once(this.#child, 'message') as Promise<[ServerMessage]>;
    this.#child.send('report');
    const [report] = await answered;
    if (report.type !== 'report') throw new Error(`${this.name} reported nothing.`);
    return report;
  }

  stop(): void {
    for (const socket of [this.#publisher, ...this.#subscribers]) socket.destroy();
    this.#child.disconnect();
  }
}
