/** Services that tests and benchmarks start for themselves: on free ports, in temporary folders, stopped by pid. */
export { startRedis } from './start-redis.ts';
export type { RedisService } from './start-redis.ts';
