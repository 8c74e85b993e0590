import { describe, expect, test, vi } from 'vitest';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { Interceptor } from '../core/interceptor.ts';
import { textOf } from '../testing/test-client.ts';
import { TestEngine } from '../testing/test-session.ts';
import type { TestEngineOptions } from '../testing/test-session.ts';

const TOPIC = { destination: '/topic/a' };

/** An interceptor that writes down what it is told, of SEND frames only. */
function recorder(name: string, log: string[], part: Interceptor = {}): Interceptor {
  return {
    beforeSend(frame, session) {
      if (frame.command !== 'SEND') return frame;
      log.push(`${name} before`);
      return part.beforeSend ? part.beforeSend(frame, session) : frame;
    },
    afterSend({ command }) {
      if (command === 'SEND') log.push(`${name} after`);
    },
    afterCompletion(frame, _session, error) {
      if (frame.command === 'SEND')
        log.push(`${name} complete${error instanceof Error ? ` ${error.name}: ${error.message}` : ''}`);
    },
  };
}

function connect(inbound: Interceptor[], options: TestEngineOptions = {}) {
  const engine = new TestEngine({ ...options, inbound });
  const client = engine.connect();
  client.send('SUBSCRIBE', { ...TOPIC, id: '1' });
  const bodies = (): string[] =>
    client.transport.frames.filter(({ command }) => command === 'MESSAGE').map((frame) => textOf(frame));
  return { engine, client, bodies };
}

