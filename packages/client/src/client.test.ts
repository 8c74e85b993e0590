import { describe, expect, test } from 'vitest';
import { inShort } from './testing/fake-server.ts';
import { createTestClient, follow } from './testing/test-client.ts';

const RING = '/topic/shops/7/orders';

describe('connecting', () => {
  test('opens nothing before connect', () => {
    const { client, server } = createTestClient();
    expect(client.state).toEqual({ name: 'closed' });
    expect(server.sockets).toHaveLength(0);
  });

  test('offers STOMP 1.2 and sends CONNECT with host, heart-beat and the headers asked for', async () => {
    const { client, server } = createTestClient({
      heartbeatMs: [5000, 8000],
      connectHeaders: () => Promise.resolve({ token: 'a:b' }),
    });
    client.connect();
    expect(server.socket.url).toBe('wss://shop.example/ws/staff');
    expect(server.socket.protocols).toEqual(['v12.stomp']);
    await server.socket.open();
    expect(server.socket.frames.map(inShort)).toEqual([
      {
        command: 'CONNECT',
        'accept-version': '1.2',
        host: 'shop.example',
        'heart-beat': '5000,8000',
        token: 'a:b',
      },
    ]);
  });

  test.each([
    ['ws://a.example:8080/ws', 'a.example'],
    ['ws://[::1]:80/ws', '[::1]'],
    ['wss://a.example?x', 'a.example'],
  ])('takes the host of CONNECT from %s', async (url, host) => {
    const { client, server } = createTestClient({ url });
    client.connect();
    await server.socket.open();
    expect(server.socket.frames[0]?.headers.host).toBe(host);
  });

  test('is online with CONNECTED when nothing is subscribed', async () => {
    const { client, server, states } = createTestClient();
    client.connect();
    await server.socket.accept();
    expect(states).toEqual([{ name: 'connecting' }, { name: 'online' }]);
  });

  test('is online only when the server has confirmed every subscription', async () => {
    const test = createTestClient();
    const { client, server } = test;
    follow(test, '/topic/a');
    follow(test, '/topic/b');
    client.connect();
    await server.socket.accept();
    server.socket.confirm('/topic/a');
    expect(client.state).toEqual({ name: 'connecting' });
    server.socket.confirm('/topic/b');
    expect(client.state).toEqual({ name: 'online' });
  });

  test('does nothing when asked to connect twice', async () => {
    const { client, server } = createTestClient();
    client.connect();
    client.connect();
    await server.socket.accept();
    client.connect();
    expect(server.sockets).toHaveLength(1);
  });

  test('reads text messages as it does binary ones', async () => {
    const { client, server } = createTestClient();
    client.connect();
    await server.socket.open();
    server.socket.receive('CONNECTED\nversion:1.2\nserver:店\n\n\0');
    expect(client.state).toEqual({ name: 'online' });
  });
});

