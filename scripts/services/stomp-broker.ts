import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServiceProcess } from './service-process.ts';

/** A message broker of a test's own, on free ports of the loopback, its data in a temporary folder. */
export interface StompBroker {
  readonly host: string;
  /** Where it speaks STOMP; the same after a restart. */
  readonly port: number;
  readonly login: string;
  readonly passcode: string;
  /** The queues, and the topics where the broker keeps such, that it has now; its own are left out. */
  destinations(): Promise<string[]>;
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same ports, with what it has on disk. */
  start(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Stops it for good and removes its folder. */
  remove(): Promise<void>;
}

/** A folder that nobody else uses. */
export function makeServiceFolder(name: string): string {
  return mkdtempSync(path.join(tmpdir(), `carillon-${name}-`));
}

/** The part of a broker that starts and stops; `launch` is called for every start. */
export async function manageBroker(folder: string, launch: () => Promise<ServiceProcess>) {
  let running: ServiceProcess | undefined = await launch();

  async function end(how: 'stop' | 'kill'): Promise<void> {
    const ending = running;
    running = undefined;
    await ending?.[how]();
  }

  return {
    stop: () => end('stop'),
    kill: () => end('kill'),
    async start() {
      running ??= await launch();
    },
    freeze: () => running?.freeze(),
    thaw: () => running?.thaw(),
    async remove() {
      await end('stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
