import type { AntSegment } from '../core/ant-segment.ts';

/** Letters by which segments are told apart: so often is looked here, and no more, for any segment that is given. */
const MAX_PREFIX_LENGTH = 16;

interface Row<Value> {
  readonly segment: AntSegment;
  readonly value: Value;
}

/**
 * Values behind segments such as `price-*`, by the letters that these begin with: of any number of them only
 * those are compared that may fit.
 */
export class PrefixTable<Value> {
  readonly #byPrefix = new Map<string, Map<string, Row<Value>>>();
  /** How many of the prefixes have this length. */
  readonly #ofLength: number[] = new Array<number>(MAX_PREFIX_LENGTH + 1).fill(0);

  get isEmpty(): boolean {
    return this.#byPrefix.size === 0;
  }

  get(segment: AntSegment): Value | undefined {
    return this.#byPrefix.get(prefixOf(segment))?.get(segment.text)?.value;
  }

  set(segment: AntSegment, value: Value): void {
    const prefix = prefixOf(segment);
    const known = this.#byPrefix.get(prefix);
    if (known) {
      known.set(segment.text, { segment, value });
      return;
    }
    this.#byPrefix.set(prefix, new Map([[segment.text, { segment, value }]]));
    this.#count(prefix, 1);
  }

  delete(segment: AntSegment): void {
    const prefix = prefixOf(segment);
    const rows = this.#byPrefix.get(prefix);
    if (!rows?.delete(segment.text) || rows.size > 0) return;
    this.#byPrefix.delete(prefix);
    this.#count(prefix, -1);
  }

  /** Adds the values behind the segments that a text fits to `found`. */
  find(text: string, found: Value[]): void {
    const longest = Math.min(MAX_PREFIX_LENGTH, text.length);
    for (let length = 0; length <= longest; length += 1) {
      if (this.#ofLength[length] === 0) continue;
      for (const { segment, value } of this.#byPrefix.get(text.slice(0, length))?.values() ?? []) {
        if (segment.matches(text)) found.push(value);
      }
    }
  }

  #count({ length }: string, more: number): void {
    this.#ofLength[length] = (this.#ofLength[length] ?? 0) + more;
  }
}

function prefixOf({ prefix }: AntSegment): string {
  return prefix.slice(0, MAX_PREFIX_LENGTH);
}
