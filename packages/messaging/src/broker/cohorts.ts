import type { ConnectedSession } from '../core/connected-session.ts';
import type { Place } from './place.ts';

/** One subscriber of a journal. */
export interface Reader {
  readonly session: ConnectedSession;
  readonly place: Place;
  /** With whom it stands; undefined while it is passed over, or gone. */
  cohort: Cohort | undefined;
}

/** Readers who got the same entry last, and will get the same one next. */
export class Cohort {
  /** The number of that last entry. */
  cursor: number;
  size = 0;
  readonly #groups = new Map<string, Set<Reader>>();

  constructor(cursor: number) {
    this.cursor = cursor;
  }

  /** Those who get the same bytes. Readers may be removed while they are walked. */
  groups(): Iterable<ReadonlySet<Reader>> {
    return this.#groups.values();
  }

  add(reader: Reader): void {
    const { key } = reader.place;
    const group = this.#groups.get(key);
    if (group) group.add(reader);
    else this.#groups.set(key, new Set([reader]));
    reader.cohort = this;
    this.size += 1;
  }

  remove(reader: Reader): void {
    const group = this.#groups.get(reader.place.key);
    if (!group?.delete(reader)) return;
    if (group.size === 0) this.#groups.delete(reader.place.key);
    reader.cohort = undefined;
    this.size -= 1;
  }

  all(): Reader[] {
    return [...this.#groups.values()].flatMap((group) => [...group]);
  }
}

/**
 * The readers of a journal by where they stand, so that an entry finds those who need it without a look at
 * the others. Whoever follows live stands in one cohort, which moves as a whole.
 */
export class Cohorts {
  readonly #byCursor = new Map<number, Cohort>();

  get isEmpty(): boolean {
    return this.#byCursor.size === 0;
  }

  get lowest(): number {
    return this.#extreme(Math.min);
  }

  get highest(): number {
    return this.#extreme(Math.max);
  }

  /** Everybody, wherever they stand. */
  all(): Reader[] {
    return [...this.#byCursor.values()].flatMap((cohort) => cohort.all());
  }

  at(cursor: number): Cohort | undefined {
    return this.#byCursor.get(cursor);
  }

  add(reader: Reader, cursor: number): void {
    this.#open(cursor).add(reader);
  }

  remove(reader: Reader): void {
    const { cohort } = reader;
    cohort?.remove(reader);
    if (cohort?.size === 0) this.#byCursor.delete(cohort.cursor);
  }

  /** Lets a cohort stand at another number, with those who stand there: the fewer join the more. */
  move(cohort: Cohort, cursor: number): void {
    this.#byCursor.delete(cohort.cursor);
    if (cohort.size === 0) return;
    cohort.cursor = cursor;
    const there = this.#byCursor.get(cursor);
    const [more, fewer] = there && there.size > cohort.size ? [there, cohort] : [cohort, there];
    for (const reader of fewer?.all() ?? []) more.add(reader);
    this.#byCursor.set(cursor, more);
  }

  #open(cursor: number): Cohort {
    const known = this.#byCursor.get(cursor);
    if (known) return known;
    const cohort = new Cohort(cursor);
    this.#byCursor.set(cursor, cohort);
    return cohort;
  }

  #extreme(choose: (one: number, other: number) => number): number {
    let extreme: number | undefined;
    for (const cursor of this.#byCursor.keys()) {
      extreme = extreme === undefined ? cursor : choose(extreme, cursor);
    }
    return extreme ?? 0;
  }
}
