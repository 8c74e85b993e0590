import { request } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MessagingError } from '../core/errors.ts';
import { TestClient, textOf } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';
import type { MessagingOptions } from './create-messaging.ts';
import type { EndpointOptions } from '../endpoint/endpoint.ts';

async function start(endpoint: EndpointOptions = {}, options: MessagingOptions = {}): Promise<TestServer> {
  const server = await startServer(options, endpoint);
  onTestFinished(() => server.stop());
  return server;
}

interface Answer {
  status: number | undefined;
  body: string;
}

/** Makes an upgrade request and reads the HTTP answer that refuses it. */
function askToUpgrade(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const upgrade = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  return new Promise((resolve, reject) => {
    const asking = request(url.replace('ws:', 'http:'), { headers: { ...upgrade, ...headers } });
    asking.on('error', reject);
    asking.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve({ status: 101, body: '' });
    });
    asking.on('response', (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    asking.end();
  });
}

function codeOf({ body }: Answer): string {
  return (JSON.parse(body) as { error: { code: string } }).error.code;
}

// Once a logout or a ban found only those who were there: whoever was about to come in came in all the same, and stayed.
describe('a login that is on its way when its user is disconnected', () => {
  function slowly<Answer>(answer: Answer) {
    const [asked, known] = [Promise.withResolvers<undefined>(), Promise.withResolvers<Answer>()];
    const ask = (): Promise<Answer> => {
      asked.resolve(undefined);
      return known.promise;
    };
    return { ask, asked: asked.promise, answer: () => known.resolve(answer) };
  }
  const ann = { name: 'ann', session: 'a1' };

  test.each([{ name: 'ann' }, { session: 'a1' }])('is refused by its CONNECT: %j', async (selector) => {
    const login = slowly(ann);
    const { url, messaging } = await start({ authenticateConnect: login.ask });
    const client = await TestClient.open(url);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    await login.asked;
    expect(messaging.users.disconnect(selector)).toBe(0);
    login.answer();
    expect((await client.take('ERROR')).headers.code).toBe('disconnected');
    expect((await client.closed).code).toBe(3504);
    const back = await TestClient.open(url);
    back.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    await back.take('CONNECTED');
  });

  test('is refused by its handshake, be it known already or not', async () => {
    const attributes = slowly({});
    const { url, messaging } = await start({ authenticate: () => ann, attributes: attributes.ask });
    const asking = askToUpgrade(url);
    await attributes.asked;
    messaging.users.disconnect({ name: 'bob' });
    messaging.users.disconnect({ name: 'ann' });
    attributes.answer();
    const answer = await asking;
    expect([answer.status, codeOf(answer)]).toEqual([401, 'disconnected']);
  });
});

// Once whoever had such a name came in, and the first message to it was an error of the application that sent it.
describe('a user to whom nothing could be sent', () => {
  const authenticate = () => ({ name: 'joe\n' });

  test('is refused by the handshake', async () => {
    const { url } = await start({ authenticate });
    const answer = await askToUpgrade(url);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'invalid_user_name']);
  });

  test('is refused by CONNECT', async () => {
    const { url } = await start({ authenticateConnect: authenticate });
    const client = await TestClient.open(url);
    client.send('CONNECT', { 'accept-version': '1.2', host: 'test' });
    expect((await client.take('ERROR')).headers.code).toBe('invalid_user_name');
  });
});

