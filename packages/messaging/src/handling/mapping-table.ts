import { AntPattern, isAntPattern, segmentsOf } from '../core/ant-pattern.ts';
import type { Separator } from '../core/ant-pattern.ts';
import { compareAntPatterns } from '../core/ant-specificity.ts';
import type { DestinationParams } from '../core/destination.ts';

/** What a path leads to, and what its variables stand for. */
export interface Found<Target> {
  readonly target: Target;
  readonly params: DestinationParams;
}

interface Row<Target> {
  readonly pattern: AntPattern;
  readonly target: Target;
  /** How many patterns were added before. */
  readonly rank: number;
}

const NO_PARAMS: DestinationParams = Object.freeze({});
/** Stands for the first segment of patterns that begin with a wildcard; no segment is empty. */
const ANY = '';

/** Paths and what they lead to: plain ones by a look-up; of the patterns that fit, the most specific. */
export class MappingTable<Target> {
  readonly #separator: Separator;
  readonly #compare: (one: string, other: string) => number;
  readonly #plain = new Map<string, Target>();
  /** By their first segment, so that a path is compared with those of its own corner only. */
  readonly #patterns = new Map<string, Row<Target>[]>();
  readonly #texts = new Set<string>();
  readonly #targets: Target[] = [];

  constructor(separator: Separator) {
    this.#separator = separator;
    // Nothing is compared with a destination that is a pattern's own text: those are found by the look-up.
    this.#compare = compareAntPatterns('', separator);
  }

  /** All that was added, in that order. */
  get targets(): readonly Target[] {
    return this.#targets;
  }

  /** Throws TypeError when one of the paths is taken, SyntaxError for a pattern that is none; nothing is added then. */
  add(paths: readonly string[], target: Target): void {
    const taken = paths.find((path) => this.#texts.has(path));
    if (taken !== undefined) throw new TypeError(`The path ${taken} has a handler already.`);
    const patterns = paths.filter(isAntPattern).map((path) => new AntPattern(path, this.#separator));
    for (const pattern of patterns) this.#addPattern(pattern, target);
    for (const path of paths) {
      if (!isAntPattern(path)) this.#plain.set(path, target);
      this.#texts.add(path);
    }
    this.#targets.push(target);
  }

  /** Of two patterns that are equally specific, the first added counts. */
  find(path: string): Found<Target> | undefined {
    const plain = this.#plain.get(path);
    if (plain !== undefined) return { target: plain, params: NO_PARAMS };
    const [first = ANY] = segmentsOf(path, this.#separator);
    const begun = first === ANY ? undefined : this.#bestOf(this.#patterns.get(first), path);
    const best = this.#bestOf(this.#patterns.get(ANY), path, begun);
    return best && { target: best.target, params: best.pattern.variables(path) ?? NO_PARAMS };
  }

  #addPattern(pattern: AntPattern, target: Target): void {
    const [first] = pattern.segments;
    const key = first?.kind === 'literal' ? first.text : ANY;
    const row = { pattern, target, rank: this.#texts.size };
    const rows = this.#patterns.get(key);
    if (rows) rows.push(row);
    else this.#patterns.set(key, [row]);
  }

  #bestOf(rows: readonly Row<Target>[] = [], path: string, soFar?: Row<Target>): Row<Target> | undefined {
    let best = soFar;
    for (const row of rows) {
      if (row.pattern.matches(path) && (!best || this.#isBetter(row, best))) best = row;
    }
    return best;
  }

  #isBetter(row: Row<Target>, best: Row<Target>): boolean {
    const order = this.#compare(row.pattern.text, best.pattern.text);
    return order < 0 || (order === 0 && row.rank < best.rank);
  }
}
