import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { besideBystander } from '../testing/beside-bystander.ts';
import type { Attack, BesideOptions } from '../testing/beside-bystander.ts';
import { freshSession, get, holdPoll, openResponse, post, xhrSend } from '../testing/sockjs-requests.ts';

/** Each test begins with the key of its row in packages/conformance/src/hostile-scenarios.ts. */

const FRAMES = [
  'CONNECT\naccept-version:1.2\nhost:x\n\n\0',
  'SUBSCRIBE\nid:1\ndestination:/topic/bystander\n\n\0',
  // One that is never completed goes with its session.
  'SEND\ndestination:/topic/bystander\n\nnever',
];
const BODY = JSON.stringify(FRAMES);

/** The clock runs five times as fast: the session is kept for half a second, which is long for a test and short for a person. */
function quick(): BesideOptions {
  const clock = { now: () => performance.now() * 5 };
  return { clock, endpoint: { sockjs: { disconnectDelayMs: 2_500 } } };
}

async function subscribed({ server }: Attack): Promise<void> {
  await expect.poll(() => server.messaging.statistics()).toMatchObject({ sessions: 2, subscriptions: 2 });
}

test.each(['xhr_streaming', 'eventsource', 'htmlfile'])(
  'sockjs-abandoned: by %s, whose response is cut off',
  (transport) =>
    besideBystander(quick(), async (scene) => {
      const { port } = scene.server;
      const session = freshSession('/ws');
      const method = transport === 'xhr_streaming' ? 'POST' : 'GET';
      const { connection } = await openResponse(port, `${session}/${transport}?c=f`, { method });
      expect((await xhrSend(port, session, BODY)).status).toBe(204);
      await subscribed(scene);
      await scene.bystander.missesNothing();
      connection.socket.destroy();
    }),
);

test.each(['cut off', 'not renewed'])('sockjs-abandoned: by xhr, whose poll is %s', (how) =>
  besideBystander(quick(), async (scene) => {
    const { port } = scene.server;
    const session = freshSession('/ws');
    expect((await post(port, `${session}/xhr`)).body).toBe('o\n');
    const poll = how === 'cut off' ? await holdPoll(port, `${session}/xhr`) : undefined;
    expect((await xhrSend(port, session, BODY)).status).toBe(204);
    await subscribed(scene);
    poll?.socket.destroy();
  }),
);

test('sockjs-abandoned: by jsonp, whose poll is not renewed', () =>
  besideBystander(quick(), async (scene) => {
    const { port } = scene.server;
    const session = freshSession('/ws');
    expect((await get(port, `${session}/jsonp?c=f`)).body).toContain('o');
    const sent = await post(port, `${session}/jsonp_send`, BODY, { 'Content-Type': 'text/plain' });
    expect(sent.status).toBe(200);
    await subscribed(scene);
  }));

test('sockjs-abandoned: by websocket, whose socket breaks', () =>
  besideBystander(quick(), async (scene) => {
    const socket = new WebSocket(`ws://127.0.0.1:${scene.server.port}${freshSession('/ws')}/websocket`);
    const [opened] = (await once(socket, 'message')) as [Buffer];
    expect(opened.toString()).toBe('o');
    socket.send(BODY);
    await subscribed(scene);
    socket.terminate();
  }));

test('sockjs-abandoned: before it said anything, many times over', () =>
  besideBystander(quick(), async ({ server, bystander }) => {
    for (let n = 0; n < 100; n += 1) await post(server.port, `${freshSession('/ws')}/xhr`);
    await bystander.missesNothing();
  }));

// Fragments of nothing cost a client six bytes each and were all kept: three million of them took half a
// gigabyte before CONNECT. They, and messages without messages, reached no budget either.
test.each([
  ['empty fragments', '', false],
  ['fragments of one byte', ' ', false],
  ['empty arrays', '[]', true],
  ['empty messages', '', true],
])('sockjs-crumbs: %s without end are too many, before CONNECT', (_what, piece, fin) =>
  besideBystander({ endpoint: { sockjs: true } }, async ({ server }) => {
    const path = `${freshSession('/ws')}/websocket`;
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { perMessageDeflate: false });
    await once(socket, 'message');
    const closed = once(socket, 'close');
    const heard: string[] = [];
    socket.on('message', (bytes: Buffer) => heard.push(bytes.toString()));
    for (let n = 0; n < 12_000; n += 1) socket.send(piece, { fin });
    await closed;
    expect(heard.join()).toContain('too_many_idle_bytes');
  }),
);

test('sockjs-crumbs: requests without messages are too many, before CONNECT', () =>
  besideBystander(
    { limits: { maxIdleBytesPerSecond: 5 }, endpoint: { sockjs: true } },
    async ({ server: { port } }) => {
      const session = freshSession('/ws');
      await post(port, `${session}/xhr`);
      for (let n = 0; n < 40; n += 1) await xhrSend(port, session, '[]');
      expect((await post(port, `${session}/xhr`)).body).toContain('too_many_idle_bytes');
    },
  ));
