import { createConnection } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { startRedis } from './start-redis.ts';

async function ask(url: string, command: string): Promise<string> {
  const socket = createConnection(Number(new URL(url).port), '127.0.0.1');
  socket.write(`${command}\r\n`);
  const [reply] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return reply.toString().trim();
}

test('keeps what it was told over a restart, and answers nobody in between', async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.remove());
  expect(await ask(redis.url, 'SET ring bell')).toBe('+OK');
  await redis.stop();
  await expect(ask(redis.url, 'PING')).rejects.toThrow('ECONNREFUSED');
  await redis.start();
  expect(await ask(redis.url, 'GET ring')).toBe('$4\r\nbell');
});
