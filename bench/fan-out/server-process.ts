/** What the server processes of this bench have in common: how they listen, and how they report. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Counts since the process began; the load generator takes differences. */
export interface Report {
  /** User and system time of this process. */
  cpuMicros: number;
  deliveries: number;
}

export type ServerMessage = { type: 'ready'; port: number } | ({ type: 'report' } & Report);

/** Listens on a free port and answers each message of the parent process by a report. */
export function serve(install: (server: Server) => void, deliveries: () => number): void {
  const server = createServer();
  install(server);
  server.listen(0, '127.0.0.1', () => tell({ type: 'ready', port: (server.address() as AddressInfo).port }));
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    tell({ type: 'report', cpuMicros: user + system, deliveries: deliveries() });
  });
  process.on('disconnect', () => process.exit());
}

function tell(message: ServerMessage): void {
  process.send?.(message);
}
