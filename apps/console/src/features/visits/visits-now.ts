import type { PassVisit, VisitEvent } from '@carillon/contract';
import { chinaDay } from '../../lib/china-day.ts';

/** The visits of a day as far as they were read. */
export interface DayOfVisits {
  readonly visits: readonly PassVisit[];
  /** Of the whole day, also of what was not read. */
  readonly taken: number;
  readonly undone: number;
}

export interface HeardVisit {
  readonly seq: number;
  readonly event: VisitEvent;
}

/**
 * The visits of a day as they are now: as they were read, and what was heard since. What was heard before is in what
 * was read, and what belongs to another day is left out.
 * @param read with the journal number that it is current with
 */
export function visitsNow(
  day: string,
  read: DayOfVisits & { readonly seq: number },
  heard: readonly HeardVisit[],
): DayOfVisits {
  const visits = new Map(read.visits.map((visit) => [visit.id, visit]));
  let { taken, undone } = read;
  for (const { seq, event } of heard) {
    const { type, visit } = event;
    if (seq <= read.seq || chinaDay(Date.parse(visit.at)) !== day) continue;
    if (type === 'visit.taken') taken += 1;
    else [taken, undone] = [taken - 1, undone + 1];
    // One that was undone and was not read is further back in the list: it will be read as it is.
    if (type === 'visit.taken' || visits.has(visit.id)) visits.set(visit.id, visit);
  }
  return { visits: [...visits.values()].sort((a, b) => b.id - a.id), taken, undone };
}
