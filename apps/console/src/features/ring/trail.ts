import type { OrderRing, RingEvent } from '@carillon/contract';

/** A line of the story of a ring. */
export interface TrailEntry {
  readonly at: string;
  /** Key of its words, which may name `who`, `device` and `why`. */
  readonly words: string;
  readonly who: string | undefined;
  readonly device: string | undefined;
  readonly why: string | undefined;
  readonly tone: 'plain' | 'alarm' | 'trouble' | 'good';
}

const TONES: Readonly<Record<RingEvent['what'], TrailEntry['tone']>> = {
  louder: 'alarm',
  everywhere: 'alarm',
  managers: 'alarm',
  messaged: 'plain',
  put_off: 'trouble',
  rang: 'plain',
  silent: 'trouble',
  acknowledged: 'good',
};

/** Tells the story of a ring, from its beginning to its end. */
export function trailOf({ beganAt, ended, events }: OrderRing): TrailEntry[] {
  const plain = { who: undefined, device: undefined, why: undefined } as const;
  const entries: TrailEntry[] = [{ ...plain, at: beganAt, words: 'rings.trail.began', tone: 'alarm' }];
  for (const { at, what, who, device, why } of events) {
    const isForNobody = what === 'messaged' && who === null;
    entries.push({
      at,
      words: `rings.trail.${isForNobody ? 'noRecipient' : what}`,
      who: who ?? undefined,
      device: device === null || device === '' ? undefined : device,
      why: isForNobody ? undefined : (why ?? undefined),
      tone: isForNobody ? 'trouble' : TONES[what],
    });
  }
  if (ended !== null) {
    const isSilent = ended.by === 'buyer' || ended.by === 'system';
    entries.push({
      ...plain,
      at: ended.at,
      words: `rings.trail.${isSilent ? ended.by : 'accepted'}`,
      who: ended.by,
      tone: ended.by === 'system' ? 'trouble' : 'good',
    });
  }
  return entries;
}
