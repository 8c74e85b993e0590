import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { LoadSocket } from './load-socket.ts';
import type { Report, ServerMessage, ServerRequest } from './server-process.ts';
import { bareWire, stompWire } from './wire.ts';
import type { Wire } from './wire.ts';

/** Which server runs, and how it is talked to. */
export interface ServerKind {
  readonly name: string;
  readonly file: string;
  readonly wire: Wire;
  readonly env?: Readonly<Record<string, string>>;
}

export const BARE_WS: ServerKind = { name: 'bare ws', file: 'bare-server.ts', wire: bareWire };
export const CARILLON: ServerKind = { name: 'Carillon', file: 'carillon-server.ts', wire: stompWire };

/** A server in a process of its own, so that its CPU time is nobody else's. */
export class ServerUnderLoad {
  readonly name: string;
  readonly wire: Wire;
  readonly #port: number;
  readonly #child: ChildProcess;

  private constructor({ name, wire }: ServerKind, port: number, child: ChildProcess) {
    this.name = name;
    this.wire = wire;
    this.#port = port;
    this.#child = child;
  }

  static async start(kind: ServerKind): Promise<ServerUnderLoad> {
    const execArgv = ['--expose-gc', ...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [])];
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
