import type { Order, RingPreference, RingStep } from '@carillon/contract';

/**
 * When to ring, as plain data: what waits, what was quieted, what was rung for. It reads no clock and makes
 * no sound; `use-ring.ts` hands it the time and does what it says.
 */
export interface Ring {
  /** Ids of the orders that wait to be accepted, who waits longest first. */
  readonly waiting: readonly number[];
  /** Orders whose pop-up was put off. They still ring. */
  readonly quieted: ReadonlySet<number>;
  /** Orders that the bell has rung for at least once. */
  readonly rung: ReadonlySet<number>;
  /** When the buyers of those that wait last asked where they stay, by order. */
  readonly reminders: Reminders;
  /** The same of what the bell has rung for. */
  readonly rungReminders: Reminders;
  /** By a clock that never steps back. */
  readonly lastChimeAtMs: number | undefined;
}

type Reminders = ReadonlyMap<number, string>;

export const silentRing: Ring = {
  waiting: [],
  quieted: new Set(),
  rung: new Set(),
  reminders: new Map(),
  rungReminders: new Map(),
  lastChimeAtMs: undefined,
};

interface Insistence {
  readonly repeatEveryMs: number;
  /** 0 to 1. */
  readonly loudness: number;
}

/** A chime takes 1.2 s: a new order does not ring into the last one. */
const CHIME_GAP_MS = 1500;

/** First louder, then faster, never faster than speech can follow. */
const INSISTENCE: Readonly<Record<RingStep, Insistence>> = {
  ring: { repeatEveryMs: 8000, loudness: 0.6 },
  louder: { repeatEveryMs: 8000, loudness: 1 },
  everywhere: { repeatEveryMs: 5000, loudness: 1 },
  managers: { repeatEveryMs: 3500, loudness: 1 },
};

/** How insistent the bell is once the server has taken a step. */
export function insistence(step: RingStep): Insistence {
  return INSISTENCE[step];
}

const STEPS: readonly RingStep[] = ['ring', 'louder', 'everywhere', 'managers'];

/** The furthest step that any of these orders has come to. */
export function furthestStep(orders: readonly Pick<Order, 'ring'>[]): RingStep {
  const reached = orders.map(({ ring }) => STEPS.indexOf(ring?.step ?? 'ring'));
  return STEPS[Math.max(0, ...reached)] ?? 'ring';
}

/** The orders that a device rings for: one that is spared rings for those that nobody answers. */
export function rungHere(orders: readonly Order[], prefers: RingPreference): readonly Order[] {
  if (prefers === 'at_once') return orders;
  return orders.filter(({ ring }) => ring !== undefined && ['everywhere', 'managers'].includes(ring.step));
}

/**
 * Takes in which orders wait now, and whose buyers asked for them; forgets all about those that wait no longer. A
 * new reminder brings the pop-up of its order back.
 */
export function withWaiting(ring: Ring, waiting: readonly number[], reminders: Reminders = new Map()): Ring {
  const still = (ids: ReadonlySet<number>) => waiting.filter((id) => ids.has(id));
  const isReminded = (id: number): boolean => reminders.get(id) !== ring.reminders.get(id);
  return {
    waiting,
    quieted: new Set(still(ring.quieted).filter((id) => !isReminded(id))),
    rung: new Set(still(ring.rung)),
    reminders,
    rungReminders: new Map([...ring.rungReminders].filter(([id]) => waiting.includes(id))),
    lastChimeAtMs: waiting.length === 0 ? undefined : ring.lastChimeAtMs,
  };
}

/** Puts the pop-up off for all that wait now. */
export function quieted(ring: Ring): Ring {
  return { ...ring, quieted: new Set(ring.waiting) };
}

/** Brings the pop-up back for all that wait. */
export function unquieted(ring: Ring): Ring {
  return { ...ring, quieted: new Set() };
}

/** The orders that the pop-up shows, one calm queue. */
export function popUpIds(ring: Ring): number[] {
  return ring.waiting.filter((id) => !ring.quieted.has(id));
}

/** The orders that nobody has heard of yet. */
export function unrungIds(ring: Ring): number[] {
  return ring.waiting.filter((id) => !ring.rung.has(id));
}

/** The orders that were asked for since the bell last rang for that. */
export function unrungReminderIds(ring: Ring): number[] {
  return ring.waiting.filter((id) => {
    const remindedAt = ring.reminders.get(id);
    return remindedAt !== undefined && remindedAt !== ring.rungReminders.get(id);
  });
}

export interface RingTimes {
  /** By the clock that `chimed` is told of. */
  readonly nowMs: number;
  /** The furthest that the ring of any order has come. */
  readonly step: RingStep;
}

/**
 * In how many milliseconds the bell is due: never negative, and never more than the gap between two chimes,
 * so that no clock can silence it. Undefined while nothing waits.
 */
export function untilChimeMs(ring: Ring, { nowMs, step }: RingTimes): number | undefined {
  if (ring.waiting.length === 0) return undefined;
  if (ring.lastChimeAtMs === undefined) return 0;
  const isNews = unrungIds(ring).length + unrungReminderIds(ring).length > 0;
  const gapMs = isNews ? CHIME_GAP_MS : insistence(step).repeatEveryMs;
  return Math.min(gapMs, Math.max(0, ring.lastChimeAtMs + gapMs - nowMs));
}

/** Notes that the bell rang for all that wait. */
export function chimed(ring: Ring, nowMs: number): Ring {
  return { ...ring, rung: new Set(ring.waiting), lastChimeAtMs: nowMs };
}

/** Notes that the bell rang as it does for reminders, for all of them. */
export function chimedReminders(ring: Ring, nowMs: number): Ring {
  return { ...ring, rungReminders: ring.reminders, lastChimeAtMs: nowMs };
}

/** Forgets that the bell rang: it could not be heard then, and it can now. */
export function unheard(ring: Ring): Ring {
  return { ...ring, rung: new Set(), rungReminders: new Map(), lastChimeAtMs: undefined };
}
