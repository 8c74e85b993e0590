import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { migrations } from './migrations/index.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';
import { migrate } from './platform/database/migrate.ts';
import { randomIds } from './platform/ids.ts';
import { startTrimming } from './platform/journal/trim-journal.ts';
import { endOnSignals, endOnUncaught } from './platform/lifecycle.ts';
import { createLogger } from './platform/logging.ts';
import { createMetrics } from './platform/metrics.ts';

/** Starts the server of this machine and prints `{"ready":"server","url":…}` when it takes requests. */
async function main(): Promise<void> {
  const startedAt = performance.now();
  const config = readConfig();
  const logger = createLogger({ level: config.logLevel });
  const die = endOnUncaught(process, logger);
  const metrics = createMetrics();
  const database = await openDatabase(config, {
    logger,
    onFailure: die,
    onPoolWait: metrics.onPoolWait,
  });
  const migrated = await migrate(database, migrations);
  if (migrated.length > 0) logger.info({ migrations: migrated }, 'database migrated');

  const app = await createApp({
    config,
    context: { database, clock: systemClock, ids: randomIds, logger },
    metrics,
  });
  const stopTrimming = startTrimming(database, systemClock, logger);
  await app.http.listen({ port: config.port, host: config.host });
  endOnSignals(process, logger, async () => {
    stopTrimming();
    await app.close();
    await database.close();
  });

  const url = addressOf(app.http.server.address() as AddressInfo);
  logger.info({ url, ms: Math.round(performance.now() - startedAt), database: database.kind }, 'ready');
  process.stdout.write(`${JSON.stringify({ ready: 'server', url })}\n`);
}

function addressOf({ address, family, port }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`carillon: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
