import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Config } from './platform/config.ts';
import type { Context } from './platform/context.ts';
import { registerHealth } from './platform/health.ts';
import { createHttp } from './platform/http.ts';
import { registerMetrics } from './platform/metrics.ts';
import type { Metrics } from './platform/metrics.ts';
import { servePages } from './platform/static-pages.ts';

export interface AppOptions {
  readonly config: Config;
  readonly context: Context;
  readonly metrics: Metrics;
}

export interface App {
  /** Everything registered, not listening. */
  readonly http: FastifyInstance;
  /** Stops taking new work, tells those who are connected to come back, and waits for what is running. */
  close(): Promise<void>;
}

const apps = path.resolve(import.meta.dirname, '../..');

/** Puts the server together from its parts. Nothing listens here: `main.ts` and the tests do that. */
export async function createApp({ config, context, metrics }: AppOptions): Promise<App> {
  const { database, ids, logger } = context;
  let draining = false;
  const http = await createHttp({ ...config, ids, logger });
  registerMetrics(http, metrics);
  registerHealth(http, { database, isDraining: () => draining });
  await servePages(http, {
    storefront: path.join(apps, 'storefront/dist'),
    console: path.join(apps, 'console/dist'),
  });

  return {
    http,
    async close() {
      draining = true;
      await http.close();
    },
  };
}
