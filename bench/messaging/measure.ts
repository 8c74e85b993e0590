import type { Crowd } from './crowd.ts';
import { settle } from './loads.ts';
import type { Load } from './loads.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const ROUND_MS = Number(process.env.BENCH_ROUND_MS ?? 2_000);
/** Until what is hot is compiled: while a server is new, its cost is the compiler's. */
const WARM_UP_MS = Number(process.env.BENCH_WARM_UP_MS ?? 5_000);

/** One line of the table that is printed; all lines of a table have the same columns. */
export type Row = Readonly<Record<string, string | number>>;

interface Measured {
  /** CPU time of the server process per delivery. */
  cpuMicros: number;
  deliveriesPerSecond: number;
  p99Ms: number;
  rssBytes: number;
}

/**
 * Puts all crowds under the same load, in turns, and answers the median of each. What happens on the machine
 * meanwhile meets all of them.
 */
export async function takeTurns(crowds: readonly Crowd[], load: Load): Promise<Measured[]> {
  const rounds = crowds.map(() => [] as Measured[]);
  for (const crowd of crowds) await measure(crowd, load, WARM_UP_MS);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, crowd] of crowds.entries()) rounds[index]?.push(await measure(crowd, load, ROUND_MS));
  }
  return rounds.map((measured) => ({
    cpuMicros: median(measured.map(({ cpuMicros }) => cpuMicros)),
    deliveriesPerSecond: median(measured.map(({ deliveriesPerSecond }) => deliveriesPerSecond)),
    p99Ms: median(measured.map(({ p99Ms }) => p99Ms)),
    rssBytes: Math.max(...measured.map(({ rssBytes }) => rssBytes)),
  }));
}

async function measure(crowd: Crowd, load: Load, forMs: number): Promise<Measured> {
  await crowd.wakeSleepers();
  crowd.latencies = [];
  const deliveriesBefore = crowd.deliveries;
  const before = await crowd.server.report();
  const startMs = performance.now();
  await load(crowd, forMs);
  await settle(crowd);
  const seconds = (performance.now() - startMs) / 1_000;
  const after = await crowd.server.report();
  const deliveries = crowd.deliveries - deliveriesBefore;
  return {
    cpuMicros: (after.cpuMicros - before.cpuMicros) / deliveries,
    deliveriesPerSecond: deliveries / seconds,
    p99Ms: percentile(crowd.latencies, 0.99),
    rssBytes: after.rssBytes,
  };
}

/** The rows of one workload; the first crowd is what the others are compared with. */
export async function compare(
  work: string,
  target: string,
  { crowds, load }: { crowds: readonly Crowd[]; load: Load },
): Promise<Row[]> {
  const measured = await takeTurns(crowds, load);
  const limit = measured[0]?.cpuMicros ?? NaN;
  return measured.map(({ cpuMicros, deliveriesPerSecond }, index) => ({
    work,
    server: crowds[index]?.server.name ?? '',
    'µs CPU': cpuMicros.toFixed(2),
    'per second': Math.round(deliveriesPerSecond),
    ratio: (cpuMicros / limit).toFixed(2),
    target: index === 0 ? '' : target,
  }));
}

export function median(values: readonly number[]): number {
  return (percentile(values, 0.5) + percentile(values, 0.5, 'up')) / 2;
}

function percentile(values: readonly number[], share: number, rounding: 'down' | 'up' = 'down'): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = (sorted.length - 1) * share;
  return sorted[rounding === 'down' ? Math.floor(index) : Math.ceil(index)] ?? NaN;
}
