import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { MessagingError } from '../core/errors.ts';
import { silentLogger } from '../core/logger.ts';
import type { Logger } from '../core/logger.ts';
import type { TextEndpointOptions } from '../endpoint/text/text-endpoint.ts';
import type { TextSession } from '../endpoint/text/text-conversation.ts';
import { collectGarbage } from '../testing/memory-contents.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import { TextTalker } from '../testing/text-talker.ts';
import type { MessagingOptions } from './create-messaging.ts';

type Path = '/ws/{sid}';

/** An engine with the STOMP endpoint `/ws`, and a text endpoint beside it. */
async function start(options: Partial<TextEndpointOptions<Path>> = {}, engine: MessagingOptions = {}) {
  const server = await startServer(engine);
  onTestFinished(() => server.stop());
  const sessions: TextSession<{ readonly sid: string }>[] = [];
  const closed: unknown[] = [];
  server.messaging.textEndpoint('/ws/{sid}', {
    open(session) {
      sessions.push(session);
      return {
        onText: (text) => session.send(text),
        onClosed: (reason) => void closed.push(reason),
      };
    },
    ...options,
  });
  const dial = (sid = 'till', dialling = {}): Promise<TextTalker> =>
    TextTalker.dial(`${server.url}/${sid}`, dialling);
  return { ...server, sessions, closed, dial, read: () => server.messaging.statistics() };
}

