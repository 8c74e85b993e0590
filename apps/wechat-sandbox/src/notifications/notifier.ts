import type { FaultBench } from '../faults/fault-bench.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ledger } from '../platform/ledger.ts';
import type { Refund, RefundOutcome } from '../pay/refund.ts';
import type { RefundBook } from '../pay/refund-book.ts';
import type { Trade } from '../pay/trade.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { WireLog } from '../wire/wire-log.ts';
import { attemptEntry } from './attempt-entry.ts';
import type { Delivery } from './attempt-entry.ts';
import { asProbe, composeNotification } from './compose-notification.ts';
import type { Pen } from './compose-notification.ts';
import { honestPlan } from './delivery-plan.ts';
import type { DeliveryPlan } from './delivery-plan.ts';
import { NOTICE_FAULT_NAMES, applyFault } from './notice-faults.ts';
import { noticeOf, notificationSchema } from './notification.ts';
import type { Notification } from './notification.ts';
import { notifiedResource } from './notified-resource.ts';
import { postNotification } from './post-notification.ts';
import { waitAfterAttempt } from './retry-schedule.ts';

const NOTIFICATION_LIMIT = 50_000;
/** Attempts under way at the same time; the others queue. */
const IN_FLIGHT_LIMIT = 64;

const LOST: Delivery = { answer: { accepted: false, problem: 'lost on the way', durationMs: 0 } };

export interface NotifierDeps extends Pen {
  ledger: Ledger;
  trades: TradeBook;
  refunds: RefundBook;
  faults: FaultBench;
  wire: WireLog;
  fetch: typeof fetch;
  clock: Clock;
  /** 1 is WeChat Pay's own schedule, 60 is sixty times faster. */
  timeScale: () => number;
  /** 0 ≤ n < 1: decides whether a probe goes out. */
  random: () => number;
}

/** Tells the merchant what was paid and refunded, and keeps telling until it is believed or the schedule is over. */
export interface Notifier {
  /** Takes up what an earlier run of the sandbox left waiting. */
  start(): void;
  announcePayment(trade: Trade): void;
  /** Nothing when the refund named no notify_url. */
  announceRefund(refund: Refund, outcome: RefundOutcome): void;
  /** Newest first. */
  all(): Notification[];
  /** Resolves once no attempt is under way, but for those that a fault delays. */
  idle(): Promise<void>;
  /** Stops the attempts under way; they count as not made. */
  close(): void;
}