describe('inbound interceptors', () => {
  test('are asked in their order, and told of the end in the reverse', () => {
    const log: string[] = [];
    const { client, bodies } = connect([recorder('first', log), recorder('second', log)]);
    client.send('SEND', TOPIC, 'x');
    expect(bodies()).toEqual(['x']);
    expect(log).toEqual([
      'first before',
      'second before',
      'first after',
      'second after',
      'second complete',
      'first complete',
    ]);
  });

  test('may change a frame; its RECEIPT is that which the client asked for', () => {
    const { client } = connect([
      {
        beforeSend: (frame) =>
          frame.command === 'SEND' ? { ...frame, headers: { ...TOPIC, colour: 'red' } } : frame,
      },
    ]);
    client.send('SEND', { destination: '/topic/b', receipt: 'r' }, 'x');
    expect(client.transport.frames[0]?.headers).toMatchObject({ ...TOPIC, colour: 'red' });
    expect(client.last).toMatchObject({ command: 'RECEIPT', headers: { 'receipt-id': 'r' } });
  });

  test('may drop a frame, which has no effect and no RECEIPT then', () => {
    const log: string[] = [];
    const { client, bodies } = connect([
      recorder('first', log, { beforeSend: () => undefined }),
      recorder('second', log),
    ]);
    client.send('SEND', { ...TOPIC, receipt: 'r' }, 'x');
    expect([bodies(), client.commands]).toEqual([[], []]);
    expect(log).toEqual(['first before', 'first complete']);
    expect(client.transport.closedBy).toBeUndefined();
  });

  test('may take their time, and the frames behind wait', async () => {
    const answers: (() => void)[] = [];
    const { client, bodies } = connect([
      {
        beforeSend: (frame) =>
          textOf(frame) === 'slow' ? new Promise((resolve) => answers.push(() => resolve(frame))) : frame,
      },
    ]);
    client.send('SEND', TOPIC, 'slow');
    client.send('SEND', TOPIC, 'quick');
    expect(bodies()).toEqual([]);
    answers[0]?.();
    await expect.poll(bodies).toEqual(['slow', 'quick']);
  });

  test('that take too long cost the session its place', async () => {
    const log: string[] = [];
    const { engine, client } = connect([
      recorder('first', log),
      recorder('second', log, { beforeSend: () => new Promise(() => undefined) }),
    ]);
    client.send('SEND', { ...TOPIC, receipt: 'r' }, 'x');
    engine.advance(10_100);
    await expect
      .poll(() => client.last?.headers)
      .toMatchObject({ code: 'answer_timeout', 'receipt-id': 'r' });
    expect(log.at(-1)).toMatch(/^first complete MessagingError/);
  });

  test.each(['at once', 'later'])('that throw %s refuse the frame, and end the session', async (when) => {
    const log: string[] = [];
    const beforeSend = (): Promise<never> => {
      if (when === 'later') return Promise.reject(new Error('no'));
      throw new Error('no');
    };
    const { client, bodies } = connect([recorder('first', log), recorder('second', log, { beforeSend })]);
    client.send('SEND', { ...TOPIC, receipt: 'r' }, 'x');
    await expect
      .poll(() => client.last?.headers)
      .toMatchObject({ code: 'internal_error', 'receipt-id': 'r' });
    expect(bodies()).toEqual([]);
    expect(log.slice(2)).toEqual(['first complete Error: no']);
  });

  test.each(['at once', 'later'])('learn with which error carrying out a frame ended, %s', async (when) => {
    const log: string[] = [];
    const authorize = (): boolean | Promise<boolean> => (when === 'later' ? Promise.resolve(false) : false);
    const engine = new TestEngine({ inbound: [recorder('only', log)], authorize });
    engine.connect().send('SEND', TOPIC, 'x');
    await expect.poll(() => log.length).toBe(2);
    expect(log[1]).toMatch(/^only complete MessagingError: You may not/);
  });

  test('can break nothing by what they do afterwards', () => {
    const fail = (): never => {
      throw new Error('too late');
    };
    const { client, bodies } = connect([{ afterSend: fail, afterCompletion: fail }]);
    client.send('SEND', TOPIC, 'x');
    expect(bodies()).toEqual(['x']);
    expect(client.transport.closedBy).toBeUndefined();
  });

  test('that drop CONNECT leave the session where it was: the next frame must be one, and come in time', () => {
    const engine = new TestEngine({
      inbound: [{ beforeSend: (frame) => (frame.headers.drop ? undefined : frame) }],
    });
    const [late, hasty, patient] = [engine.open(), engine.open(), engine.open()];
    for (const client of [late, hasty, patient])
      client.send('CONNECT', { 'accept-version': '1.2', drop: 'yes' });
    hasty.send('SEND', TOPIC, 'x');
    expect(hasty.last?.headers.code).toBe('not_connected');
    patient.send('CONNECT', { 'accept-version': '1.2' });
    expect(patient.commands).toEqual(['CONNECTED']);
    engine.advance(60_100);
    expect(late.last?.headers.code).toBe('first_frame_timeout');
    expect(patient.transport.closedBy).toBeUndefined();
  });

  // As in Spring, where the message that comes out of the interceptors is what is negotiated and answered. Once the frame
  // counted that the client had sent: what was changed of it changed nothing.
  describe.each(['at once', 'later'])('that change CONNECT %s', (when) => {
    function open(changed: Record<string, string>, options: TestEngineOptions = {}) {
      const change: Interceptor['beforeSend'] = (frame) => {
        if (frame.command !== 'CONNECT') return frame;
        const answer = { ...frame, headers: { ...frame.headers, ...changed } };
        return when === 'later' ? Promise.resolve(answer) : answer;
      };
      const engine = new TestEngine({
        heartbeatMs: [1_000, 1_000],
        inbound: [{ beforeSend: change }],
        ...options,
      });
      return { engine, client: engine.open(undefined) };
    }

    test('decide on the heart-beats', async () => {
      const { engine, client } = open(
        { 'heart-beat': '0,1000' },
        { authenticateConnect: () => ({ name: 'ann' }) },
      );
      client.send('CONNECT', { 'accept-version': '1.2', 'heart-beat': '1000,0' });
      await expect.poll(() => client.commands).toEqual(['CONNECTED']);
      engine.advance(10_000);
      expect(client.transport.closedBy).toBeUndefined();
      expect(client.transport.heartbeats).toBeGreaterThan(0);
    });

    test.each([
      ['1.2', '1.1', '1.1'],
      ['2.0', '1.2', '1.2'],
    ])('decide on the version: instead of %s, %s', async (said, changed, version) => {
      const { client } = open(
        { 'accept-version': changed },
        { authenticateConnect: () => ({ name: 'ann' }) },
      );
      client.send('CONNECT', { 'accept-version': said });
      await expect.poll(() => client.last).toMatchObject({ command: 'CONNECTED', headers: { version } });
      expect(client.session.version).toBe(version);
    });

    test('decide on what is refused', async () => {
      const { client } = open({ 'accept-version': '2.0' });
      client.send('CONNECT', { 'accept-version': '1.2' });
      await expect.poll(() => client.last?.headers.code).toBe('unsupported_version');
    });

    test('decide on who logs in, by what, and on the host', async () => {
      const { client } = open(
        { login: 'bob', host: 'shop' },
        { requireHost: true, authenticateConnect: ({ login = '' }) => ({ name: login }) },
      );
      client.send('CONNECT', { 'accept-version': '1.2', login: 'ann' });
      await expect.poll(() => client.last?.headers['user-name']).toBe('bob');
    });
  });

  test('see CONNECT, and the session', () => {
    const seen: string[] = [];
    connect([
      {
        beforeSend(frame, session) {
          seen.push(`${frame.command} ${session.endpoint}`);
          return frame;
        },
      },
    ]);
    expect(seen).toEqual(['CONNECT /test', 'SUBSCRIBE /test']);
  });

  test('whose session is ended meanwhile have nothing carried out', async () => {
    let answer: () => void = () => undefined;
    const log: string[] = [];
    const beforeSend: Interceptor['beforeSend'] = (frame) =>
      new Promise((resolve) => (answer = () => resolve(frame)));
    const { engine, client } = connect([recorder('only', log, { beforeSend })]);
    const listener = engine.connect();
    listener.send('SUBSCRIBE', { ...TOPIC, id: '1' });
    client.send('SEND', TOPIC, 'x');
    client.session.disconnect(DISCONNECT_REASONS.loggedOut);
    answer();
    await expect.poll(() => log.at(-1)).toBe('only complete');
    expect(listener.commands).toEqual([]);
  });

  test('that reject when they are only told are logged, and end nothing', async () => {
    const broken: Interceptor = {
      afterSend: () => Promise.reject(new Error('broken')),
      afterCompletion: () => Promise.reject(new Error('broken')),
    };
    const { engine, client, bodies } = connect([broken]);
    const error = vi.spyOn(engine.parts.logger, 'error');
    client.send('SEND', TOPIC, 'x');
    // Of CONNECT, SUBSCRIBE and SEND.
    await expect.poll(() => error).toHaveBeenCalledTimes(6);
    expect(bodies()).toEqual(['x']);
  });
});
