import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MessagingError } from '../core/errors.ts';
import { get, post } from '../testing/sockjs-requests.ts';
import { TestClient, textOf } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import { createMessaging } from './create-messaging.ts';

describe('attributes', () => {
  test('copies what the application knows of the request to the session, in every transport', async () => {
    const seen: unknown[] = [];
    const server = await startServer(
      {
        authorize: ({ session }) => {
          seen.push(session.attributes.get('httpSession'));
          return true;
        },
      },
      { sockjs: true, attributes: ({ cookies }) => Promise.resolve({ httpSession: cookies.sid }) },
    );
    onTestFinished(() => server.stop());
    const client = await TestClient.connect(server.url, { headers: { Cookie: 'sid=s1' } });
    await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    const headers = { Cookie: 'sid=s2' };
    await post(server.port, '/ws/0/s/xhr', '', headers);
    const frames = [
      'CONNECT\naccept-version:1.2\nhost:x\n\n\0',
      'SUBSCRIBE\nid:1\ndestination:/topic/a\n\n\0',
    ];
    await post(server.port, '/ws/0/s/xhr_send', JSON.stringify(frames), headers);
    expect(seen).toEqual(['s1', 's2']);
  });

  test('that cannot be read refuse the handshake', async () => {
    const server = await startServer(
      {},
      { sockjs: true, attributes: () => Promise.reject(new MessagingError('forbidden')) },
    );
    onTestFinished(() => server.stop());
    await expect(TestClient.open(server.url)).rejects.toThrow('403');
    expect((await post(server.port, '/ws/0/s/xhr')).status).toBe(403);
  });
});

test('maxSessions is an endpoint’s own: one that is full locks nobody out of another', async () => {
  const messaging = createMessaging({ limits: { maxSessionsPerAddress: 3 } });
  messaging.endpoint('/one', { maxSessions: 1, sockjs: true });
  messaging.endpoint('/two');
  const httpServer = createServer();
  messaging.attach(httpServer);
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  onTestFinished(async () => {
    await messaging.close({ drainMs: 100 });
    httpServer.close();
  });
  expect((await post(port, '/one/0/s/xhr')).body).toBe('o\n');
  await expect(TestClient.open(`ws://127.0.0.1:${port}/one`)).rejects.toThrow('429');
  const two = await TestClient.connect(`ws://127.0.0.1:${port}/two`);
  await two.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
  await messaging.template.send('/topic/a', 'x');
  expect(textOf(await two.take('MESSAGE'))).toBe('x');
});

describe('sockjs', () => {
  test.each([
    [
      ['https://a.example', 'http://localhost:*', 'https://odd-*.example'],
      'frame-ancestors https://a.example http://localhost:*',
    ],
    [['https://odd-*.example'], "frame-ancestors 'none'"],
    ['same-origin' as const, "frame-ancestors 'self'"],
    [['*'], undefined],
  ])('lets pages of %j, and no others, put its iframe page into theirs', async (allowedOrigins, expected) => {
    const server = await startServer({}, { allowedOrigins, sockjs: { clientUrl: '/a"b' } });
    onTestFinished(() => server.stop());
    const { headers, body } = await get(server.port, '/ws/iframe.html');
    expect(headers['content-security-policy']).toBe(expected);
    expect(body).toContain('src="/a&quot;b"');
  });

  test('refuses times and sizes that are none', () => {
    const messaging = createMessaging();
    onTestFinished(() => messaging.close());
    for (const value of [0, -1, NaN, Infinity]) {
      expect(() => messaging.endpoint(`/${value}`, { sockjs: { heartbeatMs: value } })).toThrow(RangeError);
    }
  });

  test('that is false opens nothing below the path', async () => {
    const server = await startServer({}, { sockjs: false });
    onTestFinished(() => server.stop());
    expect((await get(server.port, '/ws/info')).body).toBe('http');
    await expect(TestClient.open(`${server.url}/websocket`)).rejects.toThrow('404');
  });

  test('without WebSocket refuses every upgrade', async () => {
    const server = await startServer({}, { sockjs: { websocket: false } });
    onTestFinished(() => server.stop());
    for (const path of ['', '/websocket', '/0/0/websocket']) {
      await expect(TestClient.open(`${server.url}${path}`)).rejects.toThrow('404');
    }
  });
});
