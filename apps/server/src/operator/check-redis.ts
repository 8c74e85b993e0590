import { createClient } from 'redis';
import type { Config } from '../platform/config.ts';
import type { Finding } from './finding.ts';

const ANSWER_LIMIT_MS = 3_000;

/** Checks that Redis answers. */
export async function checkRedis(config: Config['redis']): Promise<Finding> {
  const name = 'redis';
  if (!config) {
    return { name, state: 'none', detail: 'not set up: one node', advice: 'Set REDIS_URL to run several.' };
  }
  const client = createClient({
    url: config.url,
    socket: { reconnectStrategy: false, connectTimeout: ANSWER_LIMIT_MS },
    commandOptions: { timeout: ANSWER_LIMIT_MS },
  });
  // Without a listener its error would end the process; `connect` rejects with it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const version = /redis_version:(\S+)/.exec(await client.info('server'))?.[1] ?? 'unknown';
    return { name, state: 'ok', detail: `Redis ${version}` };
  } catch (error) {
    return {
      name,
      state: 'fail',
      detail: `no answer (${error instanceof Error ? error.message : String(error)})`,
      advice: 'Start Redis, or mend REDIS_URL. Until then each node serves its own clients only.',
    };
  } finally {
    if (client.isOpen) client.destroy();
  }
}
