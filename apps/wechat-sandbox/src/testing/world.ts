import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, vi } from 'vitest';
import type { LightMyRequestResponse } from 'fastify';
import type { Identity } from '../keys/identity.ts';
import { createSandbox } from '../sandbox.ts';
import type { Sandbox, SandboxDeps } from '../sandbox.ts';
import type { WireEntry } from '../wire/wire-log.ts';
import { createManualClock } from './manual-clock.ts';
import type { ManualClock } from './manual-clock.ts';
import { createMerchant } from './merchant.ts';
import type { TestMerchant } from './merchant.ts';
import { testIdentity } from './start-sandbox.ts';

/** What the merchant's notify_url received. */
interface Delivery {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface World {
  identity: Identity;
  sandbox: Sandbox;
  clock: ManualClock;
  merchant: TestMerchant;
  dataFolder: string;
  /** Everything that was POSTed to a notify_url, in order. */
  inbox: Delivery[];
  control: (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
  ) => Promise<LightMyRequestResponse>;
  wire(): Promise<WireEntry[]>;
  /** Runs what is due and waits until so many attempts in all are on the wire log. */
  attempts(count: number): Promise<WireEntry[]>;
  /** The sandbox ends and another begins on the same data folder. */
  restart(): Promise<World>;
}

export interface WorldOptions extends Partial<SandboxDeps> {
  /** The merchant's answer to the n-th POST (1 is the first). */
  answer?: (nth: number, signal: AbortSignal | null) => Response | Promise<Response>;
}

/** Limits that only a machine with too much else to do comes near. */
const SLOW_MACHINE_MS = 30_000;

/** Four RSA keys take a while: made before the first test's time starts to count. */
beforeAll(testIdentity, SLOW_MACHINE_MS);

/** A sandbox with nobody listening on a port, a clock that stands still, and a merchant at the other end. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { answer = () => new Response(null, { status: 204 }), ...deps } = options;
  const known = await testIdentity();
  const dataFolder = deps.dataFolder ?? (await temporaryFolder());
  const clock = createManualClock();
  const inbox: Delivery[] = [];
  const post: typeof fetch = async (url, init) => {
    inbox.push({
      url: url instanceof Request ? url.url : String(url),
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: typeof init?.body === 'string' ? init.body : '',
    });
    return answer(inbox.length, init?.signal ?? null);
  };
  const sandbox = createSandbox({
    identity: known,
    clock,
    random: () => 0.5,
    ...deps,
    dataFolder,
    fetch: post,
  });
  onTestFinished(() => sandbox.close());

  const control: World['control'] = (method, path, body) =>
    sandbox.app.inject({ method, url: `/sandbox/api${path}`, ...(body && { payload: body }) });
  const wire = async () => (await control('GET', '/wire')).json<{ entries: WireEntry[] }>().entries;

  return {
    identity: known,
    sandbox,
    clock,
    merchant: createMerchant(sandbox.app, known, clock),
    dataFolder,
    inbox,
    control,
    wire,
    attempts(count) {
      clock.advance(0);
      return vi.waitFor(
        async () => {
          const sent = (await wire()).filter(({ direction }) => direction === 'out');
          expect(sent.length).toBe(count);
          return sent;
        },
        { interval: 2, timeout: SLOW_MACHINE_MS },
      );
    },
    async restart() {
      await sandbox.close();
      const next = await startWorld({ ...options, dataFolder });
      next.sandbox.resume();
      return next;
    },
  };
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'carillon-sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
