import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const main = path.resolve(import.meta.dirname, '../examples/chat/server/main.ts');

/** The chat of examples/chat, as a process of its own; the first start builds its page. */
export interface ExampleChat {
  readonly url: string;
  /** Kills it, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again, where it was. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export async function startExampleChat(): Promise<ExampleChat> {
  const folder = await mkdtemp(path.join(tmpdir(), 'carillon-example-chat-'));
  const keyFile = path.join(folder, 'token-key');
  const { url, ...first } = await start('0', keyFile);
  let { child } = first;

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  return {
    url,
    kill: () => end('SIGKILL'),
    async startAgain() {
      ({ child } = await start(new URL(url).port, keyFile));
    },
    async stop() {
      await end('SIGTERM');
      await rm(folder, { recursive: true });
    },
  };
}

async function start(port: string, keyFile: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: port, CHAT_KEY_FILE: keyFile },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return { child, url };
  }
  throw new Error('The example chat ended before it was ready.');
}
