import { Crowd } from './crowd.ts';
import { saturate } from './loads.ts';
import { takeTurns } from './measure.ts';
import type { Row } from './measure.ts';
import { CARILLON, ServerUnderLoad } from './server-under-load.ts';

/** 20 of 120 subscribers never read, against 120 that do: what all cost, and how long the others wait. */
export async function sleepers(): Promise<Row[]> {
  const plan = { topics: 1, subscribersPerTopic: 100, senders: 'one' } as const;
  const crowds = [
    await Crowd.gather(await ServerUnderLoad.start({ ...CARILLON, name: '120 that read' }), {
      ...plan,
      subscribersPerTopic: 120,
    }),
    await Crowd.gather(await ServerUnderLoad.start({ ...CARILLON, name: '20 that do not' }), {
      ...plan,
      sleepersPerTopic: 20,
    }),
  ];
  const measured = await takeTurns(crowds, saturate(16));
  const limit = measured[0];
  for (const crowd of crowds) {
    crowd.leave();
    crowd.server.stop();
  }
  return measured.map((one, index) => ({
    work: 'never reading, 16 under way',
    server: crowds[index]?.server.name ?? '',
    'µs CPU': one.cpuMicros.toFixed(2),
    'per second': Math.round(one.deliveriesPerSecond),
    ratio: (one.cpuMicros / (limit?.cpuMicros ?? NaN)).toFixed(2),
    target: index === 0 ? '' : '≤ 1.10',
    p99: `${one.p99Ms.toFixed(1)} ms`,
    memory: `${Math.round(one.rssBytes / 1024 ** 2)} MiB`,
  }));
}
