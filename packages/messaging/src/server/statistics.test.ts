import { expect, onTestFinished, test } from 'vitest';
import { simpleBroker } from '../broker/simple-broker.ts';
import { memoryHub } from '../cluster/memory-hub.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import type { MessagingOptions } from './create-messaging.ts';

async function start(options: MessagingOptions = {}) {
  const server = await startServer(options);
  onTestFinished(() => server.stop());
  return { ...server, read: () => server.messaging.statistics() };
}

test('an engine that did nothing counts nothing', async () => {
  const { read } = await start();
  const { deliveryMs, handlerMs, cluster, ...counts } = read();
  for (const count of Object.values(counts)) expect([0, {}]).toContainEqual(count);
  expect([deliveryMs.count, handlerMs.count, cluster]).toEqual([0, 0, undefined]);
});

test('sessions are counted by transport as long as they are open', async () => {
  const { url, read } = await start();
  const clients = [await TestClient.connect(url), await TestClient.open(url)];
  expect(read()).toMatchObject({ sessions: 2, transports: { websocket: 2 }, sessionsOpened: 2 });
  for (const client of clients) await client.close();
  await expect.poll(read).toMatchObject({ sessions: 0, transports: { websocket: 0 }, sessionsOpened: 2 });
});

test('frames and bytes are counted both ways', async () => {
  const { url, messaging, read } = await start();
  const client = await TestClient.connect(url);
  await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/a' });
  const before = read();
  const body = 'x'.repeat(1_000);
  client.send('SEND', { destination: '/topic/a' }, body);
  await client.bodies(1);
  await messaging.template.send('/topic/a', body);
  await client.bodies(1);
  const after = read();
  expect(after.framesIn - before.framesIn).toBe(1);
  expect(after.framesOut - before.framesOut).toBe(2);
  expect(after.deliveries - before.deliveries).toBe(2);
  expect(after.bytesIn - before.bytesIn).toBeGreaterThan(1_000);
  expect(after.bytesOut - before.bytesOut).toBeGreaterThan(2_000);
  expect(after.deliveryMs.count - before.deliveryMs.count).toBe(2);
});

test('frames that wait for an earlier one are counted until they are done, or their session is', async () => {
  const answers: ((isAllowed: boolean) => void)[] = [];
  const { url, read } = await start({ authorize: () => new Promise((resolve) => answers.push(resolve)) });
  const [patient, hasty] = [await TestClient.connect(url), await TestClient.connect(url)];
  for (let n = 0; n < 3; n += 1) patient.send('SEND', { destination: '/topic/a' });
  await expect.poll(() => read().pendingFrames).toBe(2);
  for (let n = 0; n < 3; n += 1) hasty.send('SEND', { destination: '/topic/a' });
  await expect.poll(() => read().pendingFrames).toBe(4);
  answers[1]?.(false);
  expect((await hasty.take('ERROR')).headers.code).toBe('forbidden');
  await expect.poll(() => read().pendingFrames).toBe(2);
  await expect
    .poll(() => {
      for (const answer of answers.splice(0)) answer(true);
      return read().pendingFrames;
    })
    .toBe(0);
});

test('messages are counted while a handler has them, and timed until its reply', async () => {
  const { url, messaging, read } = await start();
  const answer = Promise.withResolvers<undefined>();
  messaging.handle('/slow', () => answer.promise);
  const client = await TestClient.connect(url);
  client.send('SEND', { destination: '/app/slow', receipt: 'r' });
  await expect.poll(() => read().handling).toBe(1);
  expect(read().handlerMs.count).toBe(0);
  answer.resolve(undefined);
  await client.take('RECEIPT');
  expect(read()).toMatchObject({ handling: 0, handlerMs: { count: 1 } });
});

test('what waits in shared queues is counted until it is taken, and what has no room as dropped', async () => {
  const { url, messaging, read } = await start({
    broker: simpleBroker({ queueSemantics: 'shared' }),
    limits: { maxQueueMessages: 2 },
  });
  for (const body of ['1', '2']) await messaging.template.send('/queue/a', body);
  await expect(messaging.template.send('/queue/a', '3')).rejects.toMatchObject({ code: 'queue_full' });
  expect(read()).toMatchObject({ queuedMessages: 2, drops: { queue_full: 1 } });
  expect(read().queuedBytes).toBeGreaterThan(2);
  const client = await TestClient.connect(url);
  await client.ask('SUBSCRIBE', { id: '1', destination: '/queue/a' });
  expect(await client.bodies(2)).toEqual(['1', '2']);
  expect(read()).toMatchObject({ queuedMessages: 0, queuedBytes: 0 });
});

test('links to the other nodes that are lost are counted, and those that never were there are not', async () => {
  const hub = memoryHub();
  const { read } = await start({ cluster: hub.bus });
  const nodeId = read().cluster?.nodeId ?? '';
  expect(read().linksLost).toEqual({});
  for (const lost of [1, 2]) {
    hub.cut(nodeId);
    hub.cut(nodeId);
    expect(read().linksLost).toEqual({ cluster: lost });
    hub.mend(nodeId);
  }
});