describe('a line that cannot be had', () => {
  test('is offline after a failed handshake, and tries again', () => {
    const { client, server, clock, states } = createTestClient();
    client.connect();
    server.socket.drop();
    const since = clock.now();
    expect(client.state).toEqual({ name: 'offline', since, retryInMs: 500, reason: 'handshake_failed' });
    clock.advance(500);
    expect(server.sockets).toHaveLength(2);
    expect(states.at(-1)).toEqual({ name: 'connecting', since });
  });

  test('is lost once, though its socket tells it by an error and by a close', () => {
    const { client, server, states } = createTestClient();
    client.connect();
    server.socket.drop();
    server.socket.drop(1000, 'closed');
    expect(states.map(({ name }) => name)).toEqual(['connecting', 'offline']);
    expect(client.state).toMatchObject({ retryInMs: 500, reason: 'handshake_failed' });
  });

  test('is waited for longer with each failure, up to the limit', () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    const waits = Array.from({ length: 8 }, () => {
      server.socket.drop();
      const waitMs = client.state.name === 'offline' ? client.state.retryInMs : 0;
      clock.advance(waitMs);
      return waitMs;
    });
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  test('is given up when nothing answers in time', () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    clock.advance(10_000);
    expect(client.state).toMatchObject({ name: 'offline', reason: 'connect_timed_out' });
    expect(server.socket.closedWith?.code).toBe(4000);
  });

  test('is given up when CONNECT is not answered in time', async () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    await server.socket.open();
    clock.advance(10_000);
    expect(client.state).toMatchObject({ name: 'offline', reason: 'connect_timed_out' });
  });

  test('is given up when the headers for CONNECT cannot be had', async () => {
    const { client, server } = createTestClient({
      connectHeaders: () => Promise.reject(new Error('no token')),
    });
    client.connect();
    await server.socket.open();
    expect(client.state).toMatchObject({ name: 'offline', reason: 'connect_headers_failed' });
  });

  test('is given up when the socket cannot even be made', () => {
    const { client, clock } = createTestClient({
      openSocket: () => {
        throw new SyntaxError('bad address');
      },
    });
    client.connect();
    clock.advance(0);
    expect(client.state).toMatchObject({ name: 'offline', reason: 'socket_not_opened' });
  });

  test.each([
    ['another version', 'CONNECTED\nversion:1.1\n\n\0'],
    ['another frame', 'MESSAGE\n\n\0'],
    ['no STOMP at all', 'hello\nworld\n\0'],
    ['a heart-beat that is none', 'CONNECTED\nversion:1.2\nheart-beat:x\n\n\0'],
  ])('is given up when the server answers with %s', async (_, answer) => {
    const { client, server } = createTestClient();
    client.connect();
    await server.socket.open();
    server.socket.receive(answer);
    expect(client.state).toMatchObject({ name: 'offline', reason: 'protocol_error' });
    expect(server.socket.closedWith?.code).toBe(4000);
  });
});

describe('what the page finds out about failed handshakes', () => {
  const settled = () => Promise.resolve().then(() => undefined);

  test('may end the attempts', async () => {
    const { client, server, clock } = createTestClient({ onHandshakeFailure: () => 'refused' });
    client.connect();
    server.socket.drop();
    await settled();
    expect(client.state).toMatchObject({ name: 'refused', code: 'handshake_refused' });
    clock.advance(60_000);
    expect(server.sockets).toHaveLength(1);
  });

  test.each([
    ['says retry', () => 'retry' as const],
    ['fails', () => Promise.reject(new Error('offline'))],
  ])('changes nothing when it %s', async (_, onHandshakeFailure) => {
    const { client, server, clock } = createTestClient({ onHandshakeFailure });
    client.connect();
    server.socket.drop();
    await settled();
    clock.advance(500);
    expect(server.sockets).toHaveLength(2);
  });

  test('is not asked when a line was open before', async () => {
    let asked = 0;
    const { client, server } = createTestClient({
      onHandshakeFailure: () => {
        asked += 1;
        return 'refused';
      },
    });
    client.connect();
    await server.socket.accept();
    server.socket.drop();
    await settled();
    expect(asked).toBe(0);
  });

  test('is void when it comes after a connect of the page', async () => {
    const { client, server } = createTestClient({ onHandshakeFailure: () => 'refused' });
    client.connect();
    server.socket.drop();
    client.connect();
    await settled();
    expect(client.state.name).toBe('connecting');
  });
});

