import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { passDestination } from '@carillon/contract';
import type { PassEvent, PassShowing } from '@carillon/contract';
import { writePassCode } from '@carillon/pass-code';
import type { Program } from '@carillon/scripts/system';
import { Client, StompHeaders } from '@stomp/stompjs';
import { WebSocket } from 'ws';
import { cpuSeconds } from '../cpu-seconds.ts';
import { quantile } from '../quantile.ts';
import type { CarWash, Phone } from './open-car-wash.ts';

/** How long we wait for the last screen of a run. */
const LAST_SCREEN_LIMIT_MS = 10_000;

/** Scans every showing once, at a rate, and measures each from the clerk's request to the buyer's two sockets. */
export async function measureScans({ url, pid }: Program, { shopId, clerks, phones }: CarWash, rate: number) {
  const address = url.replace(/^http/, 'ws');
  const sentAt = new Map<string, number>();
  const onWire: number[] = [];
  const onStomp: number[] = [];
  const screens = await Promise.all(
    phones.map(async (phone) => openScreens(address, phone, { shopId, sentAt, onWire, onStomp })),
  );
  // Of a phone's showings one is scanned after the other: what is left says which.
  const rounds = phones[0]?.showings.length ?? 0;
  const order = Array.from({ length: rounds }, (_, round) =>
    phones.map(({ showings }) => showings[round]),
  ).flat();
  const cpuBefore = cpuSeconds(pid);
  const startedAt = performance.now();
  const answers = await Promise.all(
    order.map(async (showing, nth) => {
      if (showing === undefined) return 'none';
      await sleep(Math.max(0, startedAt + (nth * 1_000) / rate - performance.now()));
      const left = 1_000 - 1 - Math.floor(nth / phones.length);
      sentAt.set(`${showing.passId} ${left}`, performance.now());
      const scan = clerks[nth % clerks.length]?.('scanPass', {
        params: { shopId },
        body: { code: codeOf(showing) },
      });
      return scan?.then(
        () => 'taken',
        () => 'refused',
      );
    }),
  );
  const until = performance.now() + LAST_SCREEN_LIMIT_MS;
  while ((onWire.length < order.length || onStomp.length < order.length) && performance.now() < until) {
    await sleep(50);
  }
  const cpuMs = (cpuSeconds(pid) - cpuBefore) * 1_000;
  for (const close of screens) close();
  return {
    taken: `${answers.filter((answer) => answer === 'taken').length}/${order.length}`,
    ...shown('wire', onWire),
    ...shown('STOMP', onStomp),
    'server CPU ms/scan': (cpuMs / order.length).toFixed(1),
  };
}

/** Every showing was begun some time ago; what a phone shows now is by the server's clock, which is ours here. */
function codeOf(showing: PassShowing): string {
  return writePassCode(showing, Date.now())?.code ?? '';
}

interface Seen {
  readonly shopId: number;
  /** By the pass and what is left of it. */
  readonly sentAt: ReadonlyMap<string, number>;
  readonly onWire: number[];
  readonly onStomp: number[];
}

/** Opens both sockets of a phone, and notes how long ago what comes there was scanned. */
async function openScreens(
  address: string,
  { cookie, showings }: Phone,
  { shopId, sentAt, onWire, onStomp }: Seen,
): Promise<() => void> {
  const [{ passId, userId } = { passId: 0, userId: '' }] = showings;
  const note = (left: string | number, times: number[]): void => {
    const sent = sentAt.get(`${passId} ${left}`);
    if (sent !== undefined) times.push(performance.now() - sent);
  };
  const wire = new WebSocket(`${address}/webSocket/${userId}/${shopId}`, { headers: { cookie } });
  wire.on('message', (data: Buffer) => note(/^0_.*: (\d+)$/.exec(data.toString('utf8'))?.[1] ?? '', onWire));
  await once(wire, 'open');

  const client = new Client();
  client.webSocketFactory = () =>
    new WebSocket(`${address}/ws/buyer`, ['v12.stomp'], { headers: { cookie } });
  client.reconnectDelay = 0;
  const subscribed = Promise.withResolvers<undefined>();
  client.onConnect = () => {
    client.watchForReceipt('subscribed', () => subscribed.resolve(undefined));
    client.subscribe(
      passDestination(passId),
      ({ body }) => {
        const { result } = JSON.parse(body) as PassEvent;
        if (result?.outcome === 'taken') note(result.left, onStomp);
      },
      Object.assign(new StompHeaders(), { receipt: 'subscribed' }),
    );
  };
  client.activate();
  await subscribed.promise;
  return () => {
    wire.terminate();
    void client.deactivate({ force: true });
  };
}

function shown(name: string, times: readonly number[]): Record<string, string | number> {
  const sorted = times.toSorted((one, other) => one - other);
  return {
    [`${name}, heard`]: sorted.length,
    [`${name}, p50 ms`]: quantile(sorted, 0.5).toFixed(1),
    [`${name}, p99 ms`]: quantile(sorted, 0.99).toFixed(1),
  };
}
