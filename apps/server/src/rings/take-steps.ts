import type { RingStep } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { dueSteps, nextDeadline } from './ring.ts';
import { insertEvent, lockOpen, updateStep } from './ring-store.ts';

export interface StepsTaken {
  readonly taken: readonly RingStep[];
  /** Nobody has answered in time: the order is to be cancelled. No step is taken then. */
  readonly isUnanswered: boolean;
}

/**
 * Takes every step of a ring that is due, each once, however many nodes try. The caller holds the order's lock.
 * @returns undefined when nobody is rung for this order any more
 */
export async function takeSteps(tx: Tx, orderId: number, now: Date): Promise<StepsTaken | undefined> {
  const ring = await lockOpen(tx, orderId);
  if (ring === undefined) return undefined;
  const { step, deadlines } = ring;
  const { answerBy } = deadlines;
  if (answerBy <= now) return { taken: [], isUnanswered: true };
  const taken = dueSteps(step, deadlines, now);
  const newest = taken.at(-1);
  if (newest !== undefined) {
    await updateStep(tx, { orderId, step: newest, answerBy, nextAt: nextDeadline(newest, deadlines) });
    for (const what of taken) await insertEvent(tx, { orderId, at: now, what });
  }
  return { taken, isUnanswered: false };
}
