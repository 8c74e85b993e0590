import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeFrame } from '@carillon/stomp';
import { Bystander } from '../testing/bystander.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';

const CONNECT = encodeFrame({ command: 'CONNECT', headers: { 'accept-version': '1.2', host: 'test' } });
const TOPIC = { destination: '/topic/a' };

let server: TestServer;
let bystander: Bystander;

beforeEach(async () => {
  server = await startServer({
    limits: {
      maxMessageBytes: 4_096,
      maxSubscriptionsPerSession: 10,
      maxFrameBurst: 200,
      maxFramesPerSecond: 1,
      firstFrameTimeLimitMs: 300,
      pingIntervalMs: 300,
      sendTimeLimitMs: 400,
    },
  });
  bystander = await Bystander.arrive(server);
});

afterEach(async () => {
  await bystander.missesNothing();
  await expect.poll(() => server.messaging.statistics().sessions).toBe(1);
  await server.stop();
});

async function errorOf(client: TestClient): Promise<string | undefined> {
  const { headers } = await client.take('ERROR');
  await client.closed;
  return headers.code;
}

describe('bytes', () => {
  test('of which every one comes in its own WebSocket message make frames all the same', async () => {
    const client = await TestClient.open(server.url);
    for (const byte of CONNECT) client.socket.send(Uint8Array.of(byte));
    await client.take('CONNECTED');
    await client.close();
  });

  test('of a text message are as good as those of a binary one', async () => {
    const client = await TestClient.open(server.url);
    client.socket.send(Buffer.from(CONNECT).toString());
    await client.take('CONNECTED');
    client.socket.send('SUBSCRIBE\nid:1\ndestination:/topic/面\nreceipt:r\n\n\0');
    await client.take('RECEIPT');
    await server.messaging.template.send('/topic/面', { dish: '面' });
    expect((await client.take('MESSAGE')).headers.destination).toBe('/topic/面');
    await client.close();
  });

  test('of half a frame, and then none, cost nobody else anything', async () => {
    const client = await TestClient.connect(server.url);
    client.socket.send(encodeFrame({ command: 'SEND', headers: TOPIC, body: 'x' }).subarray(0, 10));
    await bystander.missesNothing();
    client.socket.terminate();
  });

  test('of another protocol get an ERROR', async () => {
    const client = await TestClient.open(server.url);
    client.socket.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n\0');
    expect(await errorOf(client)).toBe('not_connected');
  });

  test('that are no UTF-8 get an ERROR', async () => {
    const client = await TestClient.connect(server.url);
    client.socket.send(Buffer.from('SEND\ndestination:/topic/\xff\n\n\0', 'latin1'));
    expect(await errorOf(client)).toBe('invalid_utf8');
  });

  test('of a frame that is too long get an ERROR, however long it is', async () => {
    for (const length of [5_000, 50_000, 5_000_000]) {
      const client = await TestClient.connect(server.url);
      client.send('SEND', TOPIC, 'x'.repeat(length));
      expect(await errorOf(client)).toBe('frame_too_large');
      expect((await client.closed).code).toBe(3500);
    }
  });

  test('of a frame that announces more than may come get an ERROR at once', async () => {
    const client = await TestClient.connect(server.url);
    client.socket.send('SEND\ndestination:/topic/a\ncontent-length:99999999999\n\n');
    expect(await errorOf(client)).toBe('frame_too_large');
  });

  test('that break the WebSocket protocol end the socket', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await once(socket, 'data');
    // An unmasked frame, which no client may send (RFC 6455 §5.1).
    socket.resume().end(Buffer.from([0x81, 1, 0x41]));
    await once(socket, 'close');
    expect(server.messaging.statistics().disconnects).toMatchObject({ websocket_error: 1 });
  });
});

describe('a client', () => {
  test('that says nothing is sent away', async () => {
    const client = await TestClient.open(server.url);
    expect(await errorOf(client)).toBe('first_frame_timeout');
    expect((await client.closed).code).toBe(3004);
  });

  test('that uses an id twice is sent away, and its first subscription with it', async () => {
    const client = await TestClient.connect(server.url);
    await client.ask('SUBSCRIBE', { ...TOPIC, id: '1' });
    client.send('SUBSCRIBE', { ...TOPIC, id: '1', receipt: 'twice' });
    expect((await client.take('ERROR')).headers).toMatchObject({
      code: 'duplicate_id',
      'receipt-id': 'twice',
    });
    expect((await client.closed).code).toBe(3500);
    expect(server.messaging.statistics().subscriptions).toBe(1);
  });

  test('that subscribes without end is stopped at the limit', async () => {
    const client = await TestClient.connect(server.url);
    for (let id = 1; id <= 100; id += 1) client.send('SUBSCRIBE', { ...TOPIC, id: String(id) });
    expect(await errorOf(client)).toBe('too_many_subscriptions');
    expect((await client.closed).code).toBe(3505);
  });

  test('that floods is stopped at the limit', async () => {
    const client = await TestClient.connect(server.url);
    for (let n = 0; n <= 250; n += 1) client.send('SEND', TOPIC, 'spam');
    expect(await errorOf(client)).toBe('too_many_frames');
    expect((await client.closed).code).toBe(3005);
  });

  test('that answers no ping is cut off', async () => {
    const client = await TestClient.open(server.url);
    client.socket.on('ping', () => undefined);
    client.send('CONNECT', { 'accept-version': '1.2' });
    await client.take('CONNECTED');
    client.socket.pause();
    await expect
      .poll(() => server.messaging.statistics().disconnects, { timeout: 3_000 })
      .toEqual({ ping_timeout: 1 });
    client.socket.terminate();
  });

  test('that says DISCONNECT gets its RECEIPT and a clean close, and what it sends behind is not looked at', async () => {
    const client = await TestClient.connect(server.url);
    client.send('DISCONNECT', { receipt: 'bye' });
    client.send('NONSENSE');
    expect((await client.take('RECEIPT')).headers['receipt-id']).toBe('bye');
    expect(await client.closed).toEqual({ code: 1000, reason: 'normal' });
  });
});
