import { once } from 'node:events';
import type { Frame } from '@carillon/stomp';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { MessagingError } from '../core/errors.ts';
import { TimerWheel } from '../core/timer-wheel.ts';
import { startFakeBroker } from '../testing/fake-broker.ts';
import type { FakeBroker, FakeBrokerConnection } from '../testing/fake-broker.ts';
import { Inbox } from '../testing/inbox.ts';
import { BrokerLink } from './broker-link.ts';
import type { LinkParts } from './link-parts.ts';

const MEGABYTE = 1024 * 1024;

interface LinkUnderTest {
  broker: FakeBroker;
  link: BrokerLink;
  timers: TimerWheel;
  peer: FakeBrokerConnection;
  messages: Inbox<Frame>;
  losses: Inbox<MessagingError>;
}

/** A link whose TCP connection is open; the broker has said nothing yet. */
async function open(parts: Partial<LinkParts> = {}): Promise<LinkUnderTest> {
  const broker = await startFakeBroker();
  onTestFinished(() => broker.stop());
  const timers = new TimerWheel(0);
  const messages = new Inbox<Frame>();
  const losses = new Inbox<MessagingError>();
  const link = new BrokerLink(
    {
      timers,
      virtualHost: '/shop',
      heartbeatMs: [0, 0],
      connectTimeLimitMs: 1_000,
      receiptTimeLimitMs: 1_000,
      maxPendingReceipts: 10,
      sendTimeLimitMs: 1_000,
      maxFrameBytes: 10_000,
      ...parts,
    },
    { address: { host: '127.0.0.1', port: broker.port }, login: 'shop', passcode: 'secret' },
    { onMessage: (frame) => messages.put(frame), onLost: (error) => losses.put(error) },
  );
  onTestFinished(() => link.close());
  const peer = await broker.connection();
  return { broker, link, timers, peer, messages, losses };
}

async function openConnected(parts: Partial<LinkParts> = {}, connected: Record<string, string> = {}) {
  const opened = await open(parts);
  await opened.peer.accept(connected);
  await opened.link.connected;
  return opened;
}

// Once its RECEIPT was waited for all the same: the time limit for it ended the connection, and then the process, as
// nobody had got the promise that was rejected.
test('a frame that cannot be written leaves nothing to be waited for', async () => {
  const { link, timers, losses, peer } = await openConnected();
  expect(() => link.ask({ command: 'SEND', headers: { '': 'no name' } })).toThrow();
  timers.advance(2_000);
  const asked = link.ask({ command: 'SEND', headers: { destination: '/topic/a' } });
  await peer.confirm('SEND');
  await asked;
  expect(losses.size).toBe(0);
});

describe('the beginning of a connection to the broker', () => {
  test('says CONNECT with login, virtual host and heart-beats, and is there when CONNECTED came', async () => {
    const { peer, link } = await open({ heartbeatMs: [4_000, 5_000] });
    const { headers } = await peer.accept({ server: 'Fake/1' });
    expect({ ...headers }).toEqual({
      'accept-version': '1.2',
      host: '/shop',
      login: 'shop',
      passcode: 'secret',
      'heart-beat': '4000,5000',
    });
    await link.connected;
    expect(link.server).toBe('Fake/1');
  });

  test('fails with the words of an ERROR', async () => {
    const { peer, link } = await open();
    await peer.take('CONNECT');
    peer.send('ERROR', { message: 'Bad CONNECT' }, "Access refused for user 'shop'");
    await expect(link.connected).rejects.toMatchObject({
      code: 'broker_refused',
      message: expect.stringContaining("Bad CONNECT: Access refused for user 'shop'") as string,
    });
  });

  test.each([
    ['another version', 'CONNECTED', { version: '1.1' }],
    ['no CONNECTED', 'RECEIPT', { 'receipt-id': 'r1' }],
  ])('fails when there is %s', async (_what, command, headers) => {
    const { peer, link } = await open();
    await peer.take('CONNECT');
    peer.send(command, headers);
    await expect(link.connected).rejects.toMatchObject({ code: 'broker_refused' });
  });

  test.each([
    ['what is no STOMP', (peer: FakeBrokerConnection) => peer.socket.write('SSH-2.0-server\r\nno colon\r\n')],
    ['heart-beats that are none', (peer: FakeBrokerConnection) => peer.send('CONNECTED', HALF_A_HEARTBEAT)],
    ['nothing more', (peer: FakeBrokerConnection) => peer.socket.destroy()],
  ])('fails when the broker says %s', async (_what, say) => {
    const { peer, link } = await open();
    await peer.take('CONNECT');
    say(peer);
    await expect(link.connected).rejects.toMatchObject({ code: 'broker_unavailable' });
  });

  test('fails when CONNECTED does not come in time', async () => {
    const { peer, link, timers } = await open();
    await peer.take('CONNECT');
    timers.advance(1_100);
    await expect(link.connected).rejects.toThrow('in time');
  });

  test('can be given up, which fails it', async () => {
    const { link, peer } = await open();
    link.close();
    await expect(link.connected).rejects.toMatchObject({ code: 'broker_unavailable' });
    await once(peer.socket, 'close');
  });
});

