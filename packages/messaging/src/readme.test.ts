import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_LIMITS } from './core/limits.ts';
import { TestClient, textOf } from './testing/test-client.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${folder}/README.md`, 'utf8');

test('the first example runs as written, on another port', async () => {
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const args = ['--input-type=module-typescript', '--eval', example.replace('8080', "0, '127.0.0.1'")];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => resolve(/port: (\d+)/.exec(chunk.toString())?.[1] ?? ''));
    child.once('exit', (code) => reject(new Error(`The example ended with ${code ?? 'a signal'}.`)));
  });
  const client = await TestClient.connect(`ws://127.0.0.1:${port}/ws`);
  await client.ask('SUBSCRIBE', { id: '1', destination: '/topic/clock' });
  expect(JSON.parse(textOf(await client.take('MESSAGE')))).toHaveProperty('now');
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
