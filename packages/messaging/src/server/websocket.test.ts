import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { EndpointOptions } from '../endpoint/endpoint.ts';
import { RawWebSocket } from '../testing/raw-websocket.ts';
import { TestClient, textOf } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';
import { clientFrame, wireBytes } from '../testing/wire-bytes.ts';

const CONNECT = 'CONNECT\naccept-version:1.2\nhost:test\n\n\0';
const MASK = '00000000';

let server: TestServer;
let clients: RawWebSocket[] = [];

async function start(endpointOptions: EndpointOptions = {}): Promise<TestServer> {
  const started = await startServer(
    { limits: { maxFrameBurst: 100, maxFramesPerSecond: 1 } },
    endpointOptions,
  );
  onTestFinished(() => started.stop());
  return started;
}

async function open(
  at = server,
  ...rest: [headers?: Record<string, string>, early?: Uint8Array]
): Promise<RawWebSocket> {
  const client = await RawWebSocket.open(at.port, ...rest);
  clients.push(client);
  return client;
}

beforeEach(async () => {
  server = await startServer({ limits: { maxFrameBurst: 100, maxFramesPerSecond: 1 } });
});

afterEach(async () => {
  for (const client of clients) client.socket.destroy();
  clients = [];
  await server.stop();
});

describe('the opening handshake', () => {
  test('is answered as RFC 6455 §1.3 shows', async () => {
    const { head } = await open(server, { 'Sec-WebSocket-Protocol': 'v10.stomp, v12.stomp' });
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
    expect(head).toContain('Sec-WebSocket-Protocol: v12.stomp\r\n');
    expect(head).not.toContain('Extensions');
  });

  test('of another version is told the right one (§4.4)', async () => {
    const { head } = await open(server, { 'Sec-WebSocket-Version': '8' });
    expect(head).toMatch(/^HTTP\/1\.1 426 /);
    expect(head).toContain('Sec-WebSocket-Version: 13\r\n');
  });

  test('without a good key is refused', async () => {
    const { head } = await open(server, { 'Sec-WebSocket-Key': 'short' });
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(server.messaging.statistics().refusals).toEqual({ invalid_handshake: 1 });
  });

  test('may have frames right behind it', async () => {
    const client = await open(server, {}, clientFrame(0x81, CONNECT));
    await expect.poll(() => client.said[0]).toMatch(/^81 CONNECTED\n/);
  });

  test('may have frames behind it while the application thinks', async () => {
    const thinking = Promise.withResolvers<undefined>();
    const slow = await start({ authenticate: () => thinking.promise.then(() => ({ name: 'ada' })) });
    const opened = open(slow, {}, clientFrame(0x81, CONNECT).subarray(0, 10));
    await expect.poll(() => slow.httpServer.listening).toBe(true);
    thinking.resolve(undefined);
    const client = await opened;
    client.socket.write(clientFrame(0x81, CONNECT).subarray(10));
    await expect.poll(() => client.said[0]).toMatch(/^81 CONNECTED\n/);
  });
});

