import { redisCluster } from '../redis.ts';
import { startServer } from './test-server.ts';

/**
 * One node of a cluster as a process of its own, to be killed: `<url> <prefix> <leaseMs>`. Prints the address of
 * its endpoint, where `?user=` says who one is.
 */
const [url = '', prefix = '', leaseMs = ''] = process.argv.slice(2);

const server = await startServer(
  { cluster: redisCluster({ url, prefix, leaseMs: Number(leaseMs) }) },
  { authenticate: ({ query }) => ({ name: query.get('user') ?? 'nobody' }) },
);
process.stdout.write(`${server.url}\n`);
