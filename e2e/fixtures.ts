import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApi } from '@carillon/contract';
import { findFreePort, makeCertificate, startDeployedNginx, startRedis } from '@carillon/scripts/services';
import { demoLogin, startSystem, withCookies } from '@carillon/scripts/system';
import type { System, SystemOptions } from '@carillon/scripts/system';
import { startPostgres } from '@carillon/server/testing/postgres';
import { makeDataFolder } from '@carillon/server/testing/prepared-embedded';
import { test as base } from '@playwright/test';

export interface DatabaseOption {
  database: 'pglite' | 'postgres';
  /** More settings for the server, as environment variables. */
  serverEnv: Record<string, string>;
  /** Whether browsers come as to a shop on the internet: by TLS, through nginx, and with Redis behind the server. */
  behindNginx: boolean;
}

/** How many times faster than WeChat the sandbox repeats a notification that was not answered. */
const TIME_SCALE = 60;

interface Tidy {
  /** Leaves no order waiting and no page open for the next test, which rings for its own orders only. */
  tidy: undefined;
}

interface Shop {
  readonly system: System;
  /** Where browsers reach the server. */
  readonly address: string;
}

/** Tests with one system per worker: sandbox and server on free ports, in a folder that goes afterwards. */
export const test = base.extend<Tidy, DatabaseOption & Shop & { shop: Shop }>({
  database: ['pglite', { option: true, scope: 'worker' }],
  serverEnv: [{}, { option: true, scope: 'worker' }],
  behindNginx: [false, { option: true, scope: 'worker' }],
  shop: [
    async ({ database, serverEnv, behindNginx }, use) => {
      const postgres = database === 'postgres' ? await startPostgres() : undefined;
      // Making the embedded database takes seconds of a processor: it is copied.
      const dataDir = postgres ? await mkdtemp(path.join(tmpdir(), 'carillon-e2e-')) : await makeDataFolder();
      const databaseUrl = postgres?.url('postgres');
      const options = { dataDir, databaseUrl, timeScale: TIME_SCALE, serverEnv };
      if (behindNginx) await withNginx(options, use);
      else await withSystem(options, use);
      await postgres?.stop();
      await rm(dataDir, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  system: [async ({ shop }, use) => use(shop.system), { scope: 'worker' }],
  address: [async ({ shop }, use) => use(shop.address), { scope: 'worker' }],
  tidy: [
    async ({ browser, system }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
      await finishOrders(system.server.url);
    },
    { auto: true },
  ],
});

async function withSystem(options: SystemOptions, use: (shop: Shop) => Promise<void>): Promise<void> {
  const system = await startSystem(options);
  await use({ system, address: system.server.url });
  await system.stop();
}

async function withNginx(options: SystemOptions, use: (shop: Shop) => Promise<void>): Promise<void> {
  const [redis, port, certificate] = [await startRedis(), await findFreePort(), makeCertificate()];
  const system = await startSystem({
    ...options,
    serverEnv: {
      ...options.serverEnv,
      REDIS_URL: redis.url,
      PUBLIC_URL: `https://localhost:${port}`,
      TRUST_PROXY: '1',
      // Where there is a public address, nobody expects a demo shop.
      CARILLON_DEMO: '1',
    },
    // It notifies the public address, whose certificate nobody else would trust.
    sandboxEnv: { NODE_EXTRA_CA_CERTS: certificate.ca },
  });
  const nodes = [new URL(system.server.url).host];
  const nginx = await startDeployedNginx({ nodes, certificate, port });
  await use({ system, address: nginx.url });
  await nginx.stop();
  await system.stop();
  await redis.remove();
  await rm(certificate.folder, { recursive: true });
}

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
