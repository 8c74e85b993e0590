import { clusterBusSuite } from '@carillon/conformance';
import { startRedis } from '@carillon/scripts/services';
import { afterAll } from 'vitest';
import { redisCluster } from './redis-cluster.ts';

const redis = await startRedis();
afterAll(() => redis.remove());

let clusters = 0;

clusterBusSuite('over Redis', () => {
  clusters += 1;
  const prefix = `test-${clusters}:`;
  return {
    makeBus: redisCluster({ url: redis.url, prefix, leaseMs: 2_000 }),
    cut: () => redis.stop(),
    mend: () => redis.start(),
    close: () => undefined,
  };
});