describe('a text session', () => {
  test('knows its path, its transport, its variables and who it is', async () => {
    const authenticate: TextEndpointOptions<Path>['authenticate'] = ({ params, query, attributes }) => {
      attributes.set('lang', query.get('lang'));
      return { name: `user of ${params.sid}` };
    };
    const { dial, sessions } = await start({ authenticate });
    await dial('%E5%BC%A0?lang=zh');
    expect(sessions[0]).toMatchObject({
      endpoint: '/ws/{sid}',
      transport: 'websocket',
      params: { sid: '张' },
      user: { name: 'user of 张' },
    });
    expect(sessions[0]?.attributes.get('lang')).toBe('zh');
  });

  test('is anonymous where nobody asks', async () => {
    const { dial, sessions } = await start();
    await dial();
    expect(sessions[0]?.user.name).toBe('anonymous');
  });

  test('gets its messages one after the other, while it answers promises', async () => {
    const answers: (() => void)[] = [];
    const heard: string[] = [];
    const { dial, read } = await start({
      open: () => ({
        async onText(text) {
          heard.push(text);
          await new Promise<void>((resolve) => answers.push(resolve));
        },
      }),
    });
    const client = await dial();
    client.say('1', '2', '3');
    await expect.poll(() => read().pendingFrames).toBe(2);
    expect(heard).toEqual(['1']);
    answers[0]?.();
    await expect.poll(() => heard).toEqual(['1', '2']);
  });

  test('carries out what its client said before it went, and is closed then', async () => {
    const answers: (() => void)[] = [];
    const story: string[] = [];
    const { dial, read } = await start({
      open: () => ({
        async onText(text) {
          await new Promise<void>((resolve) => answers.push(resolve));
          story.push(text);
        },
        onClosed: ({ reason }) => void story.push(reason),
      }),
    });
    const client = await dial();
    client.say('1', '2');
    client.vanish();
    await expect.poll(() => read().sessions).toBe(0);
    await expect.poll(() => answers.shift()?.() ?? story).toEqual(['1', '2', 'connection_lost']);
  });

  test('is ended by its code when the application does not answer in time', async () => {
    const { dial } = await start({
      limits: { answerTimeLimitMs: 50 },
      open: () => ({ onText: () => new Promise(() => undefined) }),
    });
    const client = await dial();
    client.say('hello?');
    expect(await client.closed).toEqual({ code: 3007, reason: 'answer_timeout' });
  });

  test.each([
    ['a MessagingError by its code', new MessagingError('forbidden'), 3502, 'forbidden'],
    ['all else by internal_error, and no more is told', new Error('secret'), 3006, 'internal_error'],
  ])('is ended by what its handler throws: %s', async (_what, error, code, reason) => {
    const onText = (): never => {
      throw error;
    };
    const { dial } = await start({ open: () => ({ onText }) });
    const client = await dial();
    client.say('hello');
    expect(await client.closed).toEqual({ code, reason });
  });

  test('can be closed as soon as it is opened, and is told so itself', async () => {
    const closed: unknown[] = [];
    const { dial, read } = await start({
      open(session) {
        session.send('not now');
        session.close({ code: 3007, reason: 'closed_today' });
        return { onClosed: (reason) => void closed.push(reason) };
      },
    });
    const client = await dial();
    expect(await client.hear(1)).toEqual(['not now']);
    expect(await client.closed).toEqual({ code: 3007, reason: 'closed_today' });
    expect(closed).toEqual([{ code: 3007, reason: 'closed_today' }]);
    await expect.poll(() => read().sessions).toBe(0);
  });

  test('is ended when it cannot begin', async () => {
    const open = (): never => {
      throw new Error('broken');
    };
    const { dial, read } = await start({ open });
    expect(await (await dial()).closed).toEqual({ code: 3006, reason: 'internal_error' });
    await expect.poll(() => read().sessions).toBe(0);
  });

  test('sends nothing any more when it is closed, and closing it again changes nothing', async () => {
    const { dial, sessions, closed } = await start();
    const client = await dial();
    sessions[0]?.close();
    sessions[0]?.send('too late');
    sessions[0]?.close({ code: 3500, reason: 'again' });
    expect(await client.closed).toEqual({ code: 1000, reason: 'normal' });
    expect(client.inbox.size).toBe(0);
    expect(closed).toEqual([{ code: 1000, reason: 'normal' }]);
    expect(sessions[0]?.isClosed).toBe(true);
  });

  test('is not hurt by an onClosed that throws', async () => {
    const onClosed = (): never => {
      throw new Error('broken');
    };
    const { dial, read } = await start({ open: () => ({ onClosed }) });
    (await dial()).vanish();
    await expect.poll(() => read().sessions).toBe(0);
  });

  test('is not hurt by an onClosed that rejects, which is logged', async () => {
    const { lines, logger } = recordedErrors();
    const onClosed = () => Promise.reject(new Error('database away'));
    const { dial } = await start({ open: () => ({ onClosed }) }, { logger });
    (await dial()).vanish();
    await expect.poll(() => lines).toEqual(['onClosed failed']);
  });

  test('waits for an application that takes time to begin, and loses nothing that was said meanwhile', async () => {
    const begin = Promise.withResolvers<undefined>();
    const closed: unknown[] = [];
    const { dial, read } = await start({
      async open(session) {
        session.send('soon');
        await begin.promise;
        return { onText: (text) => session.send(text), onClosed: (reason) => void closed.push(reason) };
      },
    });
    const client = await dial();
    client.say('1', '2');
    expect(await client.hear(1)).toEqual(['soon']);
    await expect.poll(() => read().pendingFrames).toBe(2);
    begin.resolve(undefined);
    expect(await client.hear(2)).toEqual(['1', '2']);
    client.vanish();
    await expect.poll(() => closed).toHaveLength(1);
  });

  test('is ended when the application fails while it begins, by its own code or in its time', async () => {
    const forbidden = await start({ open: () => Promise.reject(new MessagingError('forbidden')) });
    expect(await (await forbidden.dial()).closed).toEqual({ code: 3502, reason: 'forbidden' });
    const broken = await start({ open: () => Promise.reject(new Error('database away')) });
    expect(await (await broken.dial()).closed).toEqual({ code: 3006, reason: 'internal_error' });
    const open = () => new Promise<never>(() => undefined);
    const slow = await start({ limits: { answerTimeLimitMs: 50 }, open });
    expect(await (await slow.dial()).closed).toEqual({ code: 3007, reason: 'answer_timeout' });
  });

  test('that is gone before it could begin is told so as soon as it has', async () => {
    const begin = Promise.withResolvers<undefined>();
    const closed: unknown[] = [];
    const { dial, sessions } = await start({
      async open(session) {
        sessions.push(session);
        await begin.promise;
        return { onClosed: (reason) => void closed.push(reason) };
      },
    });
    await dial();
    sessions[0]?.close({ code: 3000, reason: 'moved' });
    expect(closed).toEqual([]);
    begin.resolve(undefined);
    await expect.poll(() => closed).toEqual([{ code: 3000, reason: 'moved' }]);
  });
});

