import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How long a broker may take to stop by itself after SIGTERM. */
const STOP_LIMIT_MS = 20_000;
const LAST_LINES = 8;

export interface ServiceCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What one of its lines has in it when it is ready; without it, it is ready when it runs. */
  readonly readyWords?: string;
}

/** A program that runs until it is stopped. */
export interface ServiceProcess {
  /** Ends it with SIGTERM, and with SIGKILL should it not listen. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Lets it stand still, as a machine that swaps would, until `thaw`. */
  freeze(): void;
  thaw(): void;
}

/** Starts a program; resolves when it is ready, rejects with its last words when it ends before. */
export async function runService({
  command,
  args,
  env = {},
  readyWords,
}: ServiceCommand): Promise<ServiceProcess> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const lastLines: string[] = [];
  // It would outlive a test run that fails.
  const endWithParent = () => child.kill('SIGKILL');
  process.once('exit', endWithParent);
  child.once('exit', () => process.off('exit', endWithParent));

  async function end(signal: NodeJS.Signals): Promise<void> {
    child.kill('SIGCONT');
    child.kill(signal);
    const giveUp = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await exited;
    clearTimeout(giveUp);
  }

  await new Promise<void>((resolve, reject) => {
    const failed = () => reject(new Error(`${command} did not come up:\n${lastLines.join('\n')}`));
    child.once('error', reject);
    child.once('exit', failed);
    if (readyWords === undefined) child.once('spawn', resolve);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        lastLines.push(line);
        if (lastLines.length > LAST_LINES) lastLines.shift();
        if (readyWords !== undefined && line.includes(readyWords)) resolve();
      });
    }
  });
  return {
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  };
}
