/**
 * What the messaging engine costs: CPU time (user and system) of the server process per delivered 256-byte
 * message, against "bare ws", which sends one prebuilt frame by one socket write per subscriber and message
 * and checks nothing. All servers run in processes of their own and take turns.
 *
 *   node bench/messaging.ts [workload …]
 */
import { broadcast, rooms, streaming, users } from './messaging/fan-out.ts';
import { cluster } from './messaging/cluster.ts';
import { idle } from './messaging/idle.ts';
import { journal } from './messaging/journal.ts';
import type { Row } from './messaging/measure.ts';
import { ownIds } from './messaging/own-ids.ts';
import { sleepers } from './messaging/sleepers.ts';
import { printTable } from './table.ts';

const WORKLOADS: Readonly<Record<string, () => Promise<Row[]>>> = {
  broadcast,
  rooms,
  users,
  'own-ids': ownIds,
  streaming,
  sleepers,
  journal,
  cluster,
  idle,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in WORKLOADS));
if (unknown.length > 0) {
  throw new RangeError(`No workload ${unknown.join(', ')}; there are ${Object.keys(WORKLOADS).join(', ')}.`);
}
for (const [name, run] of Object.entries(WORKLOADS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  printTable(await run());
  console.log();
}
