import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createMessaging } from '@carillon/messaging';
import type { Messaging } from '@carillon/messaging';

const resolve = createRequire(import.meta.url).resolve;

/** Clients that are not ours, as a browser loads them. */
const SCRIPTS: Record<string, string> = {
  '/sockjs.js': resolve('sockjs-client/dist/sockjs.js'),
  '/stomp.js': resolve('@stomp/stompjs'),
};

const PAGE = `<!doctype html><meta charset="utf-8"><title>STOMP</title>
<script src="/sockjs.js"></script><script src="/stomp.js"></script><body></body>`;

function servePage(request: IncomingMessage, response: ServerResponse): void {
  const script = SCRIPTS[request.url ?? ''];
  if (script) createReadStream(script).pipe(response.setHeader('Content-Type', 'text/javascript'));
  else response.setHeader('Content-Type', 'text/html').end(PAGE);
}

export interface StompPages {
  readonly messaging: Messaging;
  /** The messaging server, which has the page too. */
  readonly own: string;
  /** The page on an origin that may connect … */
  readonly allowed: string;
  /** … and on one that may not. */
  readonly foreign: string;
  stop(): Promise<void>;
}

/** Starts a messaging server, and one page with sockjs-client and stompjs on three origins. */
export async function startStompPages(): Promise<StompPages> {
  const [allowed, foreign, own] = [createServer(servePage), createServer(servePage), createServer(servePage)];
  const [allowedUrl, foreignUrl, ownUrl] = [await listen(allowed), await listen(foreign), await listen(own)];
  const messaging = createMessaging();
  messaging.endpoint('/ws', {
    sockjs: { disconnectDelayMs: 2_000 },
    allowedOrigins: [allowedUrl],
    authenticate: ({ cookies }) => (cookies.sid ? { name: cookies.sid } : undefined),
  });
  messaging.attach(own);

  async function stop(): Promise<void> {
    await messaging.close({ drainMs: 500 });
    for (const server of [allowed, foreign, own]) {
      server.closeAllConnections();
      server.close();
    }
  }
  return { messaging, own: ownUrl, allowed: allowedUrl, foreign: foreignUrl, stop };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
