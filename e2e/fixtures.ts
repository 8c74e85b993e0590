import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApi } from '@carillon/contract';
import { demoLogin, startSystem, withCookies } from '@carillon/scripts/system';
import type { System } from '@carillon/scripts/system';
import { startPostgres } from '@carillon/server/testing/postgres';
import { test as base } from '@playwright/test';

export interface DatabaseOption {
  database: 'pglite' | 'postgres';
  /** More settings for the server, as environment variables. */
  serverEnv: Record<string, string>;
}

/** How many times faster than WeChat the sandbox repeats a notification that was not answered. */
const TIME_SCALE = 60;

interface Tidy {
  /** Leaves no order waiting and no page open for the next test, which rings for its own orders only. */
  tidy: undefined;
}

/** Tests with one system per worker: sandbox and server on free ports, in a folder that goes afterwards. */
export const test = base.extend<Tidy, DatabaseOption & { system: System }>({
  database: ['pglite', { option: true, scope: 'worker' }],
  serverEnv: [{}, { option: true, scope: 'worker' }],
  system: [
    async ({ database, serverEnv }, use) => {
      const dataDir = await mkdtemp(path.join(tmpdir(), 'carillon-e2e-'));
      const postgres = database === 'postgres' ? await startPostgres() : undefined;
      const system = await startSystem({
        dataDir,
        databaseUrl: postgres?.url('postgres'),
        timeScale: TIME_SCALE,
        serverEnv,
      });
      await use(system);
      await system.stop();
      await postgres?.stop();
      await rm(dataDir, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  tidy: [
    async ({ browser, system }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
      await finishOrders(system.server.url);
    },
    { auto: true },
  ],
});

async function finishOrders(serverUrl: string): Promise<void> {
  const staff = createApi(serverUrl, withCookies());
  const { staff: self } = await staff('logIn', { body: demoLogin });
  const { orders } = await staff('readBoard', { params: { shopId: self.shops[0]?.id ?? 0 } });
  for (const { id, status } of orders) {
    if (status === 'paid') await staff('acceptOrder', { params: { orderId: id } });
    if (status !== 'completed' && status !== 'cancelled')
      await staff('completeOrder', { params: { orderId: id } });
  }
  await staff('logOut');
}

export { expect } from '@playwright/test';
