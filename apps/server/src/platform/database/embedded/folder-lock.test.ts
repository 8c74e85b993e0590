import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeFolderLock } from './folder-lock.ts';
import { pidNamespace, processStart } from './process-identity.ts';

vi.setConfig({ testTimeout: 20_000 });

const LOCK_PROCESS = new URL('../../../testing/lock-process.ts', import.meta.url).pathname;

let folder: string;
let lock: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'carillon-lock-'));
  lock = path.join(folder, 'database.lock');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function writeLock(owner: { pid: number; start?: string; host?: string; namespace?: string }): void {
  const whole = {
    nonce: 'n1',
    host: os.hostname(),
    namespace: pidNamespace(),
    since: '2026-11-21T00:00:00.000Z',
    ...owner,
  };
  fs.writeFileSync(lock, JSON.stringify(whole));
}

function pidOfTheDead(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

describe('the folder lock', () => {
  it('says who holds it and what to do', () => {
    takeFolderLock(lock);
    expect(() => takeFolderLock(lock)).toThrow(
      expect.objectContaining({
        code: 'data_folder_in_use',
        message: expect.stringMatching(
          `in use by process ${process.pid} on ${os.hostname()} since 20.*CARILLON_DATA`,
        ) as string,
      }),
    );
  });

  it('can be taken again after its release, and leaves nothing behind', () => {
    takeFolderLock(lock).release();
    expect(fs.readdirSync(folder)).toEqual([]);
    takeFolderLock(lock);
    expect(fs.readdirSync(folder)).toEqual(['database.lock']);
  });

  it('is taken over from a process that is gone', () => {
    writeLock({ pid: pidOfTheDead() });
    takeFolderLock(lock);
    expect(JSON.parse(fs.readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(fs.readdirSync(folder)).toEqual(['database.lock']);
  });

  it('is taken over when the number now belongs to another process', () => {
    writeLock({ pid: process.pid, start: 'another-boot/12345' });
    takeFolderLock(lock);
  });

  it('is never taken from a live process', () => {
    writeLock({ pid: process.ppid, start: processStart(process.ppid) ?? '' });
    expect(() => takeFolderLock(lock)).toThrow(expect.objectContaining({ code: 'data_folder_in_use' }));
  });

  it('is not taken from a live process whose start is not known', () => {
    writeLock({ pid: process.ppid });
    expect(() => takeFolderLock(lock)).toThrow(expect.objectContaining({ code: 'data_folder_in_use' }));
  });

  it('is not taken from another machine, whose processes we cannot see', () => {
    writeLock({ pid: pidOfTheDead(), host: 'elsewhere' });
    expect(() => takeFolderLock(lock)).toThrow(/on elsewhere since .*delete/);
  });

  it('is not taken from another container, whose numbers mean other processes', () => {
    for (const owner of [{ pid: pidOfTheDead() }, { pid: process.pid, start: 'another-boot/12345' }]) {
      writeLock({ ...owner, namespace: 'pid:[1]' });
      expect(() => takeFolderLock(lock)).toThrow(/another container, since .*delete/);
    }
  });

  it('refuses a file that is no lock of ours', () => {
    fs.writeFileSync(lock, 'hello');
    expect(() => takeFolderLock(lock)).toThrow(
      expect.objectContaining({ code: 'data_folder_lock_unreadable' }),
    );
  });

  it('does not remove a lock that has passed to somebody else', () => {
    const mine = takeFolderLock(lock);
    writeLock({ pid: process.ppid });
    mine.release();
    expect(fs.existsSync(lock)).toBe(true);
  });

  it('goes to one only when several processes find the same dead owner', { timeout: 30_000 }, async () => {
    writeLock({ pid: pidOfTheDead() });
    const processes = Array.from({ length: 5 }, () => spawn(process.execPath, [LOCK_PROCESS, lock]));
    await Promise.all(processes.map(nextLine));
    const answers = processes.map(nextLine);
    for (const { stdin } of processes) stdin.write('go\n');
    expect((await Promise.all(answers)).sort()).toEqual([
      ...Array<string>(4).fill('data_folder_in_use'),
      'taken',
    ]);
    const exits = processes.map((child) => once(child, 'exit'));
    for (const { stdin } of processes) stdin.end();
    await Promise.all(exits);
  });
});

async function nextLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('no output');
  const [chunk] = (await once(stdout, 'data')) as [Buffer];
  return chunk.toString().trim();
}
