import { describe, expect, test } from 'vitest';
import { Bystander } from '../testing/bystander.ts';
import { TestClient, textOf } from '../testing/test-client.ts';
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

  test('waits for what a session was asked, and sends what came of it', async () => {
    const answers: ((isAllowed: boolean) => void)[] = [];
    const server = await startServer({ authorize: () => new Promise((resolve) => answers.push(resolve)) });
    const client = await TestClient.connect(server.url);
    client.send('SEND', { destination: '/topic/a', receipt: 'done' });
    await expect.poll(() => answers.length).toBe(1);
    const closed = server.messaging.close();
    await expect(TestClient.open(server.url)).rejects.toThrow('503');
    answers[0]?.(true);
    expect((await client.take('RECEIPT')).headers['receipt-id']).toBe('done');
    expect(await client.closed).toEqual({ code: 1012, reason: 'drain' });
    await closed;
    await server.stop();
  });

  // Once half of the time was all that a handler got, and the client neither its reply nor its RECEIPT. Only the
  // ends of those that do nothing are hurried.
  test('waits for a handler longer than for the ends of the others', async () => {
    const finished = Promise.withResolvers<string>();
    const server = await startServer();
    server.messaging.handle('/work', () => finished.promise, { sendTo: '/topic/a' });
    const [client, idle] = [await TestClient.connect(server.url), await TestClient.connect(server.url)];
    await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
    client.send('SEND', { destination: '/app/work', receipt: 'r' });
    await expect.poll(() => server.messaging.statistics().handling).toBe(1);
    const closed = server.messaging.close({ drainMs: 5_000, spreadMs: 1 });
    expect((await idle.closed).code).toBe(1012);
    finished.resolve('done');
    expect(textOf(await client.take('MESSAGE'))).toBe('done');
    expect((await client.take('RECEIPT')).headers['receipt-id']).toBe('r');
    expect((await client.closed).code).toBe(1012);
    await closed;
    await server.stop();
  });

  test('leaves time to say good-bye to those whose frames wait for the application', async () => {
    const server = await startServer({ authorize: () => new Promise(() => undefined) });
    const client = await TestClient.connect(server.url);
    for (let n = 0; n < 40; n += 1) client.send('SEND', { destination: '/topic/a' });
    await expect.poll(() => server.messaging.statistics().pendingFrames).toBe(32);
    await server.messaging.close({ drainMs: 500 });
    expect(await client.closed).toEqual({ code: 1012, reason: 'drain' });
    await server.stop();
  });

  test('is noticed by nobody on another engine of the same process', async () => {
    const [leaving, staying] = [await startServer(), await startServer()];
    const bystander = await Bystander.arrive(staying);
    const clients = await Promise.all(Array.from({ length: 120 }, () => TestClient.connect(leaving.url)));
    const closed = leaving.messaging.close({ spreadMs: 100 });
    await bystander.missesNothing();
    for (const client of clients) expect((await client.closed).code).toBe(1012);
    await closed;
    await bystander.missesNothing();
    await leaving.stop();
    await staying.stop();
  });

  test('ends sockets whose handshake is not over when the time is', async () => {
    const asked = Promise.withResolvers<undefined>();
    const authenticate = () => {
      asked.resolve(undefined);
      return new Promise<undefined>(() => undefined);
    };
    const { messaging, httpServer, url } = await startServer({}, { authenticate });
    const opening = TestClient.open(url);
    const refused = expect(opening).rejects.toThrow('socket hang up');
    await asked.promise;
    await messaging.close({ drainMs: 50 });
    await new Promise((resolve) => httpServer.close(resolve));
    await refused;
  });

  test('called twice is one', async () => {
    const server = await startServer();
    const [first, second] = [server.messaging.close(), server.messaging.close()];
    expect(first).toBe(second);
    await first;
    await server.stop();
  });
});
