import { describe, expect, test } from 'vitest';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';

describe('close', () => {
  test('sends what was on its way, then ends every session with 1012', async () => {
    const server = await startServer();
    const clients = await Promise.all([1, 2, 3].map(() => TestClient.connect(server.url)));
    for (const client of clients) await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    await server.messaging.template.send('/topic/a', 'last words');
    const closed = server.messaging.close();
    for (const client of clients) {
      expect(await client.bodies(1)).toEqual(['last words']);
      expect(await client.closed).toEqual({ code: 1012, reason: 'drain' });
    }
    await closed;
    expect(server.messaging.statistics()).toMatchObject({
      sessions: 0,
      subscriptions: 0,
      disconnects: { drain: 3 },
    });
    await server.stop();
  });

  test('lets nobody in any more', async () => {
    const server = await startServer();
    await server.messaging.close();
    await expect(TestClient.open(server.url)).rejects.toThrow('503');
    await server.stop();
  });

  test('lets nobody in whose login was being looked up when it began', async () => {
    let answer: (user: { name: string }) => void = () => undefined;
    const asked = Promise.withResolvers<undefined>();
    const authenticate = () => {
      asked.resolve(undefined);
      return new Promise<{ name: string }>((resolve) => (answer = resolve));
    };
    const server = await startServer({}, { authenticate });
    const opening = TestClient.open(server.url);
    await asked.promise;
    const closed = server.messaging.close();
    answer({ name: 'ann' });
    await expect(opening).rejects.toThrow('503');
    await closed;
    await server.stop();
  });

  test('does not wait longer than it was given for a client that does not close its side', async () => {
    const server = await startServer();
    const client = await TestClient.connect(server.url);
    client.socket.pause();
    await server.messaging.close({ drainMs: 50 });
    client.socket.resume();
    expect((await client.closed).code).toBe(1012);
    await server.stop();
  });

  test('called twice is one', async () => {
    const server = await startServer();
    const [first, second] = [server.messaging.close(), server.messaging.close()];
    expect(first).toBe(second);
    await first;
    await server.stop();
  });
});
