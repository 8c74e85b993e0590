import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { makeDataFolder } from './testing/prepared-embedded.ts';
import { startPostgres } from './testing/postgres.ts';

const MAIN = path.join(import.meta.dirname, 'main.ts');
const TIME_LIMIT_MS = 120_000;

const leftOver: (() => unknown)[] = [];
afterEach(async () => {
  for (const clear of leftOver.splice(0).reverse()) await clear();
});

interface Started {
  readonly process: ChildProcess;
  readonly url: string;
  /** Exit code and signal. */
  readonly exited: Promise<unknown[]>;
  readonly log: string[];
}

async function dataFolder(): Promise<string> {
  const folder = await makeDataFolder();
  leftOver.push(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function launch(environment: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  leftOver.push(() => child.kill('SIGKILL'));
  return child;
}

/** Starts the server as an operator does and waits for its ready line. */
async function start(environment: Record<string, string>): Promise<Started> {
  const child = launch(environment);
  const exited = once(child, 'exit');
  if (!child.stdout) throw new Error('no output');
  const log: string[] = [];
  const { promise: ready, resolve, reject } = Promise.withResolvers<string>();
  createInterface(child.stdout).on('line', (line) => {
    log.push(line);
    const parsed = JSON.parse(line) as { ready?: string; url?: string };
    if (parsed.ready === 'server') resolve(parsed.url ?? '');
  });
  void exited.then(() => reject(new Error(`ended before it was ready:\n${log.join('\n')}`)));
  return { process: child, url: await ready, exited, log };
}

describe('the server process', () => {
  it(
    'prints its address, answers, and stops at SIGTERM with 0, leaving its folder free',
    { timeout: TIME_LIMIT_MS },
    async () => {
      const folder = await dataFolder();
      const server = await start({ CARILLON_DATA: folder });
      expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      const ready = await fetch(`${server.url}/readyz`);
      expect(ready.status).toBe(200);
      expect(fs.existsSync(path.join(folder, 'database.lock'))).toBe(true);

      server.process.kill('SIGTERM');
      expect(await server.exited).toEqual([0, null]);
      expect(fs.existsSync(path.join(folder, 'database.lock'))).toBe(false);
      await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
    },
  );

  it(
    'starts again after SIGKILL, and refuses a folder that another one has',
    { timeout: TIME_LIMIT_MS },
    async () => {
      const folder = await dataFolder();
      const killed = await start({ CARILLON_DATA: folder });
      killed.process.kill('SIGKILL');
      await killed.exited;
      const server = await start({ CARILLON_DATA: folder });

      const second = launch({ CARILLON_DATA: folder });
      let complaint = '';
      second.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
      expect(await once(second, 'close')).toEqual([1, null]);
      expect(complaint).toContain(
        `the data folder is in use by process ${server.process.pid ?? ''} on ${os.hostname()}`,
      );
    },
  );

  it('runs on PostgreSQL by DATABASE_URL', { timeout: TIME_LIMIT_MS }, async () => {
    const postgres = await startPostgres();
    leftOver.push(() => postgres.stop());
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'carillon-data-'));
    leftOver.push(() => fs.rmSync(folder, { recursive: true }));
    const server = await start({ CARILLON_DATA: folder, DATABASE_URL: postgres.url('postgres') });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(fs.existsSync(path.join(folder, 'database'))).toBe(false);
    server.process.kill('SIGINT');
    expect(await server.exited).toEqual([0, null]);
  });

  it('says which variable is wrong, and ends with 1', { timeout: TIME_LIMIT_MS }, async () => {
    const server = launch({ PORT: 'http' });
    let complaint = '';
    server.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    expect(await once(server, 'close')).toEqual([1, null]);
    expect(complaint).toBe('carillon: configuration: PORT must be a port number, 0-65535\n');
  });
});
