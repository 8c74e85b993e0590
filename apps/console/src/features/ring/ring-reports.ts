import { makeKey, reportRingDestination } from '@carillon/contract';
import type { DeafReason, RingReport } from '@carillon/contract';
import type { Line } from '../../lib/line.ts';
import type { BellState } from './bell.ts';

/** Tells the shop what this device did about orders that ring. Each thing of each order is told once. */
export interface RingReports {
  /** The bell has rung for these orders, heard or not. */
  tell(orderIds: readonly number[], heard: boolean): void;
  /** Somebody has seen that these orders wait. */
  acknowledge(orderIds: readonly number[]): void;
}

/** The most orders of one report. */
const MAX_ORDERS = 50;

/** @param bell says why it was not heard. */
export function createRingReports(
  { shopId, line }: { shopId: number; line: Pick<Line, 'ask'> },
  bell: () => BellState,
): RingReports {
  const told = new Set<string>();

  function report(orderIds: readonly number[], rest: Omit<RingReport, 'orderIds'>): void {
    const news = orderIds.filter((id) => !told.has(`${rest.what} ${id}`)).slice(0, MAX_ORDERS);
    if (news.length === 0) return;
    for (const id of news) told.add(`${rest.what} ${id}`);
    const body: RingReport = { orderIds: news, ...rest };
    // The order is what matters; that nobody could be told of its ring changes nothing.
    line.ask(reportRingDestination(shopId), body, makeKey()).catch(() => undefined);
  }
  return {
    tell(orderIds, heard) {
      report(orderIds, heard ? { what: 'rang' } : { what: 'silent', why: whySilent(bell()) });
    },
    acknowledge: (orderIds) => report(orderIds, { what: 'acknowledged' }),
  };
}

/** Why a bell in this state is silent. One that runs and was not heard has failed. */
function whySilent(state: BellState): DeafReason {
  return state === 'running' ? 'failed' : state;
}
