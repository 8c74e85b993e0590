import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_LIMITS } from './core/limits.ts';
import { TestClient, textOf } from './testing/test-client.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const page = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
const readme = page('README.md');
const limits = page('../../docs/messaging/limits.md');

/** The example of a page that has these words. */
function exampleWith(words: string, text = readme): string {
  const examples = Array.from(text.matchAll(/```ts\n(.*?)```/gs), ([, example = '']) => example);
  return examples.find((example) => example.includes(words)) ?? '';
}

/** Runs an example as a program, and answers the first line that it prints and that fits. */
async function run(example: string, pattern: RegExp): Promise<string> {
  const args = ['--input-type=module-typescript', '--eval', example];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  for await (const line of createInterface({ input: child.stdout })) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('The example ended, and said nothing that fits.');
}

/** Runs the first example on a free port, and answers its address. `more` are lines to run before it listens. */
async function runChat(more = ''): Promise<string> {
  const example = exampleWith('createServer')
    .replace(/^httpServer\.listen/m, () => `${more}\nhttpServer.listen`)
    .replace('8080', "0, '127.0.0.1'");
  return `127.0.0.1:${await run(example, /port: (\d+)/)}`;
}

test('the first example runs as written, on another port', async () => {
  const url = `ws://${await runChat()}/ws/stomp/tm`;
  const [ann, bob] = [
    await TestClient.connect(`${url}?name=ann`),
    await TestClient.connect(`${url}?name=bob`),
  ];
  await ann.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/sendChatMsgById/bob' });
  await bob.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/chat' });
  ann.send('SEND', { destination: '/app/sendChatMsgById/bob' }, '{"text":"hi"}');
  expect(JSON.parse(textOf(await bob.take('MESSAGE')))).toEqual({ text: 'hi', from: 'ann' });
  expect(JSON.parse(textOf(await ann.take('MESSAGE')))).toEqual({ received: true });
});

test.each(['@stomp/stompjs', '@carillon/client'])(
  'the lines for a browser by %s run as written',
  async (name) => {
    const example = exampleWith(`from '${name}'`).replace('localhost:8080', await runChat());
    await expect(run(example, /(hi)/)).resolves.toBe('hi');
  },
);

test('the lines that tell who comes and goes run as written, in the chat', async () => {
  const presence = exampleWith("on('userOnline'", page('../../docs/messaging/users.md'));
  const url = `ws://${await runChat(presence)}/ws/stomp/tm`;
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
  const rows = [...limits.matchAll(/^\| `(\w+)` +\| `(\d+)` +\|/gm)].map(([, name, value]) => [
    name,
    Number(value),
  ]);
  expect(Object.fromEntries(rows)).toEqual(DEFAULT_LIMITS);
});

test('the slowest rate at which a client is safe is the one that follows from the limits', () => {
  const { sendBufferLimitBytes, sendTimeLimitMs } = DEFAULT_LIMITS;
  expect(limits).toContain(`${Math.floor(sendBufferLimitBytes / sendTimeLimitMs)} kB/s by default`);
});
