import { Crowd } from './crowd.ts';
import type { CrowdPlan } from './crowd.ts';
import { keepSteady, saturate } from './loads.ts';
import type { Load } from './loads.ts';
import { compare } from './measure.ts';
import type { Row } from './measure.ts';
import { BARE_WS, CARILLON, CARILLON_STREAMING, SOCKJS_NODE, ServerUnderLoad } from './server-under-load.ts';
import type { ServerKind } from './server-under-load.ts';

/** What a workload is: who is there, and how much is asked, with the ratio that is wanted. */
interface FanOut {
  readonly plan: CrowdPlan;
  readonly loads: readonly { readonly title: string; readonly load: Load; readonly target: string }[];
}

/** Runs one plan on all servers, in turns; the first is what the others are compared with. */
async function fanOut(
  { plan, loads }: FanOut,
  kinds: readonly ServerKind[] = [BARE_WS, CARILLON],
): Promise<Row[]> {
  const servers: ServerUnderLoad[] = [];
  for (const kind of kinds) servers.push(await ServerUnderLoad.start(kind));
  const crowds: Crowd[] = [];
  for (const server of servers) crowds.push(await Crowd.gather(server, plan));
  const rows: Row[] = [];
  for (const { title, load, target } of loads) rows.push(...(await compare(title, target, { crowds, load })));
  for (const crowd of crowds) crowd.leave();
  for (const server of servers) server.stop();
  return rows;
}

/** 1000 subscribers of one topic, one sender. */
export function broadcast(): Promise<Row[]> {
  return fanOut({
    plan: { topics: 1, subscribersPerTopic: 1_000, senders: 'one' },
    loads: [
      { title: 'broadcast, 4 under way', load: saturate(4), target: '≤ 0.45' },
      { title: 'broadcast, 64 under way', load: saturate(64), target: '≤ 0.45' },
      { title: 'broadcast, 20 000/s', load: keepSteady(20), target: '≤ 1.10' },
    ],
  });
}

/** 2000 clients in 100 rooms; whoever sends is one of them, taken at random. */
export function rooms(): Promise<Row[]> {
  return fanOut({
    plan: { topics: 100, subscribersPerTopic: 20, senders: 'anyone' },
    loads: [
      { title: 'rooms, 16 under way', load: saturate(16), target: '≤ 0.90' },
      { title: 'rooms, 64 under way', load: saturate(64), target: '≤ 0.90' },
    ],
  });
}

/** 1000 users, each subscribed to a destination of its own, sending to each other. */
export function users(): Promise<Row[]> {
  return fanOut({
    plan: { topics: 1_000, subscribersPerTopic: 1, senders: 'anyone' },
    loads: [
      { title: 'users, 64 under way', load: saturate(64), target: '≤ 0.80' },
      { title: 'users, 1000 under way', load: saturate(1_000), target: '≤ 0.80' },
      { title: 'users, 4000 under way', load: saturate(4_000), target: '≤ 0.80' },
    ],
  });
}

/** 1000 subscribers of one topic over SockJS's xhr-streaming, one sender on WebSocket; bare ws has WebSockets only. */
export function streaming(): Promise<Row[]> {
  return fanOut(
    {
      plan: { topics: 1, subscribersPerTopic: 1_000, senders: 'one' },
      loads: [
        { title: 'xhr-streaming, 4 under way', load: saturate(4), target: '' },
        { title: 'xhr-streaming, 20 000/s', load: keepSteady(20), target: '' },
      ],
    },
    [BARE_WS, CARILLON_STREAMING, SOCKJS_NODE],
  );
}
