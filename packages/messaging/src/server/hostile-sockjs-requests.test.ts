import { once } from 'node:events';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { EndpointOptions } from '../endpoint/endpoint.ts';
import { besideBystander } from '../testing/beside-bystander.ts';
import type { Attack, BesideOptions } from '../testing/beside-bystander.ts';
import { fetchRaw, RawConnection, RawResponse } from '../testing/raw-http.ts';
import {
  freshSession,
  get,
  holdPoll,
  openResponse,
  openStream,
  post,
  xhrSend,
} from '../testing/sockjs-requests.ts';
import { TestClient } from '../testing/test-client.ts';

/** Each test begins with the key of its row in packages/conformance/src/hostile-scenarios.ts. */

const CONNECT = JSON.stringify(['CONNECT\naccept-version:1.2\nhost:x\n\n\0']);
const SUBSCRIBE = JSON.stringify(['SUBSCRIBE\nid:1\ndestination:/topic/news\nreceipt:r\n\n\0']);
const PAYLOAD = 'x'.repeat(32 * 1024);

/** For as long as others ask for it, however slow the machine. */
const KEPT = { disconnectDelayMs: 2_000 };

/** Sessions are kept for a second, unless the endpoint says otherwise: a busy machine is that slow between two requests. */
function over(endpoint: EndpointOptions = {}, options: BesideOptions = {}): BesideOptions {
  return { ...options, endpoint: { sockjs: { disconnectDelayMs: 1_000 }, ...endpoint } };
}

function codeOf({ body }: { body: string }): string {
  return (JSON.parse(body) as { error: { code: string } }).error.code;
}

/** A session that has subscribed to `/topic/news` over xhr-streaming. */
async function subscribe({ server }: Attack) {
  const session = freshSession('/ws');
  const { connection, response } = await openStream(server.port, `${session}/xhr_streaming`);
  await xhrSend(server.port, session, CONNECT);
  expect(await response.chunk()).toContain('CONNECTED');
  await xhrSend(server.port, session, SUBSCRIBE);
  expect(await response.chunk()).toContain('RECEIPT');
  return { session, connection, response };
}

test('sockjs-second-receiver: gets a close frame, again and again, and none of the messages', () =>
  besideBystander(over(), async (scene) => {
    const { port, messaging } = scene.server;
    const { session, connection, response } = await subscribe(scene);
    for (const resource of ['xhr', 'xhr', 'eventsource', 'jsonp?c=f', 'htmlfile?c=f']) {
      const answer = resource === 'xhr' ? post(port, `${session}/xhr`) : get(port, `${session}/${resource}`);
      expect((await answer).body).toContain('2010');
    }
    await messaging.template.send('/topic/news', 'one');
    expect(await response.chunk()).toContain('one');
    connection.close();
  }));

test('sockjs-guessed-id: of another user is not found, neither to receive nor to send', () => {
  const authenticate: EndpointOptions['authenticate'] = ({ query, cookies }) => {
    const name = query.get('name') ?? cookies.name ?? 'bystander';
    return name === 'nobody' ? undefined : { name };
  };
  return besideBystander(over({ authenticate, sockjs: KEPT }), async ({ server: { port } }) => {
    const session = freshSession('/ws');
    expect((await post(port, `${session}/xhr`, '', { Cookie: 'name=ann' })).body).toBe('o\n');
    for (const Cookie of ['name=bob', 'name=nobody', '']) {
      for (const [resource, body] of [
        ['xhr', ''],
        ['xhr_streaming', ''],
        ['xhr_send', CONNECT],
        ['jsonp_send', CONNECT],
      ] as const) {
        const answer = await post(port, `${session}/${resource}`, body, { Cookie });
        expect([answer.status, codeOf(answer)]).toEqual([404, 'unknown_session']);
      }
      expect((await get(port, `${session}/jsonp?c=f`, { Cookie })).status).toBe(404);
    }
    expect((await post(port, `${session}/xhr_send`, CONNECT, { Cookie: 'name=ann' })).status).toBe(204);
    const mine = await post(port, `${session}/xhr`, '', { Cookie: 'name=ann' });
    expect(mine.body).toContain('user-name:ann');
  });
});

// The requests of whoever knew the id were counted as the owner's, who then got 429.
test('sockjs-guessed-id: of another user leaves that user all requests', () => {
  const authenticate: EndpointOptions['authenticate'] = ({ cookies }) => ({
    name: cookies.name ?? 'bystander',
  });
  const limits = { maxFramesPerSecond: 20, maxFrameBurst: 40 };
  return besideBystander(over({ authenticate, sockjs: KEPT }, { limits }), async ({ server: { port } }) => {
    const session = freshSession('/ws');
    await post(port, `${session}/xhr`, '', { Cookie: 'name=ann' });
    for (let n = 0; n < 80; n += 1) {
      const answer = await post(port, `${session}/xhr_send`, CONNECT, { Cookie: 'name=eve' });
      expect(answer.status).toBe(404);
    }
    expect((await post(port, `${session}/xhr_send`, CONNECT, { Cookie: 'name=ann' })).status).toBe(204);
  });
});

