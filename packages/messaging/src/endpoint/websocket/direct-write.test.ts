import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import { expect, onTestFinished, test, vi } from 'vitest';
import { writeDirectly, writeHandleOf } from './direct-write.ts';
import type { WriteHandle } from './direct-write.ts';

/** More than the operating system takes of a client that does not read. */
const MUCH = Buffer.alloc(16 * 1024 * 1024, 'x');

/** The server's end of a TCP connection by its handle, and the client, which reads nothing yet. */
async function openPair(): Promise<{ server: Socket; handle: WriteHandle; client: Socket }> {
  const listener = createServer({ pauseOnConnect: true });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const client = connect((listener.address() as AddressInfo).port, '127.0.0.1').pause();
  const [server] = (await once(listener, 'connection')) as [Socket];
  onTestFinished(() => {
    client.destroy();
    server.destroy();
    listener.close();
  });
  return { server, client, handle: writeHandleOf(server) ?? expect.fail('the socket has no handle') };
}

async function readToEnd(client: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of client) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function observe() {
  const log: string[] = [];
  const observer = {
    onWritten: (byteLength: number) => void log.push(`written ${byteLength}`),
    onBroken: () => void log.push('broken'),
  };
  return { log, observer };
}

test('what is written past a stream and by it arrives in the order in which it was written', async () => {
  const { server, client, handle } = await openPair();
  const { log, observer } = observe();
  server.write('one ');
  expect(writeDirectly(handle, Buffer.from('two '), observer)).toBe(true);
  server.write('three ');
  expect(writeDirectly(handle, Buffer.from('four'), observer)).toBe(true);
  server.end();
  expect((await readToEnd(client)).toString()).toBe('one two three four');
  expect(log).toEqual([]);
});

test('what the operating system does not take is told of later, and nothing is lost of it', async () => {
  const { server, client, handle } = await openPair();
  const { log, observer } = observe();
  expect(writeDirectly(handle, MUCH, observer)).toBe(false);
  expect(writeDirectly(handle, Buffer.from('behind '), observer)).toBe(false);
  server.end('end');
  expect(log).toEqual([]);
  const read = await readToEnd(client);
  expect(read.length).toBe(MUCH.length + 'behind end'.length);
  expect(read.subarray(MUCH.length).toString()).toBe('behind end');
  expect(log).toEqual([`written ${MUCH.length}`, 'written 7']);
});

test('a socket that breaks is told of, with the writes that wait and with the next one', async () => {
  const { server, client, handle } = await openPair();
  const { log, observer } = observe();
  writeDirectly(handle, MUCH, observer);
  client.resetAndDestroy();
  await vi.waitFor(() => expect(log).toEqual(['broken']));
  server.destroy();
  expect(writeDirectly(handle, Buffer.from('late'), observer)).toBe(true);
  expect(log).toEqual(['broken', 'broken']);
});

test('streams that are no plain socket have no handle to write to', () => {
  expect(writeHandleOf(duplexPair()[0])).toBeUndefined();
});
