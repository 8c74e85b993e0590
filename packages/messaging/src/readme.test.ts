import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_LIMITS } from './core/limits.ts';
import { TestClient, textOf } from './testing/test-client.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${folder}/README.md`, 'utf8');

const examples = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, example = '']) => example);

/** Runs the example that has these words, and answers its port. `more` are lines to run before its server listens. */
async function run(words: string, more = ''): Promise<string> {
  const found = examples.find((text) => text.includes(words)) ?? '';
  const example = found.replace(/^httpServer\.listen/m, () => `${more}\nhttpServer.listen`);
  const args = ['--input-type=module-typescript', '--eval', example.replace('8080', "0, '127.0.0.1'")];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  return new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => resolve(/port: (\d+)/.exec(chunk.toString())?.[1] ?? ''));
    child.once('exit', (code) => reject(new Error(`The example ended with ${code ?? 'a signal'}.`)));
  });
}

test('the first example runs as written, on another port', async () => {
  const client = await TestClient.connect(`ws://127.0.0.1:${await run('/topic/clock')}/ws`);
  await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/clock' });
  expect(JSON.parse(textOf(await client.take('MESSAGE')))).toHaveProperty('now');
});

test('the chat runs as written, on another port', async () => {
  const url = `ws://127.0.0.1:${await run('/sendChatMsgById/')}/ws/stomp/tm`;
  const [ann, bob] = [
    await TestClient.connect(`${url}?name=ann`),
    await TestClient.connect(`${url}?name=bob`),
  ];
  await ann.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/sendChatMsgById/bob' });
  await bob.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/chat' });
  ann.send('SEND', { destination: '/app/sendChatMsgById/bob' }, '{"text":"hi"}');
  expect(JSON.parse(textOf(await bob.take('MESSAGE')))).toEqual({ text: 'hi' });
  expect(JSON.parse(textOf(await ann.take('MESSAGE')))).toEqual({ received: true });
});

test('the lines that tell who comes and goes run as written, in the chat', async () => {
  const presence = examples.find((text) => text.includes("on('userOnline'"));
  const url = `ws://127.0.0.1:${await run('/sendChatMsgById/', presence)}/ws/stomp/tm`;
  const ann = await TestClient.connect(`${url}?name=ann`);
  await ann.ask('SUBSCRIBE', { id: '1', destination: '/topic/presence' });
  const bob = await TestClient.connect(`${url}?name=bob`);
  expect(JSON.parse(textOf(await ann.take('MESSAGE')))).toEqual({ name: 'bob', online: true });
  bob.send('SUBSCRIBE', { id: '1', destination: '/app/presence' });
  expect(JSON.parse(textOf(await bob.take('MESSAGE')))).toEqual(['ann', 'bob']);
  await bob.close();
  expect(JSON.parse(textOf(await ann.take('MESSAGE')))).toEqual({ name: 'bob', online: false });
});

test('the table of limits names every limit with its default', () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` +\| `(\d+)` +\|/gm)].map(([, name, value]) => [
    name,
    Number(value),
  ]);
  expect(Object.fromEntries(rows)).toEqual(DEFAULT_LIMITS);
});

test('the slowest rate at which a client is safe is the one that follows from the limits', () => {
  const { sendBufferLimitBytes, sendTimeLimitMs } = DEFAULT_LIMITS;
  expect(readme).toContain(`${Math.floor(sendBufferLimitBytes / sendTimeLimitMs)} kB/s by default`);
});
