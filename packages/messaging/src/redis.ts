/** The door to what needs Redis: the link between nodes, and a journal on Redis Streams. */
export { redisCluster } from './cluster/redis/redis-cluster.ts';
export type { RedisClusterOptions } from './cluster/redis/redis-cluster.ts';
export { redisJournal } from './cluster/redis/redis-journal.ts';
export type { RedisJournal, RedisJournalOptions } from './cluster/redis/redis-journal.ts';
