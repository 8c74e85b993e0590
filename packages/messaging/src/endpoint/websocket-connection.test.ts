import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import { withDefaults } from '../core/limits.ts';
import { TimerWheel } from '../core/timer-wheel.ts';
import { toWireFrame } from '../core/wire-frame.ts';
import { clientFrame, wireBytes } from '../testing/wire-bytes.ts';
import { rethrow } from '../testing/rethrow.ts';
import { TurnWriter } from './turn-writer.ts';
import { WebSocketConnection } from './websocket-connection.ts';

const PING_INTERVAL_MS = 25_000;
const FRAME = toWireFrame(Buffer.from('frame'), true);

/** A connection on a stream instead of a socket; the wheel is turned by hand. */
function start({ deflateFromBytes, onReceive }: { deflateFromBytes?: number; onReceive?: () => void } = {}) {
  const [near, far] = duplexPair();
  const timers = new TimerWheel(0);
  const log: string[] = [];
  const connection = new WebSocketConnection(near, {
    writer: new TurnWriter(rethrow),
    timers,
    limits: withDefaults({ pingIntervalMs: PING_INTERVAL_MS, maxInflatedBytesPerTurn: 2_000 }),
    deflateFromBytes,
    onError: ({ closeCode }) => log.push(`error ${closeCode}`),
  });
  connection.open({
    receive(piece) {
      log.push(`receive ${piece.toString()}`);
      onReceive?.();
    },
    idle: (byteLength) => log.push(`idle ${byteLength}`),
    fail: ({ code }) => log.push(`fail ${code}`),
    close: (reason) => {
      log.push(`close ${reason.reason}`);
      connection.close(reason);
    },
    end: () => log.push('end'),
  });
  const advance = (ms: number): void => timers.advance(timers.nowMs + ms);
  return { connection, near, far, log, advance };
}

/** Waits for what the server's side has written. */
async function sentTo(far: Duplex): Promise<Buffer> {
  await new Promise(setImmediate);
  return vi.waitFor(() => (far.read() as Buffer | null) ?? expect.fail('nothing came'));
}

describe('a quiet client', () => {
  test('is pinged, and stays when it answers', async () => {
    const { far, log, advance } = start();
    for (let n = 0; n < 4; n += 1) {
      advance(PING_INTERVAL_MS + 100);
      expect(await sentTo(far)).toEqual(wireBytes('89 00'));
      far.write(clientFrame(0x8a));
      await new Promise(setImmediate);
    }
    expect(log).toEqual([]);
  });

  test('is cut off when it answers nothing until the next ping', async () => {
    const { near, far, log, advance } = start();
    advance(PING_INTERVAL_MS + 100);
    expect(await sentTo(far)).toEqual(wireBytes('89 00'));
    expect(log).toEqual([]);
    advance(PING_INTERVAL_MS + 100);
    await vi.waitFor(() => expect(log).toEqual(['close ping_timeout', 'end']));
    expect(near.destroyed).toBe(true);
  });

  test('is not pinged while both sides are heard, as by heart-beats', async () => {
    const { connection, far, log, advance } = start();
    for (let n = 0; n < 4; n += 1) {
      advance(PING_INTERVAL_MS / 2);
      far.write(clientFrame(0x81, '\n'));
      connection.send(FRAME);
      expect(await sentTo(far)).toEqual(FRAME.webSocket);
      advance(PING_INTERVAL_MS / 2);
    }
    expect(log).toEqual(Array(4).fill('receive \n'));
  });
});

