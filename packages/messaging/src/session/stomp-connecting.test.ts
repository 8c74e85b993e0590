import { describe, expect, test } from 'vitest';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import { TestEngine } from '../testing/test-session.ts';
import type { TestEngineOptions } from '../testing/test-session.ts';

/** STOMP 1.2, "Connecting": each test begins with the key of the clause in packages/conformance/src/stomp-clauses.ts. */

function connect(headers: string, options: TestEngineOptions = {}) {
  const engine = new TestEngine(options);
  const client = engine.open();
  client.write(`CONNECT\n${headers}\n\n\0`);
  return { engine, client };
}

describe('CONNECT', () => {
  test('connect-answered: is answered by CONNECTED', () => {
    expect(connect('accept-version:1.2\nhost:x').client.commands).toEqual(['CONNECTED']);
  });

  test('connect-refused: what is refused gets an ERROR that says why, and a close', async () => {
    const { client } = connect('accept-version:1.2\nhost:x\nlogin:eve', {
      authenticateConnect: () => Promise.resolve(undefined),
    });
    await expect
      .poll(() => client.last?.headers)
      .toMatchObject({
        code: 'unauthorized',
        message: expect.stringMatching(/credentials/) as string,
      });
    expect(client.transport.closedBy).toBe(DISCONNECT_REASONS.unauthorized);
  });

  test('stomp-frame: STOMP is as good as CONNECT, its negotiation and login too', () => {
    const engine = new TestEngine({
      heartbeatMs: [5_000, 5_000],
      authenticateConnect: ({ login = '' }) => ({ name: login }),
    });
    const [byConnect, byStomp] = [engine.open(undefined), engine.open(undefined)];
    const head = 'accept-version:1.1,1.0\nhost:x\nlogin:ann\nheart-beat:1,1\n\n\0';
    byConnect.write(`CONNECT\n${head}`);
    byStomp.write(`STOMP\n${head}`);
    const { session: first, ...connected } = byConnect.last?.headers ?? {};
    const { session: second, ...stomped } = byStomp.last?.headers ?? {};
    expect(stomped).toEqual(connected);
    expect(stomped).toMatchObject({ version: '1.1', 'user-name': 'ann' });
    expect(first).not.toBe(second);
  });

  test.each(['1.1', '1.2'])('host: %s without one is forgiven unless the endpoint wants it', (version) => {
    expect(connect(`accept-version:${version}`).client.commands).toEqual(['CONNECTED']);
    const { client } = connect(`accept-version:${version}`, { requireHost: true });
    expect(client.last?.headers.code).toBe('missing_host');
    expect(client.transport.closedBy).toBe(DISCONNECT_REASONS.protocolError);
    expect(connect(`accept-version:${version}\nhost:x`, { requireHost: true }).client.commands).toEqual([
      'CONNECTED',
    ]);
  });
});

describe('CONNECTED', () => {
  test('connected-version: names the version', () => {
    expect(connect('accept-version:1.2').client.last?.headers.version).toBe('1.2');
  });

  test('connected-session: names the session, each another', () => {
    const engine = new TestEngine();
    const ids = [1, 2, 3].map(() => {
      const client = engine.open();
      client.send('CONNECT', { 'accept-version': '1.2' });
      return client.last?.headers.session;
    });
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(undefined);
  });

  test('connected-server: names the server as name/version', () => {
    expect(connect('accept-version:1.2').client.last?.headers.server).toMatch(/^[a-z]+\/\d+\.\d+\.\d+$/);
  });
});

describe('negotiation', () => {
  test('accept-version-missing: means 1.0', () => {
    const { client } = connect('login:ann');
    expect(client.last?.headers.version).toBe('1.0');
    expect(client.session.version).toBe('1.0');
  });

  test.each([
    ['1.2', '1.2'],
    ['1.0,1.1,1.2', '1.2'],
    ['1.2,1.1,1.0', '1.2'],
    ['1.0,1.1,2.0', '1.1'],
    ['1.0,1.1,1.3', '1.1'],
    ['1.0', '1.0'],
  ])('highest-common-version: of %s it is %s', (offered, version) => {
    expect(connect(`accept-version:${offered}`).client.last?.headers.version).toBe(version);
  });

  test.each(['2.0', '1.3,1.4', '', 'x'])(
    'no-common-version: %j gets an ERROR that lists ours, and a close',
    (offered) => {
      const { client } = connect(`accept-version:${offered}\nreceipt:r`);
      expect(client.last).toMatchObject({
        command: 'ERROR',
        headers: { version: '1.0,1.1,1.2', 'content-type': 'text/plain;charset=utf-8' },
      });
      expect(client.transport.closedBy).toBe(DISCONNECT_REASONS.unsupported);
    },
  );
});