test('sockjs-bad-json: is refused, and the session goes on; over WebSocket it ends', () =>
  besideBystander(over(), async (scene) => {
    const { port } = scene.server;
    const { session, connection, response } = await subscribe(scene);
    for (const body of ['', '[', '["a"', '{"a":[]}', '[1]', `[${'['.repeat(10_000)}`, '\xff']) {
      expect((await xhrSend(port, session, body)).status).toBe(500);
    }
    await scene.server.messaging.template.send('/topic/news', 'still here');
    expect(await response.chunk()).toContain('still here');
    connection.close();
    const socket = new WebSocket(`ws://127.0.0.1:${port}${freshSession('/ws')}/websocket`);
    await once(socket, 'message');
    socket.send('["a');
    expect(await once(socket, 'close')).toEqual([1002, Buffer.from('broken_framing')]);
  }));

test('sockjs-bad-json: that is no STOMP gets an ERROR, and the session ends', () =>
  besideBystander(over(), async ({ server: { port } }) => {
    const session = freshSession('/ws');
    await post(port, `${session}/xhr`);
    await xhrSend(port, session, '["GET / HTTP/1.1\\r\\n\\r\\n\\u0000"]');
    expect((await post(port, `${session}/xhr`)).body).toContain('code:not_connected');
    expect((await post(port, `${session}/xhr`)).body).toBe('c[3500,"protocol_error"]\n');
  }));

test('sockjs-huge-body: is refused before it is read, announced or not', () =>
  besideBystander(
    over({ sockjs: { maxRequestBytes: 1_000, disconnectDelayMs: 500 } }),
    async ({ server: { port } }) => {
      const session = freshSession('/ws');
      await post(port, `${session}/xhr`);
      const announced = await RawConnection.open(port);
      const refused = await announced.request(`${session}/xhr_send`, {
        method: 'POST',
        headers: { 'Content-Length': '100000000' },
      });
      expect([refused.status, refused.headers.connection]).toEqual([413, 'close']);
      expect(codeOf({ body: await refused.body() })).toBe('request_too_large');
      const chunked = await RawConnection.open(port);
      chunked.socket.write(
        `POST ${session}/xhr_send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`,
      );
      chunked.socket.write(`7d0\r\n${'x'.repeat(2_000)}\r\n`);
      const unending = await new RawResponse(chunked.socket).readHead();
      expect([unending.status, unending.headers.connection]).toEqual([413, 'close']);
      chunked.close();
      const socket = new WebSocket(`ws://127.0.0.1:${port}${freshSession('/ws')}/websocket`);
      await once(socket, 'message');
      socket.send(JSON.stringify(['x'.repeat(2_000)]));
      const [code] = (await once(socket, 'close')) as [number];
      expect(code).toBeGreaterThanOrEqual(1009);
      announced.close();
      expect((await xhrSend(port, session, CONNECT)).status).toBe(204);
    },
  ));

test('sockjs-half-body: is waited for so long and no longer, and at most a few at once', () =>
  besideBystander(
    over({ sockjs: { disconnectDelayMs: 1_000 } }, { limits: { sendTimeLimitMs: 200 } }),
    async (scene) => {
      const { port } = scene.server;
      const session = freshSession('/ws');
      await post(port, `${session}/xhr`);
      const request = { method: 'POST', headers: { 'Content-Length': '100' }, body: '["half' };
      const halves = await Promise.all(
        Array.from({ length: 12 }, async () => {
          const { response } = await openResponse(port, `${session}/xhr_send`, request);
          return codeOf({ body: await response.body() });
        }),
      );
      expect(halves.toSorted()).toEqual([
        ...Array.from({ length: 8 }, () => 'request_timeout'),
        ...Array.from({ length: 4 }, () => 'too_many_requests'),
      ]);
      const vanished = await RawConnection.open(port);
      vanished.send(`${session}/xhr_send`, request);
      vanished.close();
      await scene.bystander.missesNothing();
    },
  ));

