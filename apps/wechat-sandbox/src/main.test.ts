import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

async function startProcess(dataFolder: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, SANDBOX_PORT: '0', CARILLON_DATA: dataFolder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const ready = JSON.parse(line.toString('utf8')) as { ready: string; url: string };
  return {
    ready,
    async stop(): Promise<unknown> {
      child.kill('SIGTERM');
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
  };
}

test('the process says when it is ready, hands over, stops when told, and keeps its keys', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'carillon-main-'));
  onTestFinished(() => rm(dataFolder, { recursive: true }));
  const credentials = async () =>
    JSON.parse(await readFile(join(dataFolder, 'wechat', 'credentials.json'), 'utf8')) as {
      mchid: string;
      baseUrls: { pay: string };
    };

  const first = await startProcess(dataFolder);
  expect(first.ready.ready).toBe('sandbox');
  const before = await credentials();
  expect(before.baseUrls.pay).toBe(first.ready.url);
  expect((await fetch(`${first.ready.url}/sandbox/api/people`)).status).toBe(200);
  expect(await first.stop()).toBe(0);

  const second = await startProcess(dataFolder);
  expect((await credentials()).mchid).toBe(before.mchid);
  expect(await second.stop()).toBe(0);
}, 30_000);

// A second one used to rewrite the first one's ledger before anybody refused it, and paid trades were forgotten.
test('a second process on the folder of a running one is refused before it touches anything', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'carillon-main-'));
  onTestFinished(() => rm(dataFolder, { recursive: true }));
  const first = await startProcess(dataFolder);
  const credentials = join(dataFolder, 'wechat', 'credentials.json');
  const before = await readFile(credentials, 'utf8');

  const second = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, SANDBOX_PORT: '0', CARILLON_DATA: dataFolder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = second.stderr.toArray() as Promise<Buffer[]>;
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(1);
  expect(Buffer.concat(await said).toString()).toContain('Another sandbox is running on the folder');
  expect(await readFile(credentials, 'utf8')).toBe(before);
  expect(await first.stop()).toBe(0);
}, 30_000);
