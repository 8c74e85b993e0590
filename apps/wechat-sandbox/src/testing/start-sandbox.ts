import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdentity } from '../keys/identity.ts';
import type { Identity } from '../keys/identity.ts';
import { peopleOf } from '../people/people.ts';
import type { SandboxPerson } from '../people/people.ts';
import { systemClock } from '../platform/clock.ts';
import { randomIds } from '../platform/ids.ts';
import { createSandbox } from '../sandbox.ts';
import type { Sandbox, SandboxDeps } from '../sandbox.ts';

/** A sandbox in the process of a test, listening on a free port of this machine. */
export interface TestSandbox {
  /** Base URL of all three WeChat hosts. */
  url: string;
  sandbox: Sandbox;
  /** All that the merchant and WeChat share: mchid, keys, appids. */
  identity: Identity;
  people: SandboxPerson[];
  /** Holds `wechat/credentials.json` and the key files, as a merchant has them. */
  dataFolder: string;
  /**
   * Calls the control API: `control('POST', '/pay', { outTradeNo })`. docs/sandbox.md lists it.
   * @throws Error with the sandbox's words when it refuses
   */
  control: (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => Promise<unknown>;
  /** Stops it; a folder that it made goes too. */
  close: () => Promise<void>;
}

let sharedIdentity: Promise<Identity> | undefined;

/** Making four RSA keys takes half a second: once for all sandboxes of a process. */
export function testIdentity(): Promise<Identity> {
  sharedIdentity ??= createIdentity({ clock: systemClock, ids: randomIds });
  return sharedIdentity;
}

/** Starts a sandbox for a test. Give it the clock that the test winds, if it winds one. */
export async function startTestSandbox(options: Partial<SandboxDeps> = {}): Promise<TestSandbox> {
  const identity = options.identity ?? (await testIdentity());
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'carillon-sandbox-')));
  const sandbox = createSandbox({ ...options, identity, dataFolder });
  const { url } = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    sandbox,
    identity,
    people: peopleOf(identity),
    dataFolder,
    async control(method, path, body) {
      const response = await fetch(`${url}/sandbox/api${path}`, {
        method,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`the sandbox refused ${method} ${path}: ${await response.text()}`);
      return response.json();
    },
    async close() {
      await sandbox.close();
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
