import type { Clock } from '../platform/clock.ts';
import type { Ledger } from '../platform/ledger.ts';
import { toTransactionResource } from '../pay/trade.ts';
import type { Trade } from '../pay/trade.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { WireCheck, WireLog } from '../wire/wire-log.ts';
import { asProbe, composeNotification } from './compose-notification.ts';
import type { Pen } from './compose-notification.ts';
import { honestPlan } from './delivery-plan.ts';
import type { DeliveryPlan } from './delivery-plan.ts';
import type { FaultBench } from './fault-bench.ts';
import { applyFault } from './faults.ts';
import { notificationSchema } from './notification.ts';
import type { Notification } from './notification.ts';
import { postNotification } from './post-notification.ts';
import type { MerchantAnswer } from './post-notification.ts';
import { waitAfterAttempt } from './retry-schedule.ts';

const NOTIFICATION_LIMIT = 50_000;
/** Attempts under way at the same time; the others queue. */
const IN_FLIGHT_LIMIT = 64;

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
    const answers = plan.lost
      ? [{ accepted: false, problem: 'lost on the way', durationMs: 0 }]
      : await Promise.all(Array.from({ length: plan.copies }, () => send(news, plan)));
    if (stop.signal.aborted) return;
    const after = settle(news, answers);
    for (const answer of answers) report(after, { answer, faults: names, mustBeRefused: plan.mustBeRefused });
  }

  /** Never ends when the sandbox stops first: then the attempt was not made. */
  function pause(id: string, delayMs: number): Promise<void> {
    return new Promise((resolve) => cancels.set(id, clock.after(delayMs, resolve)));
  }

  function send(news: Notification, plan: DeliveryPlan): Promise<MerchantAnswer> {
    const composed = composeNotification(news, plan, deps);
    return postNotification(news.notifyUrl, composed, { fetch: deps.fetch, clock, stopping: stop.signal });
  }

  async function probe(news: Notification, plan: DeliveryPlan): Promise<void> {
    const answer = await send(news, asProbe(plan));
    report(news, { answer, faults: ['signature-probe'], mustBeRefused: true });
  }

  function settle(news: Notification, answers: MerchantAnswer[]): Notification {
    const attempts = news.attempts + 1;
    const waitMs = waitAfterAttempt(attempts, timeScale);
    const accepted = answers.some((answer) => answer.accepted);
    const after: Notification =
      accepted || waitMs === undefined
        ? { ...news, attempts, state: accepted ? 'delivered' : 'given-up', nextAttemptAt: undefined }
        : { ...news, attempts, state: 'waiting', nextAttemptAt: clock.now() + waitMs };
    table.put(after.id, after);
    if (after.nextAttemptAt !== undefined) schedule(after.id, after.nextAttemptAt);
    return after;
  }

  function report(news: Notification, outcome: Outcome): void {
    const { answer } = outcome;
    wire.add({
      direction: 'out',
      method: 'POST',
      url: news.notifyUrl,
      durationMs: Math.round(answer.durationMs),
      subject: news.outTradeNo,
      summary: summaryOf(news, outcome),
      checks: checksOf(outcome),
      attempt: news.attempts,
      ...(answer.status !== undefined && { status: answer.status }),
      ...(answer.body && { responseBody: answer.body }),
      ...(outcome.faults.length > 0 && { faults: outcome.faults }),
      ...(news.nextAttemptAt !== undefined && { nextAttemptAt: new Date(news.nextAttemptAt).toISOString() }),
    });
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

interface Outcome {
  answer: MerchantAnswer;
  faults: string[];
  mustBeRefused: boolean;
}

function summaryOf(news: Notification, { answer }: Outcome): string {
  const how = answer.accepted ? '已送达' : `未送达 · ${answer.problem ?? `HTTP ${answer.status ?? 0}`}`;
  return `支付通知 · ${how}${news.state === 'given-up' ? ' · 不再重试' : ''}`;
}

function checksOf({ answer, mustBeRefused }: Outcome): WireCheck[] {
  if (!mustBeRefused || answer.status === undefined) return [];
  return answer.accepted
    ? [{ name: 'refused', ok: false, note: 'the merchant believed what it had to refuse' }]
    : [{ name: 'refused', ok: true }];
}