describe('a handshake', () => {
  const users: Record<string, { name: string; session: string }> = {
    a1: { name: 'ann', session: 'a1' },
    a2: { name: 'ann', session: 'a2' },
    b1: { name: 'bob', session: 'b1' },
  };
  const byCookie: EndpointOptions = { authenticate: ({ cookies }) => users[cookies.sid ?? ''] };

  test('is refused with 401 when nobody is known by it', async () => {
    const { url, messaging } = await start(byCookie);
    const answer = await askToUpgrade(url, { Cookie: 'sid=forged' });
    expect(answer.status).toBe(401);
    expect(codeOf(answer)).toBe('unauthorized');
    expect(messaging.statistics()).toMatchObject({ sessions: 0, refusals: { unauthorized: 1 } });
  });

  test('is refused with 403 when the application says forbidden', async () => {
    const { url } = await start({ authenticate: () => Promise.reject(new MessagingError('forbidden')) });
    const answer = await askToUpgrade(url);
    expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden']);
  });

  test('is refused with 500, and nothing told, when the application fails', async () => {
    const { url } = await start({ authenticate: () => Promise.reject(new Error('database at 10.0.0.7')) });
    const answer = await askToUpgrade(url);
    expect([answer.status, codeOf(answer)]).toEqual([500, 'internal_error']);
    expect(answer.body).not.toContain('10.0.0.7');
  });

  test('is refused with 503 when the application does not answer', async () => {
    const { url } = await start(
      { authenticate: () => new Promise(() => undefined) },
      { limits: { answerTimeLimitMs: 50 } },
    );
    expect(codeOf(await askToUpgrade(url))).toBe('answer_timeout');
  });

  test('from a foreign page is refused with 403 before the application is asked', async () => {
    let asked = 0;
    const { url, port } = await start({
      authenticate: () => {
        asked += 1;
        return { name: 'ann' };
      },
    });
    const foreign = await askToUpgrade(url, { Origin: 'https://evil.example' });
    expect([foreign.status, codeOf(foreign), asked]).toEqual([403, 'origin_forbidden', 0]);
    expect((await askToUpgrade(url, { Origin: `http://127.0.0.1:${port}` })).status).toBe(101);
  });

  test('that offers only foreign sub-protocols is refused with 400; STOMP’s best is chosen', async () => {
    const { url } = await start();
    expect((await askToUpgrade(url, { 'Sec-WebSocket-Protocol': 'chat' })).status).toBe(400);
    const client = await TestClient.open(url, { protocols: ['v10.stomp', 'v12.stomp', 'chat'] });
    expect(client.socket.protocol).toBe('v12.stomp');
    expect(client.socket.extensions).toBe('');
  });

  test('to another path gets 404 when nobody else listens, and is left alone when somebody does', async () => {
    const { url, httpServer } = await start();
    expect((await askToUpgrade(`${url}/other`)).status).toBe(404);
    httpServer.on('upgrade', (incoming, socket) => {
      if (incoming.url === '/ws/other') {
        socket.end('HTTP/1.1 410 Gone\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () =>
          socket.destroy(),
        );
      }
    });
    expect((await askToUpgrade(`${url}/other`)).status).toBe(410);
    expect((await askToUpgrade(url)).status).toBe(101);
  });

  test('whose session cannot begin is closed with 1011, and takes no place', async () => {
    const { url, messaging } = await start({
      authenticate: ({ query }) => ({ name: 'ann', expiresInMs: query.has('bad') ? NaN : Infinity }),
    });
    const broken = await TestClient.open(`${url}?bad`);
    expect(await broken.closed).toEqual({ code: 1011, reason: 'internal_error' });
    await expect.poll(() => messaging.statistics()).toMatchObject({ sessions: 0, users: 0 });
    const forEver = await TestClient.connect(url);
    await forEver.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
  });

  test('counts towards the sessions of its user, of its address and of all', async () => {
    const { url } = await start(byCookie, { limits: { maxSessionsPerUser: 1, maxSessionsPerAddress: 2 } });
    const ann = await TestClient.connect(url, { headers: { Cookie: 'sid=a1' } });
    const again = await askToUpgrade(url, { Cookie: 'sid=a2' });
    expect([again.status, codeOf(again)]).toEqual([429, 'too_many_sessions']);
    const bob = await TestClient.connect(url, { headers: { Cookie: 'sid=b1' } });
    expect((await askToUpgrade(url, { Cookie: 'sid=b1' })).status).toBe(429);
    await ann.close();
    await expect.poll(async () => (await askToUpgrade(url, { Cookie: 'sid=a2' })).status).toBe(101);
    await bob.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
  });

  test('and the CONNECT that names the same user again are one session of that user', async () => {
    const { url, messaging } = await start(
      {
        authenticate: () => ({ name: 'ann', session: 'a1' }),
        authenticateConnect: () => ({ name: 'ann', session: 'a1' }),
      },
      { limits: { maxSessionsPerUser: 1 } },
    );
    const ann = await TestClient.connect(url);
    expect(messaging.users.sessionCount({ name: 'ann' })).toBe(1);
    expect(messaging.users.disconnect({ session: 'a1' })).toBe(1);
    expect((await ann.closed).code).toBe(3504);
    expect(messaging.statistics().users).toBe(0);
  });

  test('gives the principal to authorize, by its own endpoint alone', async () => {
    const server = await start(
      { authenticate: ({ cookies }) => (cookies.staff ? { name: `staff ${cookies.staff}` } : undefined) },
      { authorize: ({ user, destination }) => user.name === 'staff 7' && destination === '/topic/shops/7' },
    );
    server.messaging.endpoint('/buyer', {
      authenticate: ({ cookies }) => (cookies.buyer ? { name: `buyer ${cookies.buyer}` } : undefined),
    });
    const headers = { Cookie: 'staff=7; buyer=x' };
    const staff = await TestClient.connect(server.url, { headers });
    await staff.ask('SUBSCRIBE', { id: '1', destination: '/topic/shops/7' });
    const buyer = await TestClient.connect(server.url.replace('/ws', '/buyer'), { headers });
    buyer.send('SUBSCRIBE', { id: '1', destination: '/topic/shops/7', receipt: 'r' });
    expect((await buyer.take('ERROR')).headers).toMatchObject({ code: 'forbidden', 'receipt-id': 'r' });
    expect(await buyer.closed).toEqual({ code: 3502, reason: 'forbidden' });
    await server.messaging.template.send('/topic/shops/7', 'ring');
    expect(textOf(await staff.take('MESSAGE'))).toBe('ring');
  });
});

