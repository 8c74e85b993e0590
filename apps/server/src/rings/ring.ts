import type { OrderRing, RingStep } from '@carillon/contract';
import type { RingPace } from '../platform/context.ts';

/** The steps of a ring, in the order in which they are taken. */
const STEPS: readonly RingStep[] = ['ring', 'louder', 'everywhere', 'managers'];

export const USUAL_PACE: RingPace = { louder: 30_000, everywhere: 60_000, managers: 120_000, deaf: 60_000 };

/** When each step of one ring is due, and what is to be done when nobody answers. */
export interface Deadlines extends Readonly<Record<Exclude<RingStep, 'ring'>, Date>> {
  /** Not answered by then, the order is cancelled. */
  readonly answerBy: Date;
}

/** Counts the deadlines of a ring that begins now. */
export function deadlinesFrom(
  now: Date,
  { pace, answerLimitMs }: { pace: RingPace; answerLimitMs: number },
): Deadlines {
  const after = (ms: number): Date => new Date(now.getTime() + ms);
  return {
    louder: after(pace.louder),
    everywhere: after(pace.everywhere),
    managers: after(pace.managers),
    answerBy: after(answerLimitMs),
  };
}

/** The steps that are due and were not taken: several, where nobody was there to take them in time. */
export function dueSteps(
  step: RingStep,
  deadlines: Deadlines,
  now: Date,
): readonly Exclude<RingStep, 'ring'>[] {
  return laterSteps(step).filter((later) => deadlines[later] <= now);
}

/** When something is to be done next: the next step, or the end of the time to answer. */
export function nextDeadline(step: RingStep, deadlines: Deadlines): Date {
  const times = laterSteps(step).map((later) => deadlines[later].getTime());
  return new Date(Math.min(...times, deadlines.answerBy.getTime()));
}

function laterSteps(step: RingStep): Exclude<RingStep, 'ring'>[] {
  return STEPS.slice(STEPS.indexOf(step) + 1).filter((later) => later !== 'ring');
}

/** What staff are shown of a ring that begins. */
export function newlyShown(now: Date, { answerBy }: Deadlines): OrderRing {
  return {
    step: 'ring',
    beganAt: now.toISOString(),
    answerBy: answerBy.toISOString(),
    ended: null,
    events: [],
  };
}
