import type { Config } from '../platform/config.ts';
import type { Context } from '../platform/context.ts';
import { openDatabase } from '../platform/database.ts';
import type { Database } from '../platform/database.ts';
import { readWeChatCredentials } from '../platform/wechat-credentials.ts';
import { createWeChat } from '../platform/wechat.ts';
import { checkBooks } from './check-books.ts';
import { checkDatabase } from './check-database.ts';
import { checkNodes } from './check-nodes.ts';
import { checkOpenMatters } from './check-open-matters.ts';
import { checkRedis } from './check-redis.ts';
import { checkWeChat } from './check-wechat.ts';
import type { Finding } from './finding.ts';

/**
 * Looks at everything that the shop needs and says what is wrong with it and what to do. Changes nothing.
 * @returns what was found, in the order in which to mend it
 */
export async function examine(
  config: Config,
  { clock, logger }: Pick<Context, 'clock' | 'logger'>,
): Promise<Finding[]> {
  const findings = await examineDatabase(config, { clock, logger });
  findings.push(await checkRedis(config.redis));
  findings.push(
    ...(await attempt('wechat', 'Mend what the message names: docs/wechat-setup.md.', async () => {
      const credentials = readWeChatCredentials(config.wechat);
      return checkWeChat(credentials && createWeChat(credentials, { clock, logger }), config.publicUrl);
    })),
  );
  return findings;
}

async function examineDatabase(
  config: Config,
  { clock, logger }: Pick<Context, 'clock' | 'logger'>,
): Promise<Finding[]> {
  let database: Database | undefined;
  const advice =
    'With the embedded database, stop the server first: it is one process’s alone. Otherwise mend DATABASE_URL.';
  const findings = await attempt('database', advice, async () => {
    database = await openDatabase(config, { logger, onFailure: () => undefined });
    return [await checkDatabase(database)];
  });
  const opened = database;
  if (opened !== undefined && findings.every(({ state }) => state === 'ok')) {
    const report = 'This is a fault of the program. Report it with this line.';
    findings.push(...(await attempt('books', report, async () => checkBooks(opened))));
    findings.push(
      ...(await attempt('matters', report, async () => checkOpenMatters(opened.db, clock.now()))),
    );
    const hasRedis = config.redis !== undefined;
    findings.push(...(await attempt('nodes', report, async () => [await checkNodes(opened, hasRedis)])));
  }
  await opened?.close();
  return findings;
}

async function attempt(name: string, advice: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [{ name, state: 'fail', detail, advice }];
  }
}