export function createNotifier(deps: NotifierDeps): Notifier {
  const { ledger, trades, refunds, faults, wire, clock, ids, identity } = deps;
  const table = ledger.table('notifications', notificationSchema, NOTIFICATION_LIMIT);
  const stop = new AbortController();
  const cancels = new Map<string, () => void>();
  const queue: string[] = [];
  const underWay = new Set<Promise<void>>();
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
    const resource = news && notifiedResource(news, { trades, refunds, mchid: identity.mchid });
    if (!news || !resource) return;
    const occasion = { outTradeNo: news.outTradeNo, notice: noticeOf(news) };
    const taken = NOTICE_FAULT_NAMES.flatMap((name) => faults.take(name, occasion) ?? []);
    const names = taken.map(({ name }) => name);
    if (names.includes('refund-notice-first') && !news.refund && hold(news)) return;
    const plan = taken.reduce(applyFault, honestPlan(resource, news.trust));
    if (plan.delayMs > 0) await pause(id, plan.delayMs);
    await whileUnderWay(() => deliver(news, plan, names));
  }

  /** The payment's news waits until the refund's was told, unless that has happened already. */
  function hold(news: Notification): boolean {
    const told = table
      .rows()
      .some(({ outTradeNo, refund, attempts }) => refund && outTradeNo === news.outTradeNo && attempts > 0);
    if (!told) table.put(news.id, { ...news, nextAttemptAt: undefined });
    return !told;
  }

  function releaseHeld(outTradeNo: string): void {
    for (const news of table.rows()) {
      const held = news.state === 'waiting' && news.nextAttemptAt === undefined && !news.refund;
      if (held && news.outTradeNo === outTradeNo) {
        table.put(news.id, { ...news, nextAttemptAt: clock.now() });
        schedule(news.id, clock.now());
      }
    }
  }

  async function whileUnderWay(work: () => Promise<void>): Promise<void> {
    const working = work();
    underWay.add(working);
    await working.finally(() => underWay.delete(working));
  }

  async function deliver(news: Notification, plan: DeliveryPlan, faultNames: string[]): Promise<void> {
    if (plan.probe || deps.random() < faults.probeRate) await probe(news, plan);
    const deliveries = plan.lost
      ? [LOST]
      : await Promise.all(Array.from({ length: plan.copies }, () => send(news, plan)));
    if (stop.signal.aborted) return;
    const after = settle(news, deliveries);
    for (const delivery of deliveries) {
      const operation = news.refund ? 'refund-notification' : 'notification';
      wire.add(attemptEntry(after, { operation, plan, delivery, faults: faultNames }));
    }
    if (news.refund) releaseHeld(news.outTradeNo);
  }

  /** Never ends when the sandbox stops first: then the attempt was not made. */
  function pause(id: string, delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(delayMs, () => {
        cancels.delete(id);
        resolve();
      });
      cancels.set(id, cancel);
    });
  }

  async function send(news: Notification, plan: DeliveryPlan): Promise<Delivery> {
    const composed = composeNotification(news, plan, deps);
    const postman = { fetch: deps.fetch, clock: deps.machineClock, stopping: stop.signal };
    return { composed, answer: await postNotification(news.notifyUrl, composed, postman) };
  }

  async function probe(news: Notification, plan: DeliveryPlan): Promise<void> {
    const probing = asProbe(plan);
    const delivery = await send(news, probing);
    wire.add(attemptEntry(news, { operation: 'signature-probe', plan: probing, delivery, faults: [] }));
  }

  function settle(news: Notification, deliveries: Delivery[]): Notification {
    const attempts = news.attempts + 1;
    const waitMs = waitAfterAttempt(attempts, deps.timeScale());
    const accepted = deliveries.some(({ answer }) => answer.accepted);
    const after: Notification =
      accepted || waitMs === undefined
        ? { ...news, attempts, state: accepted ? 'delivered' : 'given-up', nextAttemptAt: undefined }
        : { ...news, attempts, state: 'waiting', nextAttemptAt: clock.now() + waitMs };
    table.put(after.id, after);
    if (after.nextAttemptAt !== undefined) schedule(after.id, after.nextAttemptAt);
    return after;
  }

  function announce(news: Pick<Notification, 'outTradeNo' | 'notifyUrl' | 'trust' | 'refund'>): void {
    const nowMs = clock.now();
    const fresh: Notification = {
      ...news,
      id: ids.uuid(),
      createdAt: nowMs,
      state: 'waiting',
      attempts: 0,
      nextAttemptAt: nowMs,
    };
    table.put(fresh.id, fresh);
    schedule(fresh.id, nowMs);
  }

  return {
    start() {
      for (const { id, state, nextAttemptAt } of table.rows()) {
        if (state === 'waiting' && nextAttemptAt !== undefined) schedule(id, nextAttemptAt);
      }
    },
    announcePayment: ({ outTradeNo, notifyUrl, trust }) => {
      if (notifyUrl !== '') announce({ outTradeNo, notifyUrl, trust });
    },
    announceRefund({ outRefundNo, outTradeNo, notifyUrl, trust }, outcome) {
      if (notifyUrl !== undefined)
        announce({ outTradeNo, notifyUrl, trust, refund: { outRefundNo, outcome } });
    },
    all: () => table.rows().reverse(),
    async idle() {
      while (underWay.size > 0) await Promise.allSettled([...underWay]);
    },
    close() {
      stop.abort(new Error('the sandbox stopped'));
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
