import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findFreePort } from './free-port.ts';

/** A redis-server of a test's own: on a free port, its data in a temporary folder. */
export interface RedisService {
  /** `redis://127.0.0.1:<port>`, the same after a restart. */
  readonly url: string;
  /** Stops the server; what it was told is in its append-only file. */
  stop(): Promise<void>;
  /** Starts it again on the same port, with what it had when it was stopped. */
  start(): Promise<void>;
  /** Lets it stand still, as a machine that swaps or a network that swallows everything, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Stops it for good and removes its folder. */
  remove(): Promise<void>;
}

/** Starts a redis-server; resolves when it answers, rejects with its last words when it does not come up. */
export async function startRedis(): Promise<RedisService> {
  const folder = mkdtempSync(path.join(tmpdir(), 'carillon-redis-'));
  const port = await findFreePort();
  let running: ChildProcess | undefined;

  async function start(): Promise<void> {
    running = await launch(port, folder);
  }

  async function stop(): Promise<void> {
    const stopped = running;
    running = undefined;
    if (stopped?.exitCode !== null || stopped.signalCode !== null) return;
    const exited = once(stopped, 'exit');
    stopped.kill('SIGCONT');
    stopped.kill('SIGTERM');
    await exited;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop,
    freeze: () => running?.kill('SIGSTOP'),
    thaw: () => running?.kill('SIGCONT'),
    async remove() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, folder: string): Promise<ChildProcess> {
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const said: string[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`redis-server did not come up: ${said.slice(-3).join(' ')}`)));
    createInterface(server.stdout).on('line', (line) => {
      if (said.length < 100) said.push(line);
      if (line.includes('Ready to accept connections')) resolve();
    });
  });
  await ready;
  return server;
}
