import { createApp } from './app.ts';
import { linkPeople } from './demo/link-people.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { migrations } from './migrations/index.ts';
import { systemClock } from './platform/clock.ts';
import { readConfig } from './platform/config.ts';
import { openDatabase } from './platform/database.ts';
import { migrate } from './platform/database/migrate.ts';
import { randomIds } from './platform/ids.ts';
import { startTrimming } from './platform/journal/trim-journal.ts';
import { endOnSignals, endOnUncaught } from './platform/lifecycle.ts';
import { addressOf } from './platform/listening-address.ts';
import { createLogger } from './platform/logging.ts';
import { createMetrics } from './platform/metrics.ts';
import { readWeChatCredentials } from './platform/wechat-credentials.ts';
import { createWeChat } from './platform/wechat.ts';

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

  const { ringPace } = config;
  const context = { database, clock: systemClock, ids: randomIds, logger, ringPace };
  if (config.demo) {
    if (await seedDemo(context)) logger.info('demo shop opened');
    await linkPeople(context, config.wechat.folder);
  }
  const credentials = readWeChatCredentials(config.wechat);
  if (credentials === undefined)
    logger.warn({ folder: config.wechat.folder }, 'no WeChat credentials: nothing can be paid');
  const wechat = credentials && createWeChat(credentials, context);

  const app = await createApp({ config, context, metrics, wechat });
  const stopTrimming = startTrimming(database, systemClock, logger);
  await app.http.listen({ port: config.port, host: config.host });
  endOnSignals(process, logger, async () => {
    stopTrimming();
    await app.close();
    await database.close();
  });

  const url = addressOf(app.http.server);
  logger.info({ url, ms: Math.round(performance.now() - startedAt), database: database.kind }, 'ready');
  process.stdout.write(`${JSON.stringify({ ready: 'server', url })}\n`);
}

/** What went wrong and what lay beneath it, without the stack: the reader is an operator. */
function explain(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `The port is taken (${error.message}). Set PORT to another; 0 takes any free one.`;
  }
  const messages: string[] = [];
  for (let layer = error; layer instanceof Error; layer = layer.cause) {
    const { message } = layer;
    if (!messages.some((above) => above.includes(message))) messages.push(message);
  }
  return messages.join(': ') || String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`carillon: ${explain(error)}\n`);
  process.exit(1);
});
