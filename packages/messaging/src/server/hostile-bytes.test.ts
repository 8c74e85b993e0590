import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { encodeFrame } from '@carillon/stomp';
import { besideBystander } from '../testing/beside-bystander.ts';
import { RawWebSocket } from '../testing/raw-websocket.ts';
import { TestClient, textOf } from '../testing/test-client.ts';
import { clientFrame } from '../testing/wire-bytes.ts';

/** Each test begins with the key of its row in packages/conformance/src/hostile-scenarios.ts. */

const CONNECT = encodeFrame({ command: 'CONNECT', headers: { 'accept-version': '1.2', host: 'test' } });
const TOPIC = { destination: '/topic/a' };
const SMALL = { limits: { maxMessageBytes: 4_096 } };

async function errorOf(client: TestClient): Promise<string | undefined> {
  const { headers } = await client.take('ERROR');
  await client.closed;
  return headers.code;
}

describe('frames', () => {
  test('half-frame: a frame of which half comes, and then nothing, is nobody else’s matter', () =>
    besideBystander({}, async ({ server, bystander }) => {
      const client = await TestClient.connect(server.url);
      client.socket.send(encodeFrame({ command: 'SEND', headers: TOPIC, body: 'x' }).subarray(0, 10));
      await bystander.missesNothing();
      client.socket.terminate();
    }));

  test('half-frame: the other half, however much later, makes it whole', () =>
    besideBystander({}, async ({ server, bystander }) => {
      const client = await TestClient.connect(server.url);
      const frame = encodeFrame({ command: 'SEND', headers: { ...TOPIC, receipt: 'r' }, body: 'x' });
      client.socket.send(frame.subarray(0, 25));
      await bystander.missesNothing();
      client.socket.send(frame.subarray(25));
      expect((await client.take('RECEIPT')).headers['receipt-id']).toBe('r');
      await client.close();
    }));

  test('byte-by-byte: every byte in a WebSocket message of its own is a frame all the same', () =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.open(server.url);
      for (const byte of CONNECT) client.socket.send(Uint8Array.of(byte));
      await client.take('CONNECTED');
      await client.ask('SUBSCRIBE', { ...TOPIC, id: '1' });
      const frame = encodeFrame({ command: 'SEND', headers: TOPIC, body: 'drop by drop 一点一点' });
      for (const byte of frame) client.socket.send(Uint8Array.of(byte));
      expect(textOf(await client.take('MESSAGE'))).toBe('drop by drop 一点一点');
      await client.close();
    }));

  test.each([
    ['header_too_long', `SEND\nx:${'y'.repeat(9_000)}`],
    ['too_many_headers', `SEND\n${'x:y\n'.repeat(65)}`],
    ['command_too_long', 'S'.repeat(10_000)],
    ['frame_too_large', `SEND\n${`x:${'y'.repeat(7_000)}\n`.repeat(10)}`],
  ])('huge-headers: %s is said before the head is complete', (code, head) =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      client.socket.send(head);
      expect(await errorOf(client)).toBe(code);
    }),
  );

  test.each([1, 60_000])('nul-storm: %i NULs where a frame should begin end the session', (count) =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      client.socket.send(Buffer.alloc(count));
      expect(await errorOf(client)).toBe('nul_in_head');
    }),
  );

  test('nul-storm: NULs in bodies are as good as any byte', () =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      await client.ask('SUBSCRIBE', { ...TOPIC, id: '1' });
      client.send('SEND', TOPIC, Buffer.alloc(60_000));
      expect((await client.take('MESSAGE')).body).toHaveLength(60_000);
      await client.close();
    }));

  test.each([5_000, 50_000, 5_000_000])('too-large: a body of %i bytes above 4096 gets an ERROR', (length) =>
    besideBystander(SMALL, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      client.send('SEND', TOPIC, 'x'.repeat(length));
      expect(await errorOf(client)).toBe('frame_too_large');
      expect((await client.closed).code).toBe(3500);
    }),
  );

  test('too-large: what is announced and may not come is refused before it comes', () =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      client.socket.send('SEND\ndestination:/topic/a\ncontent-length:99999999999\n\n');
      expect(await errorOf(client)).toBe('frame_too_large');
    }));

  test.each([
    ['not_connected', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n\0'],
    ['not_connected', 'SUBSCRIBE\nid:1\ndestination:/topic/bystander\n\n\0'],
    ['command_too_long', '{"type":"hello","payload":"this is no STOMP frame at all, and never ends"}'],
  ])('other-protocol: is told %s', (code, bytes) =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.open(server.url);
      client.socket.send(bytes);
      expect(await errorOf(client)).toBe(code);
    }),
  );

  test('bad-utf8: is told so', () =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      client.socket.send(Buffer.from('SEND\ndestination:/topic/\xff\n\n\0', 'latin1'));
      expect(await errorOf(client)).toBe('invalid_utf8');
    }));
});

describe('what is no frame', () => {
  test.each([
    ['line ends', Buffer.alloc(60_000, '\n'), 1],
    ['line ends with carriage returns', Buffer.from('\r\n'.repeat(30_000)), 1],
    ['messages of one line end', Buffer.from('\n'), 12_000],
    ['empty messages', Buffer.alloc(0), 12_000],
    ['crumbs of a frame that never ends', Buffer.from('x'), 12_000],
  ])('newline-flood: %s beyond the budget end the session', (_what, piece, times) =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      if (piece[0] === 0x78) client.socket.send('SEND\ndestination:/topic/a\n\n');
      for (let n = 0; n < times; n += 1) client.socket.send(piece);
      expect(await errorOf(client)).toBe('too_many_idle_bytes');
      expect((await client.closed).code).toBe(3005);
    }),
  );

  // The pieces of a compressed message were collected before the session heard of any.
  test('newline-flood: empty fragments of a compressed message beyond the budget end the session', () =>
    besideBystander({ endpoint: { compression: true } }, async ({ server }) => {
      const client = await RawWebSocket.open(server.port, {
        'Sec-WebSocket-Extensions': 'permessage-deflate; client_no_context_takeover',
      });
      client.socket.write(clientFrame(0x41));
      client.socket.write(Buffer.concat(Array.from({ length: 12_000 }, () => clientFrame(0x00))));
      await expect.poll(() => client.said.join()).toContain('too_many_idle_bytes');
      client.socket.destroy();
    }));

  test('newline-flood: pongs that nobody asked for, beyond the budget, end the session', () =>
    besideBystander({}, async ({ server }) => {
      const client = await RawWebSocket.open(server.port);
      client.socket.write(Buffer.concat(Array.from({ length: 4_000 }, () => clientFrame(0x8a))));
      await expect.poll(() => client.said.join()).toContain('too_many_frames');
      client.socket.destroy();
    }));

  test('newline-flood: a line end after each frame of a burst is no flood', () =>
    besideBystander({}, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      const frame = Buffer.concat([
        encodeFrame({ command: 'SEND', headers: TOPIC, body: 'x' }),
        Buffer.from('\n'),
      ]);
      for (let n = 0; n < 1_500; n += 1) client.socket.send(frame);
      await client.ask('SUBSCRIBE', { ...TOPIC, id: '1' });
      await client.close();
    }));
});

test('broken-websocket: a frame that RFC 6455 forbids ends the socket', () =>
  besideBystander({}, async ({ server }) => {
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
  }));