describe('the close handshake (RFC 6455 §7)', () => {
  test.each([
    ['with a code and a reason', `88 85 ${MASK} 03e8 "bye"`, 1000],
    ['with a code of the application', `88 82 ${MASK} 0fa0`, 4000],
    ['without a code', `88 80 ${MASK}`, 1005],
  ])(
    'of a client, %s, is answered by the same code, and the server ends first',
    async (_title, bytes, code) => {
      const client = await open();
      client.say(CONNECT);
      client.socket.write(wireBytes(bytes));
      await expect.poll(() => client.isEnded).toBe(true);
      expect(client.closeCode).toBe(code);
      client.socket.end();
      await expect.poll(() => server.messaging.statistics().sessions).toBe(0);
    },
  );

  test('waits for what was to be answered before', async () => {
    const client = await open();
    const subscribe = 'SUBSCRIBE\nid:1\ndestination:/topic/a\nreceipt:r\n\n\0';
    client.socket.write(
      Buffer.concat([clientFrame(0x81, CONNECT), clientFrame(0x81, subscribe), clientFrame(0x88)]),
    );
    await expect.poll(() => client.isEnded).toBe(true);
    expect(client.said.map((frame) => frame.split('\n')[0])).toEqual(['81 CONNECTED', '81 RECEIPT', '88 ']);
  });

  test('of the server finds the client’s answer behind what it still sends', async () => {
    const client = await open();
    client.say(CONNECT, 'DISCONNECT\nreceipt:r\n\n\0');
    await expect.poll(() => client.closeCode).toBe(1000);
    client.say('SEND\ndestination:/topic/a\n\nlate\0');
    client.socket.write(wireBytes(`89 80 ${MASK} 88 82 ${MASK} 03e8`));
    await expect.poll(() => client.isEnded).toBe(true);
    expect(client.frames.filter(({ first }) => first === 0x8a)).toEqual([]);
  });

  test('may be left out by a client that is gone', async () => {
    const client = await open();
    client.socket.end();
    await expect.poll(() => server.messaging.statistics().sessions).toBe(0);
  });
});

describe('what breaks the protocol', () => {
  test.each([
    ['a frame without a mask', '81 05 "Hello"', 1002],
    ['a reserved bit', `c1 80 ${MASK}`, 1002],
    ['an opcode that is not there', `83 80 ${MASK}`, 1002],
    ['a continuation of nothing', `80 80 ${MASK}`, 1002],
    ['text that is not UTF-8', `81 82 ${MASK} c328`, 1007],
    ['a close code that may not be sent', `88 82 ${MASK} 03ed`, 1002],
  ])('is answered by a close: %s', async (_title, bytes, code) => {
    const client = await open();
    client.say(CONNECT);
    client.socket.write(wireBytes(bytes));
    await expect.poll(() => client.isEnded).toBe(true);
    expect(client.closeCode).toBe(code);
    client.socket.end();
    await vi.waitFor(() =>
      expect(server.messaging.statistics()).toMatchObject({
        sessions: 0,
        disconnects: { websocket_error: 1 },
      }),
    );
  });
});

describe('STOMP frames', () => {
  test('may be cut by WebSocket frames anywhere, with pings in between', async () => {
    const client = await open();
    client.socket.write(
      Buffer.concat([
        clientFrame(0x01, CONNECT.slice(0, 7)),
        clientFrame(0x89, 'ping'),
        clientFrame(0x00, CONNECT.slice(7, 20)),
        clientFrame(0x80, CONNECT.slice(20)),
      ]),
    );
    await expect.poll(() => client.frames).toHaveLength(2);
    expect(client.said[0]).toBe('8a ping');
    expect(client.said[1]).toMatch(/^81 CONNECTED\n/);
  });

  test('keep their bodies though the next bytes are read over them', async () => {
    const reader = await TestClient.connect(server.url);
    await reader.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    const client = await open();
    client.say(CONNECT);
    const bodies = Array.from({ length: 50 }, (_, n) => `${n}`.padStart(3_000, 'x'));
    for (const body of bodies) client.say(`SEND\ndestination:/topic/a\n\n${body}\0`);
    expect(await reader.bodies(50)).toEqual(bodies);
  });
});

