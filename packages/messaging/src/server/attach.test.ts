import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchRaw, RawConnection } from '../testing/raw-http.ts';
import { createMessaging } from './create-messaging.ts';
import type { Messaging } from './create-messaging.ts';

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function makeMessaging(): Messaging {
  const messaging = createMessaging();
  messaging.endpoint('/ws', { sockjs: true });
  messaging.endpoint('/ws/plain', {});
  onTestFinished(() => messaging.close({ drainMs: 100 }));
  return messaging;
}

const application: RequestListener = (request, response) => {
  response.setHeader('X-App', '1');
  response.end(`app ${request.url ?? ''}`);
};

const WELCOME = 'Welcome to SockJS!\n';

describe('attach', () => {
  test.each(['before', 'after', 'both before and after'])(
    'stands before listeners that were added %s it, and leaves them all other requests',
    async (when) => {
      const server = createServer();
      let calls = 0;
      const listener: RequestListener = (request, response) => {
        calls += 1;
        if (!response.writableEnded) application(request, response);
      };
      if (when !== 'after') server.on('request', listener);
      makeMessaging().attach(server);
      if (when !== 'before') server.on('request', listener);
      const port = await listen(server);
      expect((await fetchRaw(port, '/ws')).body).toBe(WELCOME);
      expect((await fetchRaw(port, '/ws/nothing')).status).toBe(404);
      expect(calls).toBe(0);
      for (const path of ['/', '/wsx', '/other/ws', '/ws/plain', '/WS']) {
        expect((await fetchRaw(port, path)).body).toBe(`app ${path}`);
      }
      expect(calls).toBeGreaterThanOrEqual(5);
    },
  );

  test('refuses requests that nobody else listens for', async () => {
    const server = createServer();
    makeMessaging().attach(server);
    const port = await listen(server);
    const plain = await fetchRaw(port, '/ws/plain');
    expect([plain.status, plain.headers.upgrade, plain.body]).toEqual([
      426,
      'websocket',
      expect.stringContaining('invalid_handshake'),
    ]);
    const other = await fetchRaw(port, '/other');
    expect([other.status, other.body]).toEqual([404, expect.stringContaining('unknown_endpoint')]);
    expect((await fetchRaw(port, '/ws')).body).toBe(WELCOME);
  });

  test('tells a client that waits for 100 to go on, also beside another listener for that', async () => {
    for (const isOther of [false, true]) {
      const server = createServer(application);
      if (isOther) server.on('checkContinue', (_request, response) => response.writeHead(417).end());
      makeMessaging().attach(server);
      const port = await listen(server);
      await fetchRaw(port, '/ws/0/s/xhr', { method: 'POST' });
      const connection = await RawConnection.open(port);
      const headers = { Expect: '100-continue', 'Content-Length': '5' };
      const interim = await connection.request('/ws/0/s/xhr_send', { method: 'POST', headers });
      expect(interim.status).toBe(100);
      connection.socket.write('["a"]');
      expect((await interim.readHead()).status).toBe(204);
      connection.close();
      const other = await RawConnection.open(port);
      const answer = await other.request('/other', { headers: { Expect: '100-continue' } });
      expect(answer.status).toBe(isOther ? 417 : 100);
      other.close();
    }
  });

  test('answers two engines on one server, each on its own paths', async () => {
    const server = createServer(application);
    makeMessaging().attach(server);
    const second = createMessaging();
    second.endpoint('/second', { sockjs: true });
    second.attach(server);
    onTestFinished(() => second.close({ drainMs: 100 }));
    const port = await listen(server);
    for (const path of ['/ws', '/second']) expect((await fetchRaw(port, path)).body).toBe(WELCOME);
    expect((await fetchRaw(port, '/third')).body).toBe('app /third');
  });

  test('opens endpoints that are added after it, and refuses a path twice', async () => {
    const server = createServer(application);
    const messaging = makeMessaging();
    messaging.attach(server);
    const port = await listen(server);
    messaging.endpoint('/late', { sockjs: true });
    expect((await fetchRaw(port, '/late/')).body).toBe(WELCOME);
    expect(() => messaging.endpoint('/late')).toThrow(TypeError);
  });

  test('stands before the listeners of a node:https server too', () => {
    const server = createTlsServer();
    const calls: string[] = [];
    server.on('request', () => calls.push('app'));
    makeMessaging().attach(server);
    const headers: Record<string, unknown> = {};
    const response = {
      setHeader: (name: string, value: unknown) => (headers[name] = value),
      writeHead: () => response,
      end: (body: string) => calls.push(body),
    };
    server.emit('request', { url: '/ws', method: 'GET', headers: {}, resume: () => undefined }, response);
    expect(calls).toEqual([WELCOME]);
  });
});

test('handleRequest answers what is for SockJS, and nothing else', async () => {
  const messaging = makeMessaging();
  const server = createServer((request, response) => {
    if (!messaging.handleRequest(request, response)) application(request, response);
  });
  const port = await listen(server);
  expect((await fetchRaw(port, '/ws')).body).toBe(WELCOME);
  expect((await fetchRaw(port, '/ws/plain')).body).toBe('app /ws/plain');
});

// Node hands every offer to upgrade to whoever listens, and a server that listened for WebSockets answered
// Java's HttpClient, which offers h2c with each request, by 404s.
describe('a request that offers another upgrade than WebSocket', () => {
  const offer = {
    Connection: 'Upgrade, HTTP2-Settings',
    Upgrade: 'h2c',
    'HTTP2-Settings': 'AAMAAABkAAQBAAAA',
  };

  test.each([
    ['GET', '/orders', 'app /orders'],
    ['GET', '/ws', WELCOME],
    ['POST', '/ws/000/abc/xhr', 'o\n'],
    ['GET', '/ws/plain', 'app /ws/plain'],
  ])('is answered as if it did not: %s %s', async (method, path, body) => {
    const server = createServer(application);
    makeMessaging().attach(server);
    const port = await listen(server);
    expect(await fetchRaw(port, path, { method, headers: offer })).toMatchObject({ status: 200, body });
  });

  test('is left to another listener of the server, but for what is an endpoint', async () => {
    const server = createServer(application);
    makeMessaging().attach(server);
    server.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 418 Taken\r\nContent-Length: 0\r\n\r\n'));
    const port = await listen(server);
    expect((await fetchRaw(port, '/orders', { headers: offer })).status).toBe(418);
    expect((await fetchRaw(port, '/ws', { headers: offer })).status).toBe(200);
  });

  test('is not asked about where the application has refused it', async () => {
    const server = createServer({ shouldUpgradeCallback: () => false }, application);
    makeMessaging().attach(server);
    const port = await listen(server);
    const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
    expect((await fetchRaw(port, '/orders', { headers })).body).toBe('app /orders');
  });
});
