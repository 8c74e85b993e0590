import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '../core/logger.ts';
import type { EndpointOptions } from '../endpoint/endpoint.ts';
import { createMessaging } from '../server/create-messaging.ts';
import type { Messaging, MessagingOptions } from '../server/create-messaging.ts';

export interface TestServer {
  readonly messaging: Messaging;
  readonly httpServer: Server;
  /** Address of the endpoint `/ws`. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts an engine with the endpoint `/ws` on a free port of the loopback. */
export async function startServer(
  options: MessagingOptions = {},
  endpointOptions: EndpointOptions = {},
): Promise<TestServer> {
  const messaging = createMessaging({ logger: silentLogger, ...options });
  messaging.endpoint('/ws', endpointOptions);
  const httpServer = createServer((_request, response) => response.end('http'));
  messaging.attach(httpServer);
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;

  async function stop(): Promise<void> {
    await messaging.close({ drainMs: 500 });
    httpServer.closeAllConnections();
    await new Promise((resolve) => httpServer.close(resolve));
  }

  return { messaging, httpServer, url: `ws://127.0.0.1:${port}/ws`, port, stop };
}
