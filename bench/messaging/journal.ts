import { setTimeout as wait } from 'node:timers/promises';
import { FrameCounter } from './frame-counter.ts';
import type { LoadSocket } from './load-socket.ts';
import { Crowd } from './crowd.ts';
import { saturate, settle } from './loads.ts';
import { median } from './measure.ts';
import type { Row } from './measure.ts';
import { BARE_WS, CARILLON, ServerUnderLoad } from './server-under-load.ts';

const SUBSCRIBERS = 1_000;
const UNDER_WAY = 16;
const ROUNDS = 5;
const MESSAGES_PER_ROUND = 400;

/** Subscribers of a journaled destination; the server itself appends. */
class Readers {
  readonly server: ServerUnderLoad;
  readonly #sockets: LoadSocket[] = [];
  readonly #counter = new FrameCounter();

  constructor(server: ServerUnderLoad) {
    this.server = server;
  }

  async gather(): Promise<void> {
    while (this.#sockets.length < SUBSCRIBERS) this.#sockets.push(await this.server.subscribe('journal/0'));
    const last = this.#sockets.at(-1);
    if (last) last.onBytes = (bytes) => this.#counter.push(bytes);
  }

  /** Has so many entries appended, never more than so many ahead of the last reader. */
  async read(count: number): Promise<void> {
    const end = this.#counter.count + count;
    let appended = this.#counter.count;
    while (this.#counter.count < end) {
      const more = Math.min(end, this.#counter.count + UNDER_WAY) - appended;
      if (more > 0) this.server.publish(more);
      appended += Math.max(more, 0);
      await wait(0);
    }
  }

  leave(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** A broadcast that comes from a journal in memory, against bare ws. */
export async function journal(): Promise<Row[]> {
  const crowd = await Crowd.gather(await ServerUnderLoad.start(BARE_WS), {
    topics: 1,
    subscribersPerTopic: SUBSCRIBERS,
    senders: 'one',
  });
  const readers = new Readers(await ServerUnderLoad.start({ ...CARILLON, name: 'Carillon, journaled' }));
  await readers.gather();
  const costs: [bare: number[], ours: number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    costs[0].push(
      await costOf(crowd.server, async () => {
        await saturate(UNDER_WAY)(crowd, 1_000);
        await settle(crowd);
      }),
    );
    costs[1].push(await costOf(readers.server, () => readers.read(MESSAGES_PER_ROUND)));
  }
  crowd.leave();
  readers.leave();
  for (const { server } of [crowd, readers]) server.stop();
  // The first round warms up.
  const [bare, ours] = costs.map((rounds) => median(rounds.slice(1))) as [number, number];
  const work = `journal, ${UNDER_WAY} under way`;
  return [
    { work, server: crowd.server.name, 'µs CPU': bare.toFixed(2), ratio: '1.00' },
    { work, server: readers.server.name, 'µs CPU': ours.toFixed(2), ratio: (ours / bare).toFixed(2) },
  ];
}

async function costOf(server: ServerUnderLoad, work: () => Promise<void>): Promise<number> {
  const before = await server.report();
  await work();
  const after = await server.report();
  return (after.cpuMicros - before.cpuMicros) / (after.deliveries - before.deliveries);
}