describe('heart-beating', () => {
  const OURS: TestEngineOptions = { heartbeatMs: [10_000, 20_000] };

  test('heart-beat-two-integers: CONNECTED has what the server can send and wants to get', () => {
    expect(connect('accept-version:1.2', OURS).client.last?.headers['heart-beat']).toBe('10000,20000');
  });

  test.each(['often', '1', '1,', ',1', '-1,0', '1,2,3', '1.5,0', ''])(
    'heart-beat-two-integers: %j is refused',
    (heartbeat) => {
      const { client } = connect(`accept-version:1.2\nheart-beat:${heartbeat}`, OURS);
      expect(client.last).toMatchObject({ command: 'ERROR', headers: { code: 'invalid_heart_beat' } });
      expect(client.transport.closedBy).toBe(DISCONNECT_REASONS.protocolError);
    },
  );

  test.each(['accept-version:1.2', 'accept-version:1.2\nheart-beat:0,0'])(
    'heart-beat-missing: %j asks for none and promises none',
    (headers) => {
      const { engine, client } = connect(headers, OURS);
      engine.advance(3_600_000);
      expect(client.transport.heartbeats).toBe(0);
      expect(client.transport.closedBy).toBeUndefined();
    },
  );

  test('heart-beat-zero: there are none in a direction in which either side has 0', () => {
    const { engine, client } = connect('accept-version:1.2\nheart-beat:1000,1000', { heartbeatMs: [0, 0] });
    engine.advance(3_600_000);
    expect(client.transport.heartbeats).toBe(0);
    expect(client.transport.closedBy).toBeUndefined();
  });

  test.each([
    ['0,1000', 10_000],
    ['0,30000', 30_000],
  ])('heart-beat-maximum: asked for %s, the server sends one every %i ms', (asked, intervalMs) => {
    const { engine, client } = connect(`accept-version:1.2\nheart-beat:${asked}`, OURS);
    engine.advance(intervalMs * 10);
    expect(client.transport.heartbeats).toBeGreaterThanOrEqual(10);
    expect(client.transport.heartbeats).toBeLessThanOrEqual(12);
  });

  test.each([
    ['1000,0', 20_000],
    ['30000,0', 30_000],
  ])('heart-beat-maximum: promised %s, the server expects one every %i ms', (promised, intervalMs) => {
    const { engine, client } = connect(`accept-version:1.2\nheart-beat:${promised}`, OURS);
    engine.advance(intervalMs * 2 - 200);
    expect(client.transport.closedBy).toBeUndefined();
    engine.advance(400);
    expect(client.transport.closedBy).toBe(DISCONNECT_REASONS.heartbeatTimeout);
  });

  test('heart-beat-any-data: frames, and parts of them, are as good as line ends', () => {
    const { engine, client } = connect('accept-version:1.2\nheart-beat:20000,0', OURS);
    for (const part of ['SEND\n', 'destination:/topic/a\n', '\n', 'x\0', '\n']) {
      engine.advance(39_000);
      client.write(part);
    }
    expect(client.transport.closedBy).toBeUndefined();
  });

  test.each([300, 500, 1_000, 2_500, 10_000])(
    'heart-beat-in-time: something is sent at least every %i ms, whatever the tick',
    (intervalMs) => {
      const { engine, client } = connect(`accept-version:1.2\nheart-beat:0,${intervalMs}`, {
        heartbeatMs: [intervalMs, 0],
      });
      let { lastSentMs } = client.transport;
      for (let stepMs = 0; stepMs < intervalMs * 20; stepMs += 10) {
        engine.advance(10);
        if (client.transport.lastSentMs === lastSentMs) continue;
        expect(client.transport.lastSentMs - lastSentMs).toBeLessThanOrEqual(intervalMs);
        ({ lastSentMs } = client.transport);
      }
      expect(engine.timers.nowMs - lastSentMs).toBeLessThanOrEqual(intervalMs);
      expect(client.transport.closedBy).toBeUndefined();
    },
  );

  test('heart-beat-line-end: where there is no frame to send, a line end is', () => {
    const { engine, client } = connect('accept-version:1.2\nheart-beat:0,10000', OURS);
    client.transport.wire = '';
    engine.advance(10_000);
    expect(client.transport.wire).toBe('\n');
  });

  test('heart-beat-tolerance: a client may be late by its own interval', () => {
    const { engine, client } = connect('accept-version:1.2\nheart-beat:20000,0', OURS);
    for (let beat = 0; beat < 5; beat += 1) {
      engine.advance(39_500);
      client.write('\n');
    }
    expect(client.transport.closedBy).toBeUndefined();
  });
});
