import { WECHAT_ERRORS } from '@carillon/wechat';
import type { WeChatErrorCode } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import { makeRefusal, recordRefusals } from './record-refusal.ts';
import type { ReceivedNotification } from './record-refusal.ts';
import type { RefusedNotification } from './refusal-store.ts';

/** Newest forgeries written down per cause and round; those of all causes together fit into what the table keeps. */
const MAX_KEPT_PER_ROUND = 30;
const REASON = 'notification_unbelieved';

interface Forgery extends ReceivedNotification {
  /** Why it is not WeChat's word. */
  readonly cause: WeChatErrorCode;
}

/** The notifications that are not proven to be from WeChat Pay. Anyone can send them, as many as they like. */
export interface Forgeries {
  /** Counts one, and keeps it while it is among the newest. Costs neither a query nor a line in the log. */
  note(forgery: Forgery): void;
  /** Writes down what was noted since the last call: per cause one line in the log, and the newest to the database. */
  flush(): Promise<void>;
  /** How many were noted in all, by cause. */
  counts(): Readonly<Record<string, number>>;
}

interface Round {
  count: number;
  /** By their body's hash, the newest last. */
  readonly newest: Map<string, RefusedNotification>;
}

/** Makes the book of forgeries of this node. What it holds is bounded, however many come. */
export function createForgeries(context: Pick<Context, 'database' | 'clock' | 'logger'>): Forgeries {
  const totals = new Map(forgeryCauses().map((cause) => [cause, 0]));
  let rounds = new Map<string, Round>();

  return {
    note({ cause, ...received }) {
      totals.set(cause, (totals.get(cause) ?? 0) + 1);
      const round = rounds.get(cause) ?? { count: 0, newest: new Map<string, RefusedNotification>() };
      rounds.set(cause, round);
      round.count += 1;
      const detail = { reason: cause };
      keepNewest(round.newest, makeRefusal({ reason: REASON, detail, at: context.clock.now(), ...received }));
    },
    async flush() {
      const ended = rounds;
      rounds = new Map();
      for (const [cause, { count }] of ended) {
        context.logger.warn({ reason: REASON, cause, count }, 'forged payment notifications were refused');
      }
      for (const { newest } of ended.values()) await recordRefusals(context, [...newest.values()]);
    },
    counts: () => Object.fromEntries(totals),
  };
}

function keepNewest(newest: Map<string, RefusedNotification>, refused: RefusedNotification): void {
  const { bodyHash, times } = refused;
  const known = newest.get(bodyHash);
  newest.delete(bodyHash);
  newest.set(bodyHash, known ? { ...refused, times: known.times + times } : refused);
  const [oldest] = newest.keys();
  if (newest.size > MAX_KEPT_PER_ROUND && oldest !== undefined) newest.delete(oldest);
}

function forgeryCauses(): string[] {
  return Object.entries(WECHAT_ERRORS).flatMap(([code, { forged }]) => (forged ? [code] : []));
}
