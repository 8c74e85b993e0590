/** What the server processes of these benches have in common: how they listen, and how they report. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Counts since the process began; the load generator takes differences. */
export interface Report {
  /** User and system time of this process. */
  cpuMicros: number;
  deliveries: number;
  /** Resident memory and what of the heap is in use, after a garbage collection. */
  rssBytes: number;
  heapBytes: number;
}

export type ServerMessage = { type: 'ready'; port: number } | ({ type: 'report' } & Report);

/** What the load generator asks a server: a report, or to publish by itself so many messages. */
export type ServerRequest = { type: 'report' } | { type: 'publish'; count: number };

export interface ServerParts {
  install: (server: Server) => void;
  deliveries: () => number;
  publish?: (count: number) => void;
}

/** Listens on a free port and does what the parent process asks. */
export function serve({ install, deliveries, publish }: ServerParts): void {
  const server = createServer();
  install(server);
  server.listen(0, '127.0.0.1', () => tell({ type: 'ready', port: (server.address() as AddressInfo).port }));
  process.on('message', (request: ServerRequest) => {
    if (request.type === 'publish') publish?.(request.count);
    else report(deliveries());
  });
  process.on('disconnect', () => process.exit());
}

/** What the collections that were asked for took: it is none of the server's. */
let collectingMicros = 0;

function report(deliveries: number): void {
  const cpuMicros = spentMicros() - collectingMicros;
  const beforeMicros = spentMicros();
  globalThis.gc?.();
  collectingMicros += spentMicros() - beforeMicros;
  const { rss: rssBytes, heapUsed: heapBytes } = process.memoryUsage();
  tell({ type: 'report', cpuMicros, deliveries, rssBytes, heapBytes });
}

function spentMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function tell(message: ServerMessage): void {
  process.send?.(message);
}
