import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readShared } from './shared-read.ts';
import type { ByteReceiver } from './shared-read.ts';

/** The server's and the client's end of one TCP connection. */
async function openPair(): Promise<{ server: Socket; client: Socket }> {
  const listener = createServer({ pauseOnConnect: true });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const client = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  const [server] = (await once(listener, 'connection')) as [Socket];
  onTestFinished(() => {
    client.destroy();
    server.destroy();
    listener.close();
  });
  return { server, client };
}

function noting(read: string[]): ByteReceiver {
  return { receive: (buffer, length) => void read.push(buffer.toString('utf8', 0, length)) };
}

test('sockets read into one buffer, which is only lent', async () => {
  const memories = new Set<ArrayBufferLike>();
  for (const text of ['one', 'two']) {
    const { server, client } = await openPair();
    const read: string[] = [];
    readShared(server, {
      receive(buffer, length) {
        memories.add(buffer.buffer);
        read.push(buffer.toString('utf8', 0, length));
      },
    });
    client.write(text);
    await vi.waitFor(() => expect(read.join('')).toBe(text));
  }
  expect(memories.size).toBe(1);
});

test('what came before is read first', async () => {
  const { server, client } = await openPair();
  const read: string[] = [];
  server.unshift(Buffer.from('head '));
  client.write('early ');
  await once(server, 'readable');
  readShared(server, noting(read));
  client.write('late');
  await vi.waitFor(() => expect(read.join('')).toBe('head early late'));
});

test('a paused socket is not read, and goes on where it stopped', async () => {
  const { server, client } = await openPair();
  const bytes = Buffer.alloc(4 * 1024 * 1024, 'x');
  let count = 0;
  readShared(server, {
    receive(_buffer, length) {
      count += length;
    },
  });
  server.pause();
  const whole = new Promise<void>((resolve) => client.write(bytes, () => resolve()));
  await new Promise(setImmediate);
  expect(count).toBe(0);
  expect(client.writableLength).toBeGreaterThan(0);
  server.resume();
  await whole;
  await vi.waitFor(() => expect(count).toBe(bytes.length));
});

test('the end of a socket is told as ever', async () => {
  const { server, client } = await openPair();
  readShared(server, noting([]));
  const ended = once(server, 'end');
  client.end();
  await ended;
});

test('other streams are read by their events', async () => {
  const [near, far] = duplexPair();
  const read: string[] = [];
  readShared(near, noting(read));
  far.write('abc');
  await vi.waitFor(() => expect(read).toEqual(['abc']));
});
