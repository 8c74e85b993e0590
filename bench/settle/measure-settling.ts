import path from 'node:path';
import { createApi } from '@carillon/contract';
import type { OrderEvent } from '@carillon/contract';
import { demoLogin, listenToShop, startProgram, withCookies } from '@carillon/scripts/system';
import { UNPAID_ORDER_FEN, prepareUnpaidOrders } from '@carillon/server/testing/unpaid-orders';
import { cpuSeconds } from '../cpu-seconds.ts';
import { quantile } from '../quantile.ts';
import { postNotifications } from './post-notifications.ts';
import type { Pace, Wait } from './post-notifications.ts';
import { readShares } from './shares.ts';
import type { Shares } from './shares.ts';
import { makeStandInWeChat } from './stand-in-wechat.ts';

/** How long we wait for the console to hear of the last. */
const LAST_RING_LIMIT_MS = 30_000;
/** Settled before it is measured how much can be: what runs for the first time is slow. */
const WARM_UP = 300;
/** At a steady pace nothing is left out, but the first second of a new server is shown by itself. */
const COLD_MS = 1_000;

export interface SettlingRun {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly count: number;
  readonly pace: Pace;
  readonly isProfiled: boolean;
}

export interface SettlingResult {
  readonly row: Record<string, string | number>;
  /** Empty unless profiled. */
  readonly shares: Shares;
}

/** Lets a new server settle so many notifications, with one console listening. */
export async function measureSettling(run: SettlingRun): Promise<SettlingResult> {
  const { dataDir, databaseUrl, count, pace, isProfiled } = run;
  const wechat = await makeStandInWeChat(dataDir);
  const where = { databaseUrl, dataFolder: dataDir };
  const isSteady = pace.perSecond !== undefined;
  const warmUp = isSteady ? 0 : WARM_UP;
  const { shopId, outTradeNos } = await prepareUnpaidOrders(where, count + warmUp);
  const profiles = path.join(dataDir, 'profiles');
  const server = await startProgram({
    name: 'server',
    main: 'apps/server/src/main.ts',
    env: {
      ...{ CARILLON_DATA: dataDir, DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'error' },
      MAX_REQUESTS_PER_MINUTE: '1000000',
      NODE_OPTIONS: isProfiled ? `--cpu-prof --cpu-prof-dir=${profiles}` : undefined,
    },
    logFile: path.join(dataDir, 'logs', 'server.log'),
  });
  try {
    const row = await settle();
    await server.stop();
    return { row, shares: isProfiled ? await readShares(profiles) : {} };
  } finally {
    await server.stop();
    wechat.close();
  }

  async function settle(): Promise<SettlingResult['row']> {
    const cookies = withCookies();
    await createApi(server.url, cookies)('logIn', { body: demoLogin });
    const rungAt = new Map<number, number>();
    const allRung = Promise.withResolvers<undefined>();
    const ears = await listenToShop(
      server.url,
      { shopId, cookie: cookies.cookieHeader() },
      (event: OrderEvent) => {
        if (event.type !== 'order.paid') return;
        rungAt.set(event.order.id, Date.now());
        if (rungAt.size === outTradeNos.length) allRung.resolve(undefined);
      },
    );
    const notify = (numbers: readonly string[]) =>
      numbers.map((outTradeNo) => wechat.notification(outTradeNo, UNPAID_ORDER_FEN));
    await postNotifications(server.url, notify(outTradeNos.slice(0, warmUp)), pace);
    // Made before it is measured: signing costs more than verifying.
    const notifications = notify(outTradeNos.slice(warmUp));
    const cpuBefore = cpuSeconds(server.pid);
    const answers = await postNotifications(server.url, notifications, pace);
    const late = setTimeout(() => allRung.resolve(undefined), LAST_RING_LIMIT_MS);
    await allRung.promise;
    clearTimeout(late);
    const cpu = cpuSeconds(server.pid) - cpuBefore;
    ears.close();
    const ringsMs = [...answers.sentAt]
      .map(
        ([outTradeNo, sentAt]) => (rungAt.get(Number(outTradeNo.replace('BENCH', ''))) ?? Infinity) - sentAt,
      )
      .sort((one, other) => one - other);
    const isCold = ({ fromMs }: Wait) => isSteady && fromMs < COLD_MS;
    const coldMs = sorted(answers.waits.filter(isCold));
    const warmMs = sorted(answers.waits.filter((wait) => !isCold(wait)));
    return {
      'settled/s': (count / answers.seconds).toFixed(0),
      answers: Object.entries(answers.statuses)
        .map(([status, times]) => `${times} x ${status}`)
        .join(', '),
      'answer p50 ms': quantile(warmMs, 0.5).toFixed(0),
      'p99 ms': quantile(warmMs, 0.99).toFixed(0),
      'first second p99 ms': isSteady ? quantile(coldMs, 0.99).toFixed(0) : '-',
      'console p50 ms': quantile(ringsMs, 0.5).toFixed(0),
      'console p99 ms': quantile(ringsMs, 0.99).toFixed(0),
      'CPU ms each': ((cpu * 1000) / count).toFixed(2),
    };
  }
}

function sorted(waits: readonly Wait[]): number[] {
  return waits.map(({ ms }) => ms).sort((one, other) => one - other);
}
