import { AntPattern, isAntPattern } from '../core/ant-pattern.ts';
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
}

const NO_PARAMS: DestinationParams = Object.freeze({});

/** Paths and what they lead to: plain ones by a look-up; of the patterns that fit, the most specific. */
export class MappingTable<Target> {
  readonly #separator: Separator;
  readonly #compare: (one: string, other: string) => number;
  readonly #plain = new Map<string, Target>();
  readonly #patterns = new Map<string, Row<Target>>();
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
    const taken = paths.find((path) => this.#plain.has(path) || this.#patterns.has(path));
    if (taken !== undefined) throw new TypeError(`The path ${taken} has a handler already.`);
    const patterns = paths.filter(isAntPattern).map((path) => new AntPattern(path, this.#separator));
    for (const pattern of patterns) this.#patterns.set(pattern.text, { pattern, target });
    for (const path of paths) if (!isAntPattern(path)) this.#plain.set(path, target);
    this.#targets.push(target);
  }

  /** Of two patterns that are equally specific, the first added counts. */
  find(path: string): Found<Target> | undefined {
    const plain = this.#plain.get(path);
    if (plain !== undefined) return { target: plain, params: NO_PARAMS };
    let best: Row<Target> | undefined;
    for (const row of this.#patterns.values()) {
      if (!row.pattern.matches(path)) continue;
      if (!best || this.#compare(row.pattern.text, best.pattern.text) < 0) best = row;
    }
    return best && { target: best.target, params: best.pattern.variables(path) ?? NO_PARAMS };
  }
}