describe('users.disconnect', () => {
  const endpoint: EndpointOptions = {
    authenticate: ({ query }) => ({ name: query.get('name') ?? '', session: query.get('login') ?? '' }),
  };

  test('ends the sessions of one login and leaves the user’s others', async () => {
    const { url, messaging } = await start(endpoint);
    const phone = await TestClient.connect(`${url}?name=ann&login=phone`);
    const desk = await TestClient.connect(`${url}?name=ann&login=desk`);
    expect(messaging.users.disconnect({ session: 'phone' })).toBe(1);
    expect((await phone.take('ERROR')).headers.code).toBe('disconnected');
    expect(await phone.closed).toEqual({ code: 3504, reason: 'logged_out' });
    expect(messaging.users.disconnect({ session: 'phone' })).toBe(0);
    await desk.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
  });

  test('ends all sessions of a user, also one that has not said CONNECT, for a reason of the application', async () => {
    const { url, messaging } = await start(endpoint);
    const connected = await TestClient.connect(`${url}?name=ann`);
    const silent = await TestClient.open(`${url}?name=ann`);
    const bob = await TestClient.connect(`${url}?name=bob`);
    const reason = { code: 3900, reason: 'shop_closed', reconnect: false };
    expect(messaging.users.disconnect({ name: 'ann' }, reason)).toBe(2);
    expect(await connected.closed).toEqual({ code: 3900, reason: 'shop_closed' });
    expect(await silent.closed).toEqual({ code: 3900, reason: 'shop_closed' });
    await bob.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    expect(messaging.statistics()).toMatchObject({ disconnects: { shop_closed: 2 } });
  });

  test('refuses a reason whose code contradicts itself', async () => {
    const { messaging } = await start();
    expect(() =>
      messaging.users.disconnect({ name: 'ann' }, { code: 1, reason: '', reconnect: true }),
    ).toThrow(RangeError);
  });
});