describe('subscribers with ids of their own', () => {
  test('get the same messages under their ids, several of them by one write', async () => {
    const ids = ['1', '2', '13', '14', 'a:b', 'c\\d', '面', 'sub-0', 'sub-1'];
    const readers = await Promise.all(
      ids.map(async (id) => {
        const reader = await TestClient.connect(server.url);
        await reader.ask('SUBSCRIBE', { id, destination: '/topic/a' });
        return { id, reader };
      }),
    );
    // Two subscriptions of one client, and so two marks in one write.
    const [first] = readers;
    await first?.reader.ask('SUBSCRIBE', { id: 'x', destination: '/topic/a' });
    for (const body of ['one', 'two']) await server.messaging.template.send('/topic/a', body);
    for (const { id, reader } of readers) {
      const wanted = reader === first?.reader ? [id, 'x', id, 'x'] : [id, id];
      for (const subscription of wanted) {
        expect((await reader.take('MESSAGE')).headers).toMatchObject({
          subscription,
          destination: '/topic/a',
        });
      }
      await reader.close();
    }
  });

  test('get them under their ids also when they are behind, and others share the buffer meanwhile', async () => {
    const patient = await startServer({ limits: { sendBufferLimitBytes: 1024 ** 3 } });
    onTestFinished(() => patient.stop());
    const [slow, quick] = [await TestClient.connect(patient.url), await TestClient.connect(patient.url)];
    await slow.ask('SUBSCRIBE', { id: 'slow!', destination: '/topic/a' });
    await quick.ask('SUBSCRIBE', { id: 'quick', destination: '/topic/a' });
    slow.socket.pause();
    const padding = 'x'.repeat(32 * 1024);
    const bodies = Array.from({ length: 300 }, (_, n) => `${n} ${padding}`);
    for (const body of bodies) {
      await patient.messaging.template.send('/topic/a', body);
      expect((await quick.take('MESSAGE')).headers.subscription).toBe('quick');
    }
    slow.socket.resume();
    for (const body of bodies) {
      const message = await slow.take('MESSAGE');
      expect(message.headers.subscription).toBe('slow!');
      expect(textOf(message)).toBe(body);
    }
  });
});

describe('pings', () => {
  test('are answered, each with its payload', async () => {
    const client = await open();
    const payloads = Array.from({ length: 10 }, (_, n) => `${n}`.repeat(n));
    client.socket.write(Buffer.concat(payloads.map((payload) => clientFrame(0x89, payload))));
    await expect.poll(() => client.said).toEqual(payloads.map((payload) => `8a ${payload}`));
  });

  test('without end are stopped at the limit of frames', async () => {
    const client = await open();
    client.say(CONNECT);
    for (let n = 0; n < 101; n += 1) client.socket.write(clientFrame(0x89));
    await expect.poll(() => client.closeCode).toBe(3005);
    expect(client.said.at(-2)).toContain('\ncode:too_many_frames\n');
  });
});

describe('compression', () => {
  test('is for clients that offer it, where the endpoint allows it', async () => {
    const compressed = await start({ compression: { fromBytes: 100 } });
    const offer = { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' };
    const { head } = await open(compressed, offer);
    expect(head).toContain(
      'Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n',
    );
    expect((await open(compressed)).head).not.toContain('Extensions');
    expect((await open(server, offer)).head).not.toContain('Extensions');
  });

  test('works both ways with ws', async () => {
    const compressed = await start({ compression: true });
    const plain = await TestClient.connect(compressed.url, { compression: false });
    const deflating = await TestClient.connect(compressed.url, { compression: true });
    expect(deflating.socket.extensions).toBe('permessage-deflate');
    for (const client of [plain, deflating]) {
      await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    }
    const bodies = ['short', 'repeat '.repeat(1_000), '面'.repeat(5_000)];
    for (const body of bodies) deflating.send('SEND', { destination: '/topic/a' }, body);
    expect(await plain.bodies(3)).toEqual(bodies);
    expect(await deflating.bodies(3)).toEqual(bodies);
  });

  test('makes no message larger than twice what a frame may have', async () => {
    const compressed = await start({ compression: true });
    const client = await TestClient.connect(compressed.url, { compression: true });
    client.send('SEND', { destination: '/topic/a' }, Buffer.alloc(50_000_000));
    expect((await client.take('ERROR')).headers.code).toBe('message_too_large');
    expect((await client.closed).code).toBe(3500);
  });
});

test('a client of another library connects, talks and leaves', async () => {
  const socket = new WebSocket(server.url);
  await once(socket, 'open');
  socket.send(CONNECT);
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(data.toString()).toMatch(/^CONNECTED\n/);
  socket.close(1000);
  await once(socket, 'close');
});