describe('a text endpoint', () => {
  test('leaves paths without variables to their own endpoints', async () => {
    const { messaging, dial, url } = await start();
    messaging.endpoint('/ws/staff');
    const staff = await TestClient.connect(`${url}/staff`);
    await staff.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    const till = await dial('stuff');
    till.say('echo');
    expect(await till.hear(1)).toEqual(['echo']);
    await expect(dial('a/b')).rejects.toThrow('404');
    await expect(dial('%ff')).rejects.toThrow('404');
  });

  test('has its path for itself', async () => {
    const { messaging } = await start();
    const open = () => ({});
    expect(() => messaging.textEndpoint('/ws/{id}', { open })).toThrow(TypeError);
    expect(() => messaging.textEndpoint('/ws', { open })).toThrow(TypeError);
    expect(() => messaging.textEndpoint('/x', { open, limits: { maxMessageBytes: 0 } })).toThrow(RangeError);
  });

  test('lets in those whom it knows, from where they may come', async () => {
    const authenticate = () => undefined;
    await expect((await start({ authenticate })).dial()).rejects.toThrow('401');
    const headers = { origin: 'https://evil.example' };
    await expect((await start()).dial('till', { headers })).rejects.toThrow('403');
    const { dial } = await start({ allowedOrigins: ['https://evil.example'] });
    await dial('till', { headers });
  });

  test('speaks the sub-protocols that it was given, and no STOMP', async () => {
    const { dial } = await start({ subprotocols: ['bell.v2', 'bell.v1'] });
    await dial('till', { protocols: ['bell.v1', 'bell.v2'] });
    await dial('till');
    await expect(dial('till', { protocols: ['v12.stomp'] })).rejects.toThrow('400');
    await expect((await start()).dial('till', { protocols: ['bell.v1'] })).rejects.toThrow('400');
  });

  test('closes the sockets of a login at logout, and of a user', async () => {
    const authenticate: TextEndpointOptions<Path>['authenticate'] = ({ params }) => ({
      name: 'ann',
      session: params.sid ?? '',
    });
    const { dial, messaging } = await start({ authenticate });
    const [one, same, other] = [await dial('a'), await dial('a'), await dial('b')];
    expect(messaging.users.sessionCount({ session: 'a' })).toBe(2);
    expect(messaging.users.disconnect({ session: 'a' })).toBe(2);
    for (const client of [one, same])
      expect(await client.closed).toEqual({ code: 3504, reason: 'logged_out' });
    expect(messaging.users.disconnect({ name: 'ann' })).toBe(1);
    expect((await other.closed).code).toBe(3504);
  });

  test('shows nobody among the users, whom no destination reaches', async () => {
    const { dial, messaging } = await start({ authenticate: () => ({ name: 'ann' }) });
    await dial();
    expect(messaging.users.get('ann')).toBeUndefined();
    expect([...messaging.users.sessions()]).toEqual([]);
  });

  test('ends a session when its login has run out', async () => {
    const { dial } = await start({ authenticate: () => ({ name: 'ann', expiresInMs: 50 }) });
    expect(await (await dial()).closed).toEqual({ code: 3503, reason: 'session_expired' });
  });

  test('has room for as many of a user, and from an address, as there may be', async () => {
    const perUser = await start(
      { authenticate: () => ({ name: 'ann' }) },
      { limits: { maxSessionsPerUser: 1 } },
    );
    await perUser.dial();
    await expect(perUser.dial()).rejects.toThrow('429');
    const perAddress = await start({ limits: { maxSessionsPerAddress: 1 } });
    await perAddress.dial();
    await expect(perAddress.dial()).rejects.toThrow('429');
    await TestClient.connect(perAddress.url);
  });

  test('counts what goes over it', async () => {
    const { dial, read } = await start();
    const client = await dial();
    client.say('one', 'two!');
    await client.hear(2);
    expect(read()).toMatchObject({ sessions: 1, transports: { websocket: 1 }, sessionsOpened: 1 });
    expect(read()).toMatchObject({ textsIn: 2, textsOut: 2, bytesIn: 7, framesIn: 0, framesOut: 0 });
    client.vanish();
    await expect.poll(read).toMatchObject({ sessions: 0, transports: { websocket: 0 } });
  });

  test('sends what was on its way when the engine goes down, and says why', async () => {
    const { dial, sessions, messaging } = await start();
    const client = await dial();
    sessions[0]?.send('last words');
    await messaging.close();
    expect(await client.hear(1)).toEqual(['last words']);
    expect(await client.closed).toEqual({ code: 1012, reason: 'drain' });
  });

  test('cuts off a client that does not read, and tells the application of it', async () => {
    const { url, sessions, closed } = await start({ limits: { sendBufferLimitBytes: 256 * 1024 } });
    const socket = await openSocket(`${url}/till`);
    socket.pause();
    await expect.poll(() => sessions.length).toBe(1);
    while (closed.length === 0) {
      sessions[0]?.send('x'.repeat(32 * 1024));
      await new Promise(setImmediate);
    }
    expect(closed).toEqual([{ code: 3002, reason: 'send_buffer_exceeded' }]);
  });

  test('leaves nothing in memory of a session that is gone, whichever way it went', async () => {
    const refs: WeakRef<object>[] = [];
    const open: TextEndpointOptions<Path>['open'] = (session) => {
      refs.push(new WeakRef(session));
      return { onText: () => session.close() };
    };
    const { dial, messaging } = await start({ open, authenticate: () => ({ name: 'ann', session: 'a' }) });
    (await dial()).vanish();
    (await dial()).say('close me');
    const clients = [await dial(), await dial()];
    messaging.users.disconnect({ session: 'a' });
    await Promise.all(clients.map(async ({ closed }) => closed));
    await expect
      .poll(
        () => {
          collectGarbage();
          return refs.filter((ref) => ref.deref() !== undefined).length;
        },
        { timeout: 15_000 },
      )
      .toBe(0);
    expect(refs).toHaveLength(4);
  });

  test('refuses what is no text', async () => {
    const { url, closed } = await start();
    const socket = await openSocket(`${url}/till`);
    socket.send(Buffer.from([0xff]));
    await once(socket, 'close');
    expect(closed).toEqual([{ code: 3500, reason: 'invalid_text' }]);
  });

  test('takes a message in as many pieces as it comes, and no end of pieces', async () => {
    const { url, closed } = await start({}, { limits: { maxIdleBytesPerSecond: 1 } });
    const socket = await openSocket(`${url}/till`);
    const echoed = once(socket, 'message');
    for (const piece of ['in ', 'three ']) socket.send(piece, { fin: false });
    socket.send('pieces', { fin: true });
    expect(String((await echoed)[0])).toBe('in three pieces');
    for (let n = 0; n < 10; n += 1) socket.send('', { fin: false });
    await once(socket, 'close');
    expect(closed).toEqual([{ code: 3005, reason: 'too_many_idle_bytes' }]);
  });
});

/** The words of what is logged as an error. */
function recordedErrors() {
  const lines: string[] = [];
  const error: Logger['error'] = (_details, words) => void lines.push(words);
  return { lines, logger: { ...silentLogger, error } };
}

async function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return socket;
}