// Once a session that was paused got all that had been read: 72 kB of compressed messages became 36 MB.
describe('what was read', () => {
  const messages = ['a', 'b', 'c', 'd'].map((text) => clientFrame(0x81, text));

  test('waits, as bytes, from the message on at which the connection is paused', async () => {
    const { connection, far, log } = start({ onReceive: () => connection.pause() });
    far.write(Buffer.concat(messages));
    far.write(clientFrame(0x81, 'e'));
    for (const heard of [1, 2, 3, 4, 5]) {
      await vi.waitFor(() => expect(log).toHaveLength(heard));
      await new Promise(setImmediate);
      expect(log).toHaveLength(heard);
      connection.resume();
    }
    expect(log.join(' ')).toBe('receive a receive b receive c receive d receive e');
  });

  test('is forgotten but for the close frame when the connection is closed', async () => {
    const { connection, near, far, log } = start({ onReceive: () => connection.pause() });
    far.write(Buffer.concat([...messages, clientFrame(0x88)]));
    await vi.waitFor(() => expect(log).toEqual(['receive a']));
    connection.close(DISCONNECT_REASONS.normal);
    far.resume().end();
    await vi.waitFor(() => expect(near.destroyed).toBe(true));
    expect(log).toEqual(['receive a', 'end']);
  });

  test('is inflated in turns, however much it becomes', async () => {
    let atOnce = 0;
    let mostAtOnce = 0;
    const onReceive = (): void => {
      if (atOnce === 0) queueMicrotask(() => (atOnce = 0));
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
    };
    const { far, log } = start({ deflateFromBytes: 1_024, onReceive });
    const large = 'x'.repeat(1_500);
    const deflated = deflateRawSync(large, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
    far.write(Buffer.concat(Array<Buffer>(5).fill(clientFrame(0xc1, deflated))));
    await vi.waitFor(() => expect(log).toHaveLength(5));
    expect(mostAtOnce).toBe(2);
    expect(log).toEqual(Array(5).fill(`receive ${large}`));
  });
});

describe('a client that does not read', () => {
  test('gets one pong for the last of its pings once it reads', async () => {
    const { connection, far } = start();
    const large = toWireFrame(Buffer.alloc(100_000, 'x'), true);
    connection.send(large);
    await new Promise(setImmediate);
    for (const payload of ['a', 'b', 'c']) far.write(clientFrame(0x89, payload));
    await new Promise(setImmediate);
    const read: Buffer[] = [];
    far.on('data', (bytes: Buffer) => read.push(bytes));
    await vi.waitFor(() => expect(Buffer.concat(read).length).toBeGreaterThan(large.webSocket.length));
    expect(Buffer.concat(read).subarray(large.webSocket.length)).toEqual(wireBytes('8a 01 "c"'));
  });
});

// The session heard of it only when TCP was gone: for up to five seconds it stayed subscribed and present, and
// what a queue gave it was lost.
describe('a client that takes nothing more is gone for its session, though its socket is not', () => {
  test.each([
    ['has said Close', clientFrame(0x88), ['end']],
    ['broke the protocol', wireBytes('c1 80 00000000'), ['error 1002', 'end']],
  ])('when it %s', async (_what, bytes, told) => {
    const { near, far, log, advance } = start();
    far.write(bytes);
    await vi.waitFor(() => expect(log).toEqual(told));
    expect(near.destroyed).toBe(false);
    advance(5_100);
    await vi.waitFor(() => expect(near.destroyed).toBe(true));
    expect(log).toEqual(told);
  });

  test('when it has ended its side of TCP', async () => {
    const { near, far, log } = start();
    far.end();
    await vi.waitFor(() => expect(log).toEqual(['end']));
    expect(near.destroyed).toBe(false);
  });
});

describe('a connection that is closed', () => {
  test('sends what was given before, and its close frame last', async () => {
    const { connection, far } = start();
    connection.send(FRAME);
    connection.close(DISCONNECT_REASONS.normal);
    connection.send(FRAME);
    expect(await sentTo(far)).toEqual(Buffer.concat([FRAME.webSocket, wireBytes('88 08 03e8 "normal"')]));
  });

  test('waits for the other side, but not for ever', async () => {
    const { connection, near, log, advance } = start();
    connection.close(DISCONNECT_REASONS.normal);
    advance(4_900);
    expect(near.destroyed).toBe(false);
    advance(200);
    await vi.waitFor(() => expect(log).toEqual(['end']));
    expect(near.destroyed).toBe(true);
  });

  test('is read on though it was paused, or the answer would never be found', async () => {
    const { connection, near, far, log } = start();
    connection.pause();
    connection.close(DISCONNECT_REASONS.normal);
    far.write(clientFrame(0x88));
    far.resume().end();
    await vi.waitFor(() => expect(near.destroyed).toBe(true));
    expect(log).toEqual(['end']);
  });
});