describe('a line that is lost', () => {
  test.each([
    [1006, '', 'connection_lost'],
    [1001, '', 'connection_lost'],
    [1012, 'drain', 'drain'],
    [3000, 'heartbeat_timeout', 'heartbeat_timeout'],
    [3499, 'own_reason', 'own_reason'],
    [4001, 'own_reason', 'own_reason'],
  ])('with code %d is had again', async (code, reason, told) => {
    const { client, server, clock } = createTestClient();
    client.connect();
    await server.socket.accept();
    server.socket.drop(code, reason);
    expect(client.state).toEqual({ name: 'offline', since: clock.now(), retryInMs: 500, reason: told });
    clock.advance(500);
    await server.socket.accept();
    expect(client.state).toEqual({ name: 'online' });
    expect(server.sockets).toHaveLength(2);
  });

  test.each([3500, 3504, 3999])('with code %d is not, until connect', async (code) => {
    const { client, server, clock } = createTestClient();
    client.connect();
    await server.socket.accept();
    server.socket.drop(code, 'logged_out');
    expect(client.state).toMatchObject({ name: 'refused', code: 'logged_out' });
    expect(clock.timerCount).toBe(0);
    client.connect();
    await server.socket.accept();
    expect(client.state).toEqual({ name: 'online' });
  });

  test('keeps telling since when, however many attempts fail', async () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    await server.socket.accept();
    server.socket.drop();
    const since = clock.now();
    clock.advance(500);
    server.socket.drop();
    clock.advance(1000);
    server.socket.drop();
    expect(client.state).toMatchObject({ name: 'offline', since });
  });

  test('was no good line if it did not stand for a while: the wait goes on growing', async () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    for (const retryInMs of [500, 1000, 2000]) {
      await server.socket.accept();
      clock.advance(4_999);
      server.socket.drop();
      expect(client.state).toMatchObject({ retryInMs });
      clock.advance(retryInMs);
    }
    await server.socket.accept();
    clock.advance(5_000);
    server.socket.drop();
    expect(client.state).toMatchObject({ retryInMs: 500 });
  });

  test('is found by its silence', async () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    await server.socket.accept({ 'heart-beat': '10000,10000' });
    clock.advance(20_000);
    server.socket.heartbeat();
    clock.advance(24_999);
    expect(client.state).toEqual({ name: 'online' });
    clock.advance(1);
    expect(client.state).toMatchObject({ name: 'offline', reason: 'line_silent' });
    expect(server.socket.closedWith?.code).toBe(4000);
  });

  test('is kept alive by our heart-beats', async () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    await server.socket.accept({ 'heart-beat': '0,10000' });
    clock.advance(60_000);
    expect(server.socket.heartbeatCount).toBe(8);
  });
});

describe('close', () => {
  test('says DISCONNECT, closes, and stays so', async () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    await server.socket.accept({ 'heart-beat': '1000,1000' });
    client.close();
    expect(server.socket.frames.at(-1)?.command).toBe('DISCONNECT');
    expect(server.socket.closedWith?.code).toBe(1000);
    server.socket.drop(1000);
    expect(client.state).toEqual({ name: 'closed' });
    expect(clock.timerCount).toBe(0);
  });

  test('ends an attempt, and the wait for one', () => {
    const { client, server, clock } = createTestClient();
    client.connect();
    client.close();
    expect(server.socket.closedWith?.code).toBe(1000);
    client.connect();
    server.socket.drop();
    client.close();
    expect(clock.timerCount).toBe(0);
    expect(client.state).toEqual({ name: 'closed' });
  });

  test('holds when it is called from a listener of states', async () => {
    const { client, server, clock } = createTestClient();
    client.onState(({ name }) => {
      if (name === 'offline') client.close();
    });
    client.connect();
    await server.socket.accept();
    server.socket.drop();
    expect(client.state).toEqual({ name: 'closed' });
    expect(clock.timerCount).toBe(0);
  });

  test('sends nothing when the headers for CONNECT come after it', async () => {
    const headers = Promise.withResolvers<Record<string, string>>();
    const { client, server } = createTestClient({ connectHeaders: () => headers.promise });
    client.connect();
    await server.socket.open();
    client.close();
    headers.resolve({});
    await headers.promise;
    expect(server.socket.frames).toEqual([]);
  });
});

describe('listeners of states', () => {
  test('hear no more once stopped', () => {
    const { client } = createTestClient();
    const seen: string[] = [];
    const stop = client.onState(({ name }) => seen.push(name));
    client.connect();
    stop();
    client.close();
    expect(seen).toEqual(['connecting']);
  });

  test('that throw do no harm to the line, and their error is uncaught', async () => {
    const { client, server, clock } = createTestClient();
    client.onState(({ name }) => {
      if (name === 'online') throw new Error('of the page');
    });
    follow({ client, server, clock, states: [] }, RING);
    client.connect();
    await server.socket.accept();
    server.socket.confirm(RING);
    expect(client.state).toEqual({ name: 'online' });
    expect(() => clock.advance(0)).toThrow('of the page');
  });
});
