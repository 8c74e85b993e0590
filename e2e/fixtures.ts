import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSystem } from '@carillon/scripts/system';
import type { System } from '@carillon/scripts/system';
import { startPostgres } from '@carillon/server/testing/postgres';
import { test as base } from '@playwright/test';

export interface DatabaseOption {
  database: 'pglite' | 'postgres';
}

/** How many times faster than WeChat the sandbox repeats a notification that was not answered. */
const TIME_SCALE = 60;

/** Tests with one system per worker: sandbox and server on free ports, in a folder that goes afterwards. */
export const test = base.extend<object, DatabaseOption & { system: System }>({
  database: ['pglite', { option: true, scope: 'worker' }],
  system: [
    async ({ database }, use) => {
      const dataDir = await mkdtemp(path.join(tmpdir(), 'carillon-e2e-'));
      const postgres = database === 'postgres' ? await startPostgres() : undefined;
      const system = await startSystem({
        dataDir,
        databaseUrl: postgres?.url('postgres'),
        timeScale: TIME_SCALE,
      });
      await use(system);
      await system.stop();
      await postgres?.stop();
      await rm(dataDir, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect } from '@playwright/test';
