import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const root = path.resolve(import.meta.dirname, '../..');

/** How long a program may take until its ready line. The first start creates a database. */
const READY_LIMIT_MS = 120_000;
/** How long a program may take to stop by itself after SIGTERM. */
const STOP_LIMIT_MS = 15_000;
/** How many of a program's last lines are shown when it fails. */
const LAST_LINES = 15;

export interface ProgramOptions {
  name: string;
  /** Its main file, from the root of the repository. */
  main: string;
  env: Record<string, string | undefined>;
  /** Everything it prints goes to this file. */
  logFile: string;
  onLine?: (line: string) => void;
}

/** A program of ours, running and ready. */
export interface Program {
  readonly url: string;
  readonly pid: number;
  /** Settles with what to say when the program ends, however it ends. */
  readonly ended: Promise<string>;
  /** Ends it with SIGTERM, or with SIGKILL when it does not listen. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

/** Starts a program and waits for its ready line, `{"ready":"<name>","url":"…"}` on standard output. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  await mkdir(path.dirname(options.logFile), { recursive: true });
  const child = spawn(process.execPath, [options.main], {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A Ctrl+C in the terminal is the parent's to pass on: a second signal would cut the stop short.
    detached: true,
  });
  // Detached children would outlive a parent that fails.
  const endWithParent = () => child.kill('SIGTERM');
  process.once('exit', endWithParent);
  child.once('close', () => process.off('exit', endWithParent));
  const lastLines: string[] = [];
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${options.name} did not start: ${error.message}`));
    child.once('close', (code, signal) =>
      resolve(`${options.name} ended (${signal ?? `exit code ${code}`}).\n${lastLines.join('\n')}`),
    );
  });
  const url = await Promise.race([
    readyUrl(child, options, lastLines),
    ended.then((why) => Promise.reject(new Error(why))),
    timeout(READY_LIMIT_MS, `${options.name} was not ready within ${READY_LIMIT_MS / 1000} s`),
  ]).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    url,
    pid: child.pid ?? 0,
    ended,
    stop: () => endChild(child, ended, 'SIGTERM'),
    kill: () => endChild(child, ended, 'SIGKILL'),
  };
}

function readyUrl(child: ChildProcess, options: ProgramOptions, lastLines: string[]): Promise<string> {
  const log = createWriteStream(options.logFile, { flags: 'a' });
  child.once('close', () => log.end());
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        if (log.writable) log.write(`${line}\n`);
        lastLines.push(line);
        if (lastLines.length > LAST_LINES) lastLines.shift();
        options.onLine?.(line);
        const url = urlOfReadyLine(line);
        if (url !== undefined) resolve(url);
      });
    }
  });
}

function urlOfReadyLine(line: string): string | undefined {
  if (!line.startsWith('{"ready":')) return undefined;
  return (JSON.parse(line) as { url: string }).url;
}

async function endChild(child: ChildProcess, ended: Promise<string>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await Promise.race([ended, timeout(STOP_LIMIT_MS, '')]).catch(() => child.kill('SIGKILL'));
  await ended;
}

function timeout(limitMs: number, message: string): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error(message)), limitMs).unref());
}
