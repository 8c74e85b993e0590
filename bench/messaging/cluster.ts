import { startRedis } from '@carillon/scripts/services';
import { setTimeout as wait } from 'node:timers/promises';
import { Crowd } from './crowd.ts';
import { saturate } from './loads.ts';
import { compare } from './measure.ts';
import type { Row } from './measure.ts';
import { CARILLON, ServerUnderLoad } from './server-under-load.ts';
import type { ServerKind } from './server-under-load.ts';
import { socketIoWire } from './wire.ts';

const SOCKET_IO: ServerKind = { name: 'Socket.IO', file: 'socket-io-server.ts', wire: socketIoWire };
const PLAN = { topics: 1, subscribersPerTopic: 100, senders: 'one' } as const;
/** Until the nodes know of each other's subscribers. */
const JOINING_MS = 1_000;

/**
 * One client publishes at one node, 100 are subscribed at the other, Redis is between them. What is measured
 * is the CPU time of the node with the subscribers, against Socket.IO with its Redis adapter.
 */
export async function cluster(): Promise<Row[]> {
  const redis = await startRedis();
  const env = { BENCH_REDIS_URL: redis.url };
  const crowds: Crowd[] = [];
  const senders: ServerUnderLoad[] = [];
  for (const kind of [SOCKET_IO, CARILLON]) {
    const [near, far] = [
      await ServerUnderLoad.start({ ...kind, env }),
      await ServerUnderLoad.start({ ...kind, env }),
    ];
    crowds.push(await Crowd.gather(far, PLAN, near));
    senders.push(near);
  }
  await wait(JOINING_MS);
  const rows = [
    ...(await compare('cross-node, 4 under way', '≤ 0.70', { crowds, load: saturate(4) })),
    ...(await compare('cross-node, 64 under way', '≤ 0.70', { crowds, load: saturate(64) })),
  ];
  for (const crowd of crowds) {
    crowd.leave();
    crowd.server.stop();
  }
  for (const sender of senders) sender.stop();
  await redis.remove();
  return rows;
}
