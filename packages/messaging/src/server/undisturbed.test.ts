import { Client, StompConfig, StompHeaders } from '@stomp/stompjs';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { MessagingError } from '../core/errors.ts';
import { besideBystander } from '../testing/beside-bystander.ts';
import { TestClient } from '../testing/test-client.ts';

/** What happens to one user, however rough, is nobody else's matter: each test has a bystander. */

const TOPIC = { destination: '/topic/a' };
const BY_QUERY = {
  authenticate: ({ query }: { query: URLSearchParams }) => ({ name: query.get('name') ?? 'x' }),
};

test('handshakes that are refused, fail or never get an answer', () => {
  const answers: Record<string, () => Promise<{ name: string }>> = {
    no: () => Promise.reject(new MessagingError('forbidden')),
    fault: () => Promise.reject(new Error('the database is gone')),
    never: () => new Promise(() => undefined),
  };
  const authenticate = ({ query }: { query: URLSearchParams }): Promise<{ name: string }> =>
    answers[query.get('case') ?? '']?.() ?? Promise.resolve({ name: 'bystander' });
  const options = { limits: { answerTimeLimitMs: 100 }, endpoint: { authenticate } };
  return besideBystander(options, async ({ server, bystander }) => {
    const opening = Array.from({ length: 30 }, (_, n) =>
      TestClient.open(`${server.url}?case=${Object.keys(answers)[n % 3] ?? ''}`),
    );
    await bystander.missesNothing();
    const settled = await Promise.allSettled(opening);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    expect(server.messaging.statistics().refusals).toEqual({
      forbidden: 10,
      internal_error: 10,
      answer_timeout: 10,
    });
  });
});

test('fifty sessions of one user that are logged out at once', () =>
  besideBystander({ endpoint: BY_QUERY }, async ({ server, bystander }) => {
    const open = (): Promise<TestClient> => TestClient.connect(`${server.url}?name=ann`);
    const clients = await Promise.all(Array.from({ length: 50 }, open));
    for (const client of clients) await client.ask('SUBSCRIBE', { destination: '/topic/bystander', id: '1' });
    expect(server.messaging.users.disconnect({ name: 'ann' })).toBe(50);
    await bystander.missesNothing();
    for (const client of clients) expect((await client.closed).code).toBe(3504);
  }));

test('logins that run out', () =>
  besideBystander(
    {
      clock: { now: () => performance.now() * 5 },
      endpoint: {
        authenticate: ({ query }) => ({
          name: query.get('name') ?? 'x',
          expiresInMs: query.has('name') ? 1_000 : Infinity,
        }),
      },
    },
    async ({ server, bystander }) => {
      const client = await TestClient.connect(`${server.url}?name=ann`);
      await bystander.missesNothing();
      expect((await client.take('ERROR')).headers.code).toBe('session_expired');
      expect((await client.closed).code).toBe(3503);
    },
  ));

test('an application that sends what cannot be sent', () =>
  besideBystander({}, async ({ server: { messaging } }) => {
    for (const destination of ['/nowhere/x', 'x', '/topic/\0']) {
      await expect(messaging.template.send(destination, 'x')).rejects.toBeInstanceOf(MessagingError);
    }
    await expect(messaging.template.send('/topic/a', Symbol('x'))).rejects.toBeInstanceOf(TypeError);
  }));

test('@stomp/stompjs, with a transaction, a breach and a reconnection', () =>
  besideBystander({}, async ({ server }) => {
    const client = new Client(
      Object.assign(new StompConfig(), {
        webSocketFactory: () => new WebSocket(server.url, ['v12.stomp']),
        reconnectDelay: 10,
      }),
    );
    const connects: string[] = [];
    const bodies: string[] = [];
    client.onConnect = ({ headers }) => {
      connects.push(headers.session ?? '');
      client.subscribe('/topic/a', ({ body }) => void bodies.push(body));
      const transaction = client.begin();
      client.publish({
        ...TOPIC,
        body: 'held',
        headers: Object.assign(new StompHeaders(), { transaction: transaction.id }),
      });
      client.publish({ ...TOPIC, body: 'first' });
      transaction.commit();
      if (connects.length === 1) client.publish({ destination: '/nowhere/x' });
    };
    client.activate();
    await expect.poll(() => bodies, { timeout: 15_000 }).toEqual(['first', 'held', 'first', 'held']);
    expect(new Set(connects).size).toBe(2);
    await client.deactivate();
  }));
