import type { Clock } from '../platform/clock.ts';
import type { Ledger } from '../platform/ledger.ts';
import { toTransactionResource } from '../pay/trade.ts';
import type { Trade } from '../pay/trade.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { WireLog } from '../wire/wire-log.ts';
import { attemptEntry } from './attempt-entry.ts';
import type { Delivery } from './attempt-entry.ts';
import { asProbe, composeNotification } from './compose-notification.ts';
import type { Pen } from './compose-notification.ts';
import { honestPlan } from './delivery-plan.ts';
import type { DeliveryPlan } from './delivery-plan.ts';
import type { FaultBench } from './fault-bench.ts';
import { applyFault } from './faults.ts';
import { notificationSchema } from './notification.ts';
import type { Notification } from './notification.ts';
import { postNotification } from './post-notification.ts';
import { waitAfterAttempt } from './retry-schedule.ts';

const NOTIFICATION_LIMIT = 50_000;
/** Attempts under way at the same time; the others queue. */
const IN_FLIGHT_LIMIT = 64;

const LOST: Delivery = { answer: { accepted: false, problem: 'lost on the way', durationMs: 0 } };

export interface NotifierDeps extends Pen {
  ledger: Ledger;
  trades: TradeBook;
  faults: FaultBench;
  wire: WireLog;
  fetch: typeof fetch;
  clock: Clock;
  /** 1 is WeChat Pay's own schedule, 60 is sixty times faster. */
  timeScale: number;
  /** 0 ≤ n < 1: decides whether a probe goes out. */
  random: () => number;
}

/** Tells the merchant what was paid, and keeps telling until it is believed or the schedule is over. */
export interface Notifier {
  /** Takes up what an earlier run of the sandbox left waiting. */
  start(): void;
  announce(trade: Trade): Notification;
  /** Newest first. */
  all(): Notification[];
  /** Stops the attempts under way; they count as not made. */
  close(): void;
}

export function createNotifier(deps: NotifierDeps): Notifier {
  const { ledger, trades, faults, wire, clock, ids, timeScale } = deps;
  const table = ledger.table('notifications', notificationSchema, NOTIFICATION_LIMIT);
  const stop = new AbortController();
  const cancels = new Map<string, () => void>();
  const queue: string[] = [];
  let inFlight = 0;

  function schedule(id: string, atMs: number): void {
    const cancel = clock.after(Math.max(0, atMs - clock.now()), () => {
      cancels.delete(id);
      queue.push(id);
      pump();
    });
    cancels.set(id, cancel);
  }

  function pump(): void {
    while (inFlight < IN_FLIGHT_LIMIT && !stop.signal.aborted) {
      const id = queue.shift();
      if (id === undefined) return;
      inFlight += 1;
      void attempt(id).finally(() => {
        inFlight -= 1;
        pump();
      });
    }
  }

  async function attempt(id: string): Promise<void> {
    const news = table.get(id);
    const trade = news && trades.get(news.outTradeNo);
    if (!news || !trade) return;
    const taken = faults.take();
    const names: string[] = taken.map(({ name }) => name);
    const plan = taken.reduce(applyFault, honestPlan(toTransactionResource(trade), news.trust));

    if (plan.probe || deps.random() < faults.probeRate) await probe(news, plan);
    if (plan.delayMs > 0) await pause(id, plan.delayMs);
    const deliveries = plan.lost
      ? [LOST]
      : await Promise.all(Array.from({ length: plan.copies }, () => send(news, plan)));
    if (stop.signal.aborted) return;
    const after = settle(news, deliveries);
    for (const delivery of deliveries) {
      wire.add(attemptEntry(after, { operation: 'notification', plan, delivery, faults: names }));
    }
  }

  /** Never ends when the sandbox stops first: then the attempt was not made. */
  function pause(id: string, delayMs: number): Promise<void> {
    return new Promise((resolve) => cancels.set(id, clock.after(delayMs, resolve)));
  }

  async function send(news: Notification, plan: DeliveryPlan): Promise<Delivery> {
    const composed = composeNotification(news, plan, deps);
    const postman = { fetch: deps.fetch, clock, stopping: stop.signal };
    return { composed, answer: await postNotification(news.notifyUrl, composed, postman) };
  }

  async function probe(news: Notification, plan: DeliveryPlan): Promise<void> {
    const probing = asProbe(plan);
    const delivery = await send(news, probing);
    wire.add(attemptEntry(news, { operation: 'signature-probe', plan: probing, delivery, faults: [] }));
  }

  function settle(news: Notification, deliveries: Delivery[]): Notification {
    const attempts = news.attempts + 1;
    const waitMs = waitAfterAttempt(attempts, timeScale);
    const accepted = deliveries.some(({ answer }) => answer.accepted);
    const after: Notification =
      accepted || waitMs === undefined
        ? { ...news, attempts, state: accepted ? 'delivered' : 'given-up', nextAttemptAt: undefined }
        : { ...news, attempts, state: 'waiting', nextAttemptAt: clock.now() + waitMs };
    table.put(after.id, after);
    if (after.nextAttemptAt !== undefined) schedule(after.id, after.nextAttemptAt);
    return after;
  }

  return {
    start() {
      for (const news of table.rows()) {
        if (news.state === 'waiting') schedule(news.id, news.nextAttemptAt ?? clock.now());
      }
    },
    announce(trade) {
      const news: Notification = {
        id: ids.uuid(),
        outTradeNo: trade.outTradeNo,
        notifyUrl: trade.notifyUrl,
        createdAt: clock.now(),
        trust: trade.trust,
        state: 'waiting',
        attempts: 0,
        nextAttemptAt: clock.now(),
      };
      table.put(news.id, news);
      schedule(news.id, clock.now());
      return news;
    },
    all: () => table.rows().reverse(),
    close() {
      stop.abort(new Error('the sandbox stopped'));
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
