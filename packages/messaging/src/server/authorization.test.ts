import { describe, expect, test } from 'vitest';
import type { AuthorizationRequest } from '../core/authorize.ts';
import type { Principal } from '../core/principal.ts';
import type { ConnectContext } from '../session/session-parts.ts';
import { besideBystander } from '../testing/beside-bystander.ts';
import { startServer } from '../testing/test-server.ts';
import { TestClient } from '../testing/test-client.ts';

const TOPIC = { destination: '/topic/a' };

describe('authorize', () => {
  test('is shown the frame and its session', () => {
    const requests: AuthorizationRequest[] = [];
    const authorize = (request: AuthorizationRequest): boolean => requests.push(request) > 0;
    return besideBystander({ authorize }, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      await client.ask('SUBSCRIBE', { ...TOPIC, id: '1', 'x-room': '7' });
      expect(requests.at(-1)).toMatchObject({
        command: 'SUBSCRIBE',
        ...TOPIC,
        headers: { id: '1', 'x-room': '7' },
        user: { name: 'anonymous' },
        session: { endpoint: '/ws', transport: 'websocket' },
      });
      await client.close();
    });
  });

  test.each([
    ['the engine', () => false, () => true],
    ['the endpoint', () => true, () => false],
    ['the endpoint, later', () => true, () => Promise.resolve(false)],
  ])('refuses what %s refuses', (_who, byEngine, byEndpoint) => {
    const onSend =
      (answer: () => boolean | Promise<boolean>) =>
      ({ command }: AuthorizationRequest) =>
        command === 'SUBSCRIBE' || answer();
    const options = { authorize: onSend(byEngine), endpoint: { authorize: onSend(byEndpoint) } };
    return besideBystander(options, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      client.send('SEND', { ...TOPIC, receipt: 'r' }, 'x');
      expect((await client.take('ERROR')).headers).toMatchObject({ code: 'forbidden', 'receipt-id': 'r' });
      expect((await client.closed).code).toBe(3502);
    });
  });
});

describe('authenticateConnect', () => {
  /** Whom the handshake's query and the frame's login name; both, one of them, or nobody. */
  function authenticateConnect(
    { login }: Readonly<Record<string, string>>,
    { handshakeUser, handshake }: ConnectContext,
  ): Principal | undefined {
    if (login === 'as-before') return handshakeUser;
    return login === undefined ? undefined : { name: `${login} at ${handshake?.query.get('desk') ?? ''}` };
  }

  const endpoint = {
    authenticate: () => ({ name: 'by cookie' }),
    authenticateConnect,
  };

  test.each([
    ['as-before', 'by cookie'],
    ['ann', 'ann at 7'],
  ])('of the login %s makes the user %s', async (login, name) => {
    const server = await startServer({}, endpoint);
    const client = await TestClient.open(`${server.url}?desk=7`);
    client.send('CONNECT', { 'accept-version': '1.2', login });
    expect((await client.take('CONNECTED')).headers['user-name']).toBe(name);
    await client.close();
    await server.stop();
  });

  test('may put what it learns where handlers and interceptors find it', () => {
    const seen: unknown[] = [];
    return besideBystander(
      {
        authorize: ({ session }) => seen.push(session.attributes.get('tenant')) > 0,
        endpoint: {
          authenticate: ({ attributes, query }) => {
            attributes.set('tenant', query.get('tenant'));
            return { name: 'ann' };
          },
          authenticateConnect: (_headers, { session, handshakeUser }) => {
            const tenant = session.attributes.get('tenant');
            session.attributes.set('tenant', `${String(tenant)}!`);
            return handshakeUser;
          },
        },
      },
      async ({ server }) => {
        const client = await TestClient.connect(`${server.url}?tenant=7`);
        await client.ask('SEND', TOPIC);
        expect(seen.at(-1)).toBe('7!');
        await client.close();
      },
    );
  });
});

test('requireHost refuses a CONNECT without host', () =>
  besideBystander({ endpoint: { requireHost: true } }, async ({ server }) => {
    const client = await TestClient.open(server.url);
    client.send('CONNECT', { 'accept-version': '1.2' });
    expect((await client.take('ERROR')).headers.code).toBe('missing_host');
    expect((await client.closed).code).toBe(3500);
  }));

// A destination with an empty segment reached the handler of the one without it, and a rule that names what
// is forbidden did not know it.
test.each([
  ['SEND', '/', '/app//admin/delete/7'],
  ['SUBSCRIBE', '/', '/topic//admin/*'],
  ['SEND', '.', '/app/admin..delete.7'],
] as const)(
  'a %s with an empty segment is refused before anybody is asked (separator %s)',
  (command, separator, destination) => {
    const asked: string[] = [];
    const authorize = (request: AuthorizationRequest): boolean => asked.push(request.destination) > 0;
    return besideBystander({ authorize, separator }, async ({ server }) => {
      const client = await TestClient.connect(server.url);
      client.send(command, { destination, id: '1' });
      expect((await client.take('ERROR')).headers.code).toBe('invalid_destination');
      expect(asked).not.toContain(destination);
    });
  },
);
