/**
 * What a delivery costs: CPU time (user and system) of the server process per delivered 256-byte
 * message, against "bare ws", which sends one prebuilt frame by one socket write per subscriber and
 * message and checks nothing. Both servers run in processes of their own and take turns.
 *
 *   node bench/fan-out.ts
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Contender } from './fan-out/contender.ts';

const SUBSCRIBERS = 1_000;
const PAYLOAD = JSON.stringify({ text: 'x'.repeat(256 - '{"text":""}'.length) });
const ROUNDS = 3;
const ROUND_MS = 2_000;
const WARM_UP_MS = 1_000;
/**
 * Messages that are published and not yet received by all. The more there are, the more of them share a
 * write; the few are the harder test, the many what a server that falls behind does by itself.
 */
const FEW_OUTSTANDING = 4;
const MANY_OUTSTANDING = 64;
const STEADY_DELIVERIES_PER_SECOND = 20_000;

type Load = (contender: Contender, forMs: number) => Promise<void>;

function saturate(maxOutstanding: number): Load {
  return async (contender, forMs) => {
    const endMs = performance.now() + forMs;
    while (performance.now() < endMs) {
      while (contender.outstanding < maxOutstanding) contender.publish();
      await new Promise(setImmediate);
    }
  };
}

async function keepSteady(contender: Contender, forMs: number): Promise<void> {
  const intervalMs = (SUBSCRIBERS / STEADY_DELIVERIES_PER_SECOND) * 1_000;
  const startMs = performance.now();
  for (let n = 1; n * intervalMs <= forMs; n += 1) {
    contender.publish();
    await wait(Math.max(startMs + n * intervalMs - performance.now(), 0));
  }
}

async function settle(contender: Contender): Promise<void> {
  while (contender.outstanding > 0) await wait(5);
}

/** Microseconds of CPU per delivery, and deliveries per second of wall time. */
async function measure(contender: Contender, load: Load) {
  const before = await contender.report();
  const startMs = performance.now();
  await load(contender, ROUND_MS);
  await settle(contender);
  const after = await contender.report();
  const deliveries = after.deliveries - before.deliveries;
  return {
    micros: (after.cpuMicros - before.cpuMicros) / deliveries,
    perSecond: (deliveries / (performance.now() - startMs)) * 1_000,
  };
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

async function compare(work: string, target: number, contenders: Contender[], load: Load) {
  const results = contenders.map(() => [] as { micros: number; perSecond: number }[]);
  for (const contender of contenders) {
    await load(contender, WARM_UP_MS);
    await settle(contender);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      results[index]?.push(await measure(contender, load));
    }
  }
  const micros = results.map((rounds) => median(rounds.map((result) => result.micros)));
  return contenders.map(({ name }, index) => ({
    work,
    server: name,
    'CPU µs/delivery': Number((micros[index] ?? NaN).toFixed(2)),
    'deliveries/s': Math.round(median(results[index]?.map(({ perSecond }) => perSecond) ?? [])),
    '× bare ws': Number(((micros[index] ?? NaN) / (micros[0] ?? NaN)).toFixed(2)),
    target: index === 0 ? '' : `≤ ${target.toFixed(2)}`,
  }));
}

console.log(`${SUBSCRIBERS} subscribers of one destination, ${PAYLOAD.length}-byte messages`);
const contenders = [
  await Contender.start('bare ws', SUBSCRIBERS, PAYLOAD),
  await Contender.start('Carillon', SUBSCRIBERS, PAYLOAD),
];
console.table([
  ...(await compare(`saturated, ${FEW_OUTSTANDING} under way`, 0.45, contenders, saturate(FEW_OUTSTANDING))),
  ...(await compare(
    `saturated, ${MANY_OUTSTANDING} under way`,
    0.45,
    contenders,
    saturate(MANY_OUTSTANDING),
  )),
  ...(await compare(`${STEADY_DELIVERIES_PER_SECOND} deliveries/s`, 1.1, contenders, keepSteady)),
]);
for (const contender of contenders) contender.stop();
