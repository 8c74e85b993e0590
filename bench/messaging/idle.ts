import { setTimeout as wait } from 'node:timers/promises';
import type { LoadSocket } from './load-socket.ts';
import { maskedFrame } from './masked-frame.ts';
import type { Row } from './measure.ts';
import { BARE_WS, CARILLON, ServerUnderLoad } from './server-under-load.ts';
import type { ServerKind } from './server-under-load.ts';
import { heartbeatWire } from './wire.ts';

/** Fewer show less than the process itself needs; the load generator must have files for all of them. */
const SESSIONS = Number(process.env.BENCH_SESSIONS ?? 10_000);
const HEARTBEAT_MS = 10_000;
const TICK_MS = 50;
/** Two heart-beats, after one that is not measured. */
const MEASURED_MS = 2 * HEARTBEAT_MS;

const HEARTBEAT = maskedFrame(Buffer.from('\n'));

interface Idle {
  name: string;
  bytesPerSession: number;
  /** Of one core. */
  cpuShare: number;
}

/** Has every socket send a heart-beat in each interval, spread over it. */
function beat(sockets: readonly LoadSocket[]): () => void {
  const perTick = Math.ceil((sockets.length * TICK_MS) / HEARTBEAT_MS);
  let next = 0;
  const timer = setInterval(() => {
    for (let n = 0; n < perTick; n += 1) {
      sockets[next % sockets.length]?.write(HEARTBEAT);
      next += 1;
    }
  }, TICK_MS);
  return () => clearInterval(timer);
}

async function rest(kind: ServerKind, hasHeartbeats: boolean): Promise<Idle> {
  const server = await ServerUnderLoad.start(kind);
  const first = await server.subscribe('0000');
  const before = await server.report();
  const sockets: LoadSocket[] = [];
  while (sockets.length < SESSIONS)
    sockets.push(await server.subscribe(String(sockets.length).padStart(4, '0')));
  const stop = hasHeartbeats ? beat(sockets) : () => undefined;
  if (hasHeartbeats) await wait(HEARTBEAT_MS);
  const opened = await server.report();
  await wait(hasHeartbeats ? MEASURED_MS : 0);
  const after = await server.report();
  stop();
  for (const socket of [first, ...sockets]) socket.destroy();
  server.stop();
  return {
    name: kind.name,
    bytesPerSession: (opened.rssBytes - before.rssBytes) / SESSIONS,
    cpuShare: (after.cpuMicros - opened.cpuMicros) / 1_000 / MEASURED_MS,
  };
}

/**
 * The young generation at its smallest: what V8 sets aside for it grows with how fast sessions come, and is the
 * process's, not theirs.
 */
const SMALL_YOUNG_GENERATION = ['--max-semi-space-size=1'];

function memoryRows(work: string, [bare, ours]: readonly [Idle, Idle]): Row[] {
  return [bare, ours].map(({ name, bytesPerSession }) => ({
    work,
    server: name,
    result: `${(bytesPerSession / 1_024).toFixed(1)} KiB`,
    ratio: (bytesPerSession / bare.bytesPerSession).toFixed(2),
    target: name === ours.name ? '≤ 1.30' : '',
  }));
}

/** What sessions cost that only beat: memory against a bare ws connection, and a share of one core. */
export async function idle(): Promise<Row[]> {
  const kinds = [BARE_WS, { ...CARILLON, wire: heartbeatWire }] as const;
  const small = { nodeOptions: SMALL_YOUNG_GENERATION };
  const held = [
    await rest({ ...kinds[0], ...small }, false),
    await rest({ ...kinds[1], ...small }, false),
  ] as const;
  const resident = [await rest(kinds[0], false), await rest(kinds[1], true)] as const;
  const cpuPercent = ((resident[1].cpuShare * 10_000) / SESSIONS) * 100;
  return [
    ...memoryRows(`${SESSIONS} idle, memory they hold`, held),
    ...memoryRows(`${SESSIONS} idle, and V8 at its ease`, resident),
    {
      work: '10 000 idle, heart-beats of 10 s',
      server: CARILLON.name,
      result: `${cpuPercent.toFixed(1)} % of a core`,
      ratio: '',
      target: '< 10 %',
    },
  ];
}