const HALF_A_HEARTBEAT = { version: '1.2', 'heart-beat': '1000' };

describe('a frame to the broker', () => {
  test('that asks for a RECEIPT is done when the broker says so, whatever else it says', async () => {
    const { peer, link } = await openConnected();
    const asked = link.ask({ command: 'SEND', headers: { destination: '/queue/a' }, body: 'tea' });
    peer.send('RECEIPT', { 'receipt-id': 'unknown' });
    peer.send('RECEIPT');
    await peer.confirm('SEND');
    await asked;
  });

  test('fails with the ERROR that names its receipt, before the loss is told', async () => {
    const { peer, link, losses } = await openConnected();
    const order: string[] = [];
    const asked = link.ask({ command: 'SUBSCRIBE' }).catch((error: unknown) => order.push(String(error)));
    const { headers } = await peer.take('SUBSCRIBE');
    peer.send('ERROR', { message: 'No such exchange', 'receipt-id': headers.receipt ?? '' });
    await asked;
    order.push(String(await losses.take()));
    expect(order).toEqual([
      expect.stringContaining('No such exchange'),
      expect.stringContaining('No such exchange'),
    ]);
  });

  test('fails when its RECEIPT does not come in time', async () => {
    const { link, timers, losses } = await openConnected();
    const asked = link.ask({ command: 'SEND' });
    timers.advance(1_100);
    await expect(asked).rejects.toThrow('RECEIPT');
    expect((await losses.take()).code).toBe('broker_unavailable');
  });

  test('cannot be sent any more when the connection is lost', async () => {
    const { peer, link, losses } = await openConnected();
    peer.socket.destroy();
    await losses.take();
    expect(() => link.send({ command: 'SEND' })).toThrow('the broker closed');
  });

  test('makes its sender wait while the broker does not read, and no longer', async () => {
    const { peer, link } = await openConnected();
    peer.socket.pause();
    const waited = fill(link);
    peer.socket.resume();
    await waited;
  });

  test('ends the connection when the broker does not read for too long', async () => {
    const { peer, link, timers, losses } = await openConnected();
    peer.socket.pause();
    const waited = fill(link);
    timers.advance(1_100);
    await expect(waited).rejects.toThrow('does not read');
    expect((await losses.take()).code).toBe('broker_unavailable');
  });
});

/** Sends until the socket is full; answers what the last sender was told to wait for. */
function fill(link: BrokerLink): Promise<void> {
  for (let sent = 0; sent < 200; sent += 1) {
    const waiting = link.send({ command: 'SEND', body: Buffer.alloc(MEGABYTE) });
    if (waiting && link.backlogBytes > 20 * MEGABYTE) return waiting;
  }
  throw new Error('The socket took everything.');
}

