import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';
import type { createClient } from './client.ts';
import { createFakeClock } from './testing/fake-clock.ts';
import { FakeServer } from './testing/fake-server.ts';

const MAX_GZIP_BYTES = 10 * 1024;

let script: string;

beforeAll(async () => {
  const entry = fileURLToPath(new URL('index.ts', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, lib: { entry, formats: ['iife'], name: 'carillon' } },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunks = outputs.flatMap((output) => ('output' in output ? output.output : []));
  script = chunks.map((chunk) => ('code' in chunk ? chunk.code : '')).join('');
}, 30_000);

describe('the bundle', () => {
  test(`with the codec in it is below ${MAX_GZIP_BYTES} bytes of gzip`, () => {
    const bytes = gzipSync(script).length;
    expect(bytes).toBeGreaterThan(1024);
    expect(bytes).toBeLessThan(MAX_GZIP_BYTES);
  });

  // A mini program has neither TextDecoder nor URL nor WebSocket; its timers and sockets are handed in.
  test('needs nothing but the language', async () => {
    const server = new FakeServer();
    const context = vm.createContext({});
    vm.runInContext(script, context);
    const { carillon } = context as { carillon: { createClient: typeof createClient } };
    const client = carillon.createClient({
      url: 'wss://shop.example/ws',
      openSocket: server.openSocket,
      clock: createFakeClock(),
    });
    const texts: string[] = [];
    client.subscribe('/topic/店', { after: 0, onMessage: (message) => texts.push(message.text()) });
    client.connect();
    await server.socket.accept();
    server.socket.confirm('/topic/店', { seq: '1', recovered: 'true' });
    const id = server.socket.subscribeTo('/topic/店').headers.id ?? '';
    const text = '「面」好了🍜'.repeat(20);
    server.socket.reply({
      command: 'MESSAGE',
      headers: { subscription: id, seq: '1', 备: '注' },
      body: text,
    });
    expect(texts).toEqual([text]);
    const sent = client.send('/topic/店', text);
    server.socket.reply({ command: 'RECEIPT', headers: { 'receipt-id': 'send-1' } });
    await sent;
    expect(client.state).toEqual({ name: 'online' });
  });
});
