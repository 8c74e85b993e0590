import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../system/program.ts';
import { packLibrary } from './pack-library.ts';

const PROGRAM = `
import { createServer } from 'node:http';
import { createMessaging, simpleBroker } from '@carillon/messaging';
import { createClient } from '@carillon/client';

const server = createServer();
const messaging = createMessaging({ broker: simpleBroker({ heartbeatMs: [0, 0] }) });
messaging.endpoint('/ws');
messaging.attach(server);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('no port');
const client = createClient({ url: \`ws://127.0.0.1:\${address.port}/ws\` });
const said = new Promise<unknown>((resolve) => {
  client.subscribe('/topic/a', { onMessage: (message) => resolve(message.json()) });
});
client.connect();
await client.send('/topic/a', { text: 'packed' });
console.log(JSON.stringify(await said));
client.close();
await messaging.close();
server.close();
`;

test(
  'the libraries can be installed, compiled against and used by who has nothing else of this repository',
  { timeout: 240_000 },
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'carillon-pack-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const archives = ['stomp', 'messaging', 'client'].map((name) => packLibrary(name, folder));
    const run = (command: string, ...args: string[]): string =>
      execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    writeFileSync(path.join(folder, 'program.ts'), PROGRAM);
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    run('npm', 'install', '--no-audit', '--no-fund', ...archives);
    const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
    run(
      process.execPath,
      compiler,
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--skipLibCheck',
      'false',
      '--types',
      'node',
      '--typeRoots',
      path.join(root, 'node_modules/@types'),
      'program.ts',
    );
    expect(run(process.execPath, 'program.js').trim()).toBe('{"text":"packed"}');
    expect(existsSync(path.join(folder, 'node_modules/@carillon/messaging/docs/spring.md'))).toBe(true);
  },
);

test('the engine goes with the oldest redis client that it says it goes with', { timeout: 240_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'carillon-peer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const archives = ['stomp', 'messaging'].map((name) => packLibrary(name, folder));
  const manifest = JSON.parse(readFileSync(path.join(folder, 'messaging/package.json'), 'utf8')) as {
    readonly peerDependencies: { readonly redis: string };
  };
  const [oldest] = /\d+\.\d+\.\d+/.exec(manifest.peerDependencies.redis) ?? [];
  const run = (command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  run('npm', 'install', '--no-audit', '--no-fund', `redis@${oldest ?? ''}`);
  // Refused when the range is not met, as npm does in whoever's application.
  run('npm', 'install', '--no-audit', '--no-fund', ...archives);
  const program = `
    import { redisCluster, redisJournal } from '@carillon/messaging/redis';
    import manifest from 'redis/package.json' with { type: 'json' };
    console.log(manifest.version, typeof redisCluster, typeof redisJournal);
  `;
  const said = run(process.execPath, '--input-type=module', '-e', program);
  expect(said.trim()).toBe(`${oldest ?? ''} function function`);
});