test('sockjs-request-flood: is refused at the rate that frames have', () =>
  besideBystander(
    over({ sockjs: KEPT }, { limits: { maxFramesPerSecond: 0.1, maxFrameBurst: 20 } }),
    async ({ server: { port } }) => {
      const session = freshSession('/ws');
      await post(port, `${session}/xhr`);
      const statuses = new Map<number, number>();
      for (let n = 0; n < 40; n += 1) {
        const { status } = await xhrSend(port, session, '');
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      expect(statuses.get(500)).toBeLessThan(23);
      expect(statuses.get(429)).toBeGreaterThan(17);
    },
  ));

test.each(['xhr', 'xhr_streaming', 'xhr_send', 'jsonp_send', 'info', 'eventsource', 'jsonp', 'htmlfile'])(
  'sockjs-origin: of %s is asked for before anything else',
  (resource) =>
    besideBystander(over({ allowedOrigins: ['https://a.example'] }), async ({ server: { port } }) => {
      const method = resource.startsWith('xhr') || resource.endsWith('_send') ? 'POST' : 'GET';
      const path = resource === 'info' ? '/ws/info' : `${freshSession('/ws')}/${resource}?c=f`;
      const foreign = [
        { Origin: 'https://evil.example' },
        { Origin: 'null' },
        { Referer: 'https://evil.example/page' },
        { 'Sec-Fetch-Site': 'cross-site' },
      ] as Record<string, string>[];
      for (const headers of foreign) {
        const answer = await fetchRaw(port, path, { method, headers });
        expect([answer.status, codeOf(answer)]).toEqual([403, 'origin_forbidden']);
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
        const preflight = await fetchRaw(port, path, { method: 'OPTIONS', headers });
        expect(preflight.headers).not.toHaveProperty('access-control-allow-origin');
      }
    }),
);

test('sockjs-never-reads: is cut off, by streaming and by polling, and nobody waits for it', () => {
  const limits = { sendBufferLimitBytes: 256 * 1024, maxMessageBytes: 64 * 1024 };
  const sockjs = { disconnectDelayMs: 1_000, responseLimitBytes: 1024 ** 3 };
  return besideBystander(over({ sockjs }, { limits }), async (scene) => {
    const { server, bystander } = scene;
    const { connection } = await subscribe(scene);
    connection.socket.pause();
    const polled = freshSession('/ws');
    await post(server.port, `${polled}/xhr`);
    await xhrSend(server.port, polled, CONNECT);
    await xhrSend(server.port, polled, SUBSCRIBE);
    await vi.waitFor(
      async () => {
        await server.messaging.template.send('/topic/news', PAYLOAD);
        await bystander.missesNothing();
        expect(server.messaging.statistics().disconnects).toEqual({ send_buffer_exceeded: 2 });
      },
      { timeout: 15_000, interval: 1 },
    );
    expect((await post(server.port, `${polled}/xhr`)).body).toBe('c[3002,"send_buffer_exceeded"]\n');
    connection.close();
  });
});

// It ended the session of everyone who was subscribed over SockJS, by anyone who could send there.
test('sockjs-binary: a message that is no text reaches those who can carry only text, as text', () =>
  besideBystander(over(), async (scene) => {
    const { server } = scene;
    const { connection, response } = await subscribe(scene);
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${freshSession('/ws')}/websocket`);
    await once(socket, 'message');
    socket.send(CONNECT);
    await once(socket, 'message');
    socket.send(SUBSCRIBE);
    await once(socket, 'message');
    const eve = await TestClient.connect(server.url);
    eve.send('SEND', { destination: '/topic/news' }, Buffer.of(0xff, 0xfe));
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(message.toString()).toContain('content-length:6\\n');
    expect(await response.chunk()).toContain('\\n\\n\\ufffd\\ufffd\\u0000');
    const next = once(socket, 'message');
    await server.messaging.template.send('/topic/news', 'text');
    expect(((await next) as [Buffer])[0].toString()).toContain('text');
    expect(await response.chunk()).toContain('text');
    await eve.close();
    socket.terminate();
    connection.close();
  }));

test('sockjs-abandoned: is held against its address and its user until it is gone', () => {
  const limits = { maxSessionsPerAddress: 3, maxSessionsPerUser: 2 };
  const authenticate: EndpointOptions['authenticate'] = ({ cookies }) => ({
    name: cookies.name ?? 'bystander',
  });
  return besideBystander(
    over({ authenticate, sockjs: { disconnectDelayMs: 300 } }, { limits }),
    async ({ server: { port } }) => {
      const open = async (name: string): Promise<number> =>
        (await post(port, `${freshSession('/ws')}/xhr`, '', { Cookie: `name=${name}` })).status;
      expect([await open('ann'), await open('ann'), await open('bob')]).toEqual([200, 200, 429]);
      await vi.waitFor(async () => expect(await open('bob')).toBe(200), { timeout: 15_000 });
    },
  );
});

test('sockjs-abandoned: before its login is answered leaves its place', () =>
  besideBystander(
    over(
      { authenticate: ({ cookies }) => (cookies.slow ? new Promise(() => undefined) : { name: 'x' }) },
      { limits: { maxSessionsPerAddress: 2, answerTimeLimitMs: 300 } },
    ),
    async ({ server: { port } }) => {
      const waiting = await RawConnection.open(port);
      waiting.send(`${freshSession('/ws')}/xhr`, { method: 'POST', headers: { Cookie: 'slow=1' } });
      await vi.waitFor(async () => expect((await post(port, `${freshSession('/ws')}/xhr`)).status).toBe(429));
      waiting.close();
      await vi.waitFor(
        async () => expect((await post(port, `${freshSession('/ws')}/xhr`)).status).toBe(200),
        { timeout: 15_000 },
      );
      await holdPoll(port, '/ws/none');
    },
  ));
