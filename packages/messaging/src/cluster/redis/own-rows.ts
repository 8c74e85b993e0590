import type { RowChange } from '../../core/cluster-bus.ts';

/** Changes written at once: Redis serves nobody else meanwhile. */
const MAX_CHANGES_PER_WRITE = 500;

/** One write of this node's rows, as others will hear of it. */
export interface RowsWrite {
  readonly number: number;
  /** True when whatever is there is to go first. */
  readonly isWhole: boolean;
  readonly changes: readonly RowChange[];
}

/**
 * This node's own rows, and what of them is not written yet. A number that is left out tells the others to
 * read everything.
 */
export class OwnRows {
  readonly #rows = new Map<string, string>();
  #unwritten = new Map<string, string | undefined>();
  #lastNumber = 0;

  set(changes: readonly RowChange[]): void {
    for (const [key, value] of changes) {
      if (value === undefined) this.#rows.delete(key);
      else this.#rows.set(key, value);
      // Deleted first: the order of a Map is that of the first `set`.
      this.#unwritten.delete(key);
      this.#unwritten.set(key, value);
    }
  }

  /** What was changed since it was last taken. */
  takeChanges(): RowsWrite[] {
    return this.#writes([...this.#unwritten], false);
  }

  /** All rows. */
  takeAll(): RowsWrite[] {
    this.#lastNumber += 1;
    return this.#writes([...this.#rows], true);
  }

  #writes(changes: RowChange[], isWhole: boolean): RowsWrite[] {
    this.#unwritten = new Map();
    const writes: RowsWrite[] = [];
    for (let from = 0; from < changes.length || (isWhole && from === 0); from += MAX_CHANGES_PER_WRITE) {
      this.#lastNumber += 1;
      writes.push({
        number: this.#lastNumber,
        isWhole: isWhole && from === 0,
        changes: changes.slice(from, from + MAX_CHANGES_PER_WRITE),
      });
    }
    return writes;
  }
}