describe('what a broker sends', () => {
  test('comes up as it is, in order, however it is cut', async () => {
    const { peer, messages } = await openConnected();
    const bytes = 'MESSAGE\nsubscription:1\n\nfirst\0\nMESSAGE\nsubscription:1\n\nsecond\0\n';
    for (const byte of bytes) peer.socket.write(byte);
    const bodies = [await messages.take(), await messages.take()].map(({ body }) =>
      Buffer.from(body).toString(),
    );
    expect(bodies).toEqual(['first', 'second']);
  });

  test.each([
    ['a frame that is too long', 'MESSAGE\ncontent-length:20000\n\n'],
    ['a header that does not end', `MESSAGE\nendless:${'x'.repeat(70_000)}`],
    ['what is no frame', 'MESSAGE\nno colon\n\n\0'],
    ['a command of clients', 'SEND\n\n\0'],
  ])('ends the connection when it is %s', async (_what, bytes) => {
    const { peer, losses } = await openConnected();
    peer.socket.write(bytes);
    expect((await losses.take()).code).toBe('broker_unavailable');
  });

  test('ends it when it stops in the middle of a frame', async () => {
    const { peer, losses, messages } = await openConnected();
    peer.socket.end('MESSAGE\nsubscription:1\n\nhal');
    expect((await losses.take()).code).toBe('broker_unavailable');
    expect(messages.size).toBe(0);
  });

  test('stays with the broker while the client is slow', async () => {
    const { peer, link, messages } = await openConnected();
    link.pause();
    let sent = 0;
    while (peer.socket.writableLength < MEGABYTE)
      peer.send('MESSAGE', { n: String((sent += 1)) }, 'x'.repeat(9_000));
    expect(messages.size).toBe(0);
    link.resume();
    for (let n = 1; n <= sent; n += 1) expect((await messages.take()).headers.n).toBe(String(n));
  });
});

describe('heart-beats', () => {
  test('go to the broker as often as it was promised, when nothing else goes', async () => {
    const { peer, timers } = await openConnected({ heartbeatMs: [1_000, 0] }, { 'heart-beat': '0,2000' });
    timers.advance(1_000);
    timers.advance(1_700);
    await expect.poll(() => peer.heartbeats).toBe(1);
    timers.advance(3_400);
    await expect.poll(() => peer.heartbeats).toBe(2);
  });

  test('that stay away for twice their time end the connection', async () => {
    const { timers, losses } = await openConnected({ heartbeatMs: [0, 1_000] }, { 'heart-beat': '1000,0' });
    timers.advance(1_900);
    timers.advance(2_100);
    expect((await losses.take()).message).toContain('silent');
  });

  test('are not expected while nothing is read', async () => {
    const { timers, losses, link, peer } = await openConnected(
      { heartbeatMs: [0, 1_000] },
      { 'heart-beat': '1000,0' },
    );
    link.pause();
    timers.advance(10_000);
    link.resume();
    const asked = link.ask({ command: 'SEND' });
    await peer.confirm('SEND');
    await asked;
    expect(losses.size).toBe(0);
  });
});

describe('the end of a connection', () => {
  test('says DISCONNECT first', async () => {
    const { peer, link, losses } = await openConnected();
    link.close();
    link.close();
    await peer.take('DISCONNECT');
    await link.closed;
    expect(losses.size).toBe(0);
  });

  test('waits for the RECEIPT of DISCONNECT, where that is asked for', async () => {
    const { peer, link, losses } = await openConnected();
    const left = link.leave();
    await peer.confirm('DISCONNECT');
    await left;
    peer.socket.end();
    await link.closed;
    expect(losses.size).toBe(0);
  });

  test('does not wait for a broker that never closes', async () => {
    const broker = await openConnected();
    broker.peer.socket.pause();
    broker.link.close();
    broker.timers.advance(5_100);
    await broker.link.closed;
  });
});
