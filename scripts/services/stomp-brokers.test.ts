import { once } from 'node:events';
import { createConnection } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startActiveMq } from './start-activemq.ts';
import { startRabbitMq } from './start-rabbitmq.ts';
import type { StompBroker } from './stomp-broker.ts';

/** RabbitMQ's own tool takes seconds to answer. */
const PATIENCE = { timeout: 20_000 };

async function talk({ port, login, passcode }: StompBroker, ...frames: string[]): Promise<string> {
  const socket = createConnection(port, '127.0.0.1');
  socket.write(`CONNECT\naccept-version:1.2\nhost:/\nlogin:${login}\npasscode:${passcode}\n\n\0`);
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  for (const frame of frames) socket.write(`${frame}\0`);
  socket.write('DISCONNECT\nreceipt:bye\n\n\0');
  socket.once('data', () => socket.end());
  await once(socket, 'close');
  return heard;
}

describe.each([
  { name: 'RabbitMQ', startBroker: () => startRabbitMq() },
  { name: 'ActiveMQ', startBroker: () => startActiveMq({ isWatched: true }) },
])('$name', ({ startBroker }) => {
  test(
    'keeps what is durable over a restart, and answers nobody in between',
    { timeout: 60_000 },
    async () => {
      const broker = await startBroker();
      onTestFinished(() => broker.remove());
      expect(await talk(broker)).toContain('CONNECTED');
      const send = 'SEND\ndestination:/queue/kept\npersistent:true\n\nhello';
      await talk(broker, send);
      await expect.poll(() => broker.destinations(), PATIENCE).toEqual(['kept']);
      await broker.stop();
      await expect(talk(broker)).rejects.toThrow('ECONNREFUSED');
      await broker.start();
      await expect.poll(() => broker.destinations(), PATIENCE).toEqual(['kept']);
    },
  );
});
