import { Crowd } from './crowd.ts';
import { saturate } from './loads.ts';
import { compare } from './measure.ts';
import type { Row } from './measure.ts';
import { CARILLON, ServerUnderLoad } from './server-under-load.ts';

const PLAN = { topics: 1, subscribersPerTopic: 1_000, senders: 'one' } as const;

/** 1000 subscribers of one topic, each with a subscription id of its own, against the same with one id. */
export async function ownIds(): Promise<Row[]> {
  const shared = await Crowd.gather(await ServerUnderLoad.start({ ...CARILLON, name: 'one id' }), PLAN);
  const own = await Crowd.gather(await ServerUnderLoad.start({ ...CARILLON, name: 'own ids' }), {
    ...PLAN,
    ids: 'own',
  });
  const crowds = [shared, own];
  const rows = [
    ...(await compare('own ids, 4 under way', '≤ 1.30', { crowds, load: saturate(4) })),
    ...(await compare('own ids, 64 under way', '≤ 1.30', { crowds, load: saturate(64) })),
  ];
  for (const crowd of crowds) {
    crowd.leave();
    crowd.server.stop();
  }
  return rows;
}
