import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { toWireFrame } from '../core/wire-frame.ts';
import { Connections } from '../endpoint/connections.ts';
import type { OpenConversation } from '../endpoint/conversation.ts';
import { Endpoint } from '../endpoint/endpoint.ts';
import type { EndpointOptions, EndpointParts } from '../endpoint/endpoint.ts';
import { EndpointTable } from '../endpoint/endpoint-table.ts';
import { routeRequests } from '../endpoint/request-router.ts';
import type { SockJsOptions } from '../endpoint/sockjs/sockjs-options.ts';
import { rethrow } from './rethrow.ts';
import { TurnWriter } from '../endpoint/turn-writer.ts';
import { routeUpgrades } from '../endpoint/upgrade-router.ts';
import type { Transport } from '../session/session-parts.ts';
import { TestEngine } from './test-session.ts';
import type { TestEngineOptions } from './test-session.ts';

const GO_AWAY = Object.freeze({ code: 3000, reason: 'Go away!', reconnect: true });

/** Answers what it gets, message by message. */
const echo: OpenConversation = (transport) => ({
  session: conversationOf(transport, (message) => transport.send(toWireFrame(message, true))),
  onGone: () => undefined,
});

/** Closes at once, as soon as it can have been told that it is open. */
const close: OpenConversation = (transport) => {
  setImmediate(() => transport.close(GO_AWAY));
  return { session: conversationOf(transport, () => undefined), onGone: () => undefined };
};

function conversationOf(transport: Transport, onMessage: (message: Uint8Array) => void) {
  let pieces: Buffer[] = [];
  return {
    receive(piece: Buffer, isLast: boolean) {
      pieces.push(piece);
      if (!isLast) return;
      onMessage(Buffer.concat(pieces));
      pieces = [];
    },
    fail: () => transport.close(GO_AWAY),
    close: (reason: typeof GO_AWAY) => transport.close(reason),
    idle: () => undefined,
    end: () => undefined,
  };
}

/** What sockjs-protocol wants of a server that is tested (“Base URL”): its limit for responses is 4096 there. */
const SERVICES: Record<string, { open: OpenConversation; sockjs: SockJsOptions }> = {
  '/echo': { open: echo, sockjs: { responseLimitBytes: 4096 } },
  '/disabled_websocket_echo': { open: echo, sockjs: { responseLimitBytes: 4096, websocket: false } },
  '/cookie_needed_echo': { open: echo, sockjs: { responseLimitBytes: 4096, cookieNeeded: true } },
  '/close': { open: close, sockjs: { responseLimitBytes: 4096 } },
};

export interface SockJsServices {
  readonly port: number;
  /** Its time stands still until `advance`. */
  readonly engine: TestEngine;
  readonly parts: EndpointParts;
}

/** Starts the services that sockjs-protocol talks to, open to every origin unless told otherwise. */
export async function startSockJsServices(
  options: EndpointOptions & { engine?: TestEngineOptions; onOpen?: (transport: Transport) => void } = {},
): Promise<SockJsServices> {
  const { onOpen = () => undefined } = options;
  const engine = new TestEngine(options.engine);
  const parts = {
    ...engine.parts,
    directory: engine.directory,
    connections: new Connections(),
    writer: new TurnWriter(rethrow),
  };
  const endpoints = new EndpointTable();
  for (const [path, { open: openService, sockjs }] of Object.entries(SERVICES)) {
    const open: OpenConversation = (transport, arrival) => {
      onOpen(transport);
      return openService(transport, arrival);
    };
    endpoints.add(
      path,
      new Endpoint(path, { allowedOrigins: ['*'], sockjs, ...options }, { ...parts, open }),
    );
  }
  const server = createServer((_request, response) => response.writeHead(410).end('not ours'));
  routeUpgrades(server, endpoints);
  routeRequests(server, endpoints);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    parts.connections.terminate();
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { port: (server.address() as AddressInfo).port, engine, parts };
}
