import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { FrameCounter } from './frame-counter.ts';
import type { ArrivalCounter } from './frame-counter.ts';
import { LoadSocket } from './load-socket.ts';
import { HTTP_TRANSPORTS, LoadStream } from './load-stream.ts';
import { PayloadCounter } from './payload-counter.ts';
import type { Report, ServerMessage, ServerRequest } from './server-process.ts';
import { SOCKJS_PREFIX, bareWire, sockJsWire, stompWire } from './wire.ts';
import type { Wire } from './wire.ts';

/** Which server runs, and how it is talked to. */
export interface ServerKind {
  readonly name: string;
  readonly file: string;
  readonly wire: Wire;
  /** How subscribers are connected: by WebSocket, unless SockJS is asked for. */
  readonly isStreaming?: boolean;
  /** Of Node, before those that `BENCH_NODE_OPTIONS` has. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export const BARE_WS: ServerKind = { name: 'bare ws', file: 'bare-server.ts', wire: bareWire };
export const CARILLON: ServerKind = { name: 'Carillon', file: 'carillon-server.ts', wire: stompWire };
export const CARILLON_STREAMING: ServerKind = { ...CARILLON, isStreaming: true };
export const SOCKJS_NODE: ServerKind = {
  name: 'sockjs-node',
  file: 'sockjs-node-server.ts',
  wire: sockJsWire,
  isStreaming: true,
};

/** A server in a process of its own, so that its CPU time is nobody else's. */
export class ServerUnderLoad {
  readonly name: string;
  readonly wire: Wire;
  readonly #isStreaming: boolean;
  readonly #port: number;
  readonly #child: ChildProcess;

  private constructor({ name, wire, isStreaming = false }: ServerKind, port: number, child: ChildProcess) {
    this.name = name;
    this.wire = wire;
    this.#isStreaming = isStreaming;
    this.#port = port;
    this.#child = child;
  }

  static async start(kind: ServerKind): Promise<ServerUnderLoad> {
    const given = process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [];
    const execArgv = ['--expose-gc', ...(kind.nodeOptions ?? []), ...given];
    const child = fork(new URL(kind.file, import.meta.url), {
      execArgv,
      env: { ...process.env, ...kind.env },
    });
    const [ready] = (await once(child, 'message')) as [ServerMessage];
    if (ready.type !== 'ready') throw new Error(`${kind.name} did not start.`);
    return new ServerUnderLoad(kind, ready.port, child);
  }

  /** Opens a socket that subscribes to the topic. */
  async subscribe(topic: string, subscriptionId = '0'): Promise<LoadSocket> {
    const socket = await LoadSocket.open(this.#port, this.wire.pathOf(topic));
    for (const greeting of this.wire.greetings(topic, subscriptionId)) await socket.ask(greeting);
    return socket;
  }

  /** Opens whatever subscribers of this server use. */
  async follow(topic: string, subscriptionId = '0'): Promise<LoadSocket | LoadStream> {
    return this.#isStreaming ? this.stream(topic, subscriptionId) : this.subscribe(topic, subscriptionId);
  }

  /** Opens a SockJS session that subscribes to the topic. */
  async stream(
    topic: string,
    subscriptionId = '0',
    transport: keyof typeof HTTP_TRANSPORTS = 'xhr-streaming',
  ): Promise<LoadStream> {
    const stream = await LoadStream.open(this.#port, SOCKJS_PREFIX, HTTP_TRANSPORTS[transport]);
    for (const greeting of this.wire.greetings(topic, subscriptionId)) await stream.ask(greeting);
    return stream;
  }

  /** Counts what subscribers of this server get. */
  counter(): ArrivalCounter {
    return this.#isStreaming ? new PayloadCounter() : new FrameCounter();
  }

  /** Has the server publish by itself. */
  publish(count: number): void {
    this.#request({ type: 'publish', count });
  }

  async report(): Promise<Report> {
    const answered = once(this.#child, 'message') as Promise<[ServerMessage]>;
    this.#request({ type: 'report' });
    const [report] = await answered;
    if (report.type !== 'report') throw new Error(`${this.name} reported nothing.`);
    return report;
  }

  stop(): void {
    this.#child.disconnect();
  }

  #request(request: ServerRequest): void {
    this.#child.send(request);
  }
}
