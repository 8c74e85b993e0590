import { compilePattern } from '../core/destination.ts';
import type { DestinationParams, DestinationPattern } from '../core/destination.ts';

interface PathMatch {
  /** What the variables stand for, percent-decoded. */
  readonly params: DestinationParams;
  /** The path behind: empty, or beginning with a slash. */
  readonly suffix: string;
}

/** The path of an endpoint, in which `{name}` stands for one whole segment that is not empty. */
export class PathPattern {
  readonly text: string;
  /** The same for all patterns that differ in nothing but the names of their variables. */
  readonly shape: string;
  readonly #segmentCount: number;
  readonly #variableCount: number;
  readonly #pattern: DestinationPattern;

  /** Throws TypeError for a pattern in which a variable is not a whole segment, or comes twice. */
  constructor(text: string) {
    this.text = text;
    this.#pattern = compilePattern(text);
    this.shape = text.replace(/\{\w+\}/g, '{}');
    this.#segmentCount = text.split('/').length;
    this.#variableCount = text.split('{').length - 1;
  }

  get hasVariables(): boolean {
    return this.#variableCount > 0;
  }

  /** Undefined for a path that is neither this one nor below it, and where a variable is no percent-encoded UTF-8. */
  match(path: string): PathMatch | undefined {
    const head = path.split('/', this.#segmentCount).join('/');
    const encoded = this.#pattern(head);
    const params = encoded && decodeAll(encoded);
    return params && { params, suffix: path.slice(head.length) };
  }

  /** Below zero when this one is to be tried before another: longer ones first, then those with fewer variables. */
  compareTo(other: PathPattern): number {
    return other.#segmentCount - this.#segmentCount || this.#variableCount - other.#variableCount;
  }
}

function decodeAll(encoded: DestinationParams): DestinationParams | undefined {
  try {
    return Object.fromEntries(
      Object.entries(encoded).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    return undefined;
  }
}
