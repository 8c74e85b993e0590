import { describe, expect, onTestFinished, test } from 'vitest';
import type { Limits } from '../core/limits.ts';
import { Bystander } from '../testing/bystander.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';

const PAYLOAD = 'x'.repeat(32 * 1024);

async function start(limits: Partial<Limits>) {
  const server = await startServer({ limits });
  onTestFinished(() => server.stop());
  const bystander = await Bystander.arrive(server);
  const sleeper = await TestClient.connect(server.url);
  await sleeper.ask('SUBSCRIBE', { id: '1', destination: '/topic/news' });
  sleeper.socket.pause();
  onTestFinished(() => sleeper.socket.terminate());
  const { messaging } = server;
  const { template } = messaging;
  const ended = () => messaging.statistics().disconnects;

  /** Sends until the operating system takes no more for the sleeper, and then the given number more. */
  async function sendUntil(isEnough: () => boolean): Promise<void> {
    while (!isEnough()) {
      await template.send('/topic/news', PAYLOAD);
      await bystander.missesNothing();
    }
  }

  return { bystander, sleeper, template, ended, sendUntil };
}

describe('a subscriber that never reads', () => {
  test('is cut off when its buffer is full, and nobody else waits for it', async () => {
    const { bystander, ended, sendUntil } = await start({ sendTimeLimitMs: 60_000 });
    await sendUntil(() => 'send_buffer_exceeded' in ended());
    expect(ended()).toEqual({ send_buffer_exceeded: 1 });
    await bystander.missesNothing();
  });

  test('is cut off when nothing moves for the time limit, however little waits', async () => {
    const { bystander, ended, template } = await start({
      sendTimeLimitMs: 300,
      sendBufferLimitBytes: 1024 ** 3,
    });
    for (let n = 0; n < 400; n += 1) await template.send('/topic/news', PAYLOAD);
    await bystander.missesNothing();
    await expect.poll(ended, { timeout: 15_000 }).toEqual({ send_time_exceeded: 1 });
    await bystander.missesNothing();
  });
});

test('a subscriber that reads gets a burst far above the buffer’s limit whole', async () => {
  const server = await startServer({ limits: { sendBufferLimitBytes: 256 * 1024 } });
  onTestFinished(() => server.stop());
  const client = await TestClient.connect(server.url);
  await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/news' });
  const small = 'y'.repeat(1_000);
  for (let n = 0; n < 200; n += 1) await server.messaging.template.send('/topic/news', small);
  expect(await client.bodies(200)).toEqual(Array.from({ length: 200 }, () => small));
});
