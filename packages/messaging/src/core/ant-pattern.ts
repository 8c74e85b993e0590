import { antSegment } from './ant-segment.ts';
import type { AntSegment, AntVariables } from './ant-segment.ts';

/** What stands between the segments of a destination. */
export type Separator = '/' | '.';

/** Says whether a text has a wildcard: whether it is a pattern rather than a destination. */
export function isAntPattern(text: string): boolean {
  const brace = text.indexOf('{');
  return text.includes('*') || text.includes('?') || (brace >= 0 && text.includes('}', brace));
}

/** Cuts a destination or a pattern into its segments; empty ones do not count. */
export function segmentsOf(text: string, separator: Separator): string[] {
  return text.split(separator).filter((segment) => segment !== '');
}

/** What else is asked of a destination. */
interface Question {
  /** Gets what the variables stand for. */
  readonly variables?: AntVariables;
  /** Whether the destination may go on. */
  readonly isStart?: boolean;
}

/**
 * A pattern of destinations as in Ant, which fits exactly what Spring's AntPathMatcher (6.2) lets it fit:
 *
 * - `?` is one character, `*` any characters within a segment, `**` any number of segments;
 * - `{name}` is a `*` with a name, `{name:expression}` whatever the regular expression fits;
 * - a text without any of these fits itself. Empty segments do not count (`/a//b` is `/a/b`), but a separator
 *   at either end does. Letters are compared as they are.
 *
 * A comparison takes no more steps than the lengths of both multiplied, so that pattern and destination may
 * be strangers'. Regular expressions (JavaScript's, flags `s` and `u`) promise no such thing: they are for
 * patterns of the application's own.
 */
export class AntPattern {
  readonly text: string;
  readonly separator: Separator;
  readonly segments: readonly AntSegment[];
  /** What comes before the first `**`: all, if there is none. */
  readonly #head: readonly AntSegment[];
  /** What stands between one `**` and the next. */
  readonly #middles: readonly (readonly AntSegment[])[];
  /** What comes after the last `**`; undefined if there is none. */
  readonly #tail: readonly AntSegment[] | undefined;

  /** Throws SyntaxError for a regular expression that is none. */
  constructor(text: string, separator: Separator = '/') {
    this.text = text;
    this.separator = separator;
    this.segments = segmentsOf(text, separator).map(antSegment);
    const runs = splitAtDeep(this.segments);
    this.#head = runs[0] ?? [];
    this.#tail = runs.length > 1 ? runs.at(-1) : undefined;
    this.#middles = runs.slice(1, -1).filter(({ length }) => length > 0);
  }

  /** Says whether a destination fits. Its segments are cut unless whoever asks many patterns gives them. */
  matches(destination: string, given = segmentsOf(destination, this.separator)): boolean {
    return this.#fits(destination, given);
  }

  /** Says whether a destination fits, or could fit if it went on. */
  matchesStart(destination: string): boolean {
    return this.#fits(destination, segmentsOf(destination, this.separator), { isStart: true });
  }

  /** What the variables stand for; undefined when the destination does not fit. Their names should differ. */
  variables(destination: string): Readonly<AntVariables> | undefined {
    const variables: AntVariables = {};
    return this.#fits(destination, segmentsOf(destination, this.separator), { variables })
      ? variables
      : undefined;
  }

  #fits(
    destination: string,
    given: readonly string[],
    { variables, isStart = false }: Question = {},
  ): boolean {
    const { text, separator } = this;
    if (destination.startsWith(separator) !== text.startsWith(separator)) return false;
    const headLength = Math.min(this.#head.length, given.length);
    for (let index = 0; index < headLength; index += 1) {
      if (!this.#head[index]?.matches(given[index] ?? '', variables)) return false;
    }
    const endsWithSeparator = destination.endsWith(separator);
    const endsAlike = endsWithSeparator === text.endsWith(separator);
    if (headLength === given.length) {
      const rest = this.segments.slice(headLength);
      if (rest.length === 0) return endsAlike;
      if (isStart || (rest.length === 1 && rest[0]?.text === '*' && endsWithSeparator)) return true;
      return rest.every(({ kind }) => kind === 'deep');
    }
    const tail = this.#tail;
    if (!tail || isStart) return tail !== undefined;
    if (tail.length > 0 && !endsAlike) return false;
    const end = given.length - tail.length;
    return (
      end >= headLength &&
      fitsAt(tail, given, end, variables) &&
      this.#fitsBetween(given, headLength, end, variables)
    );
  }

  /** Every middle takes the first place where it fits: if they fit at all, they fit so. */
  #fitsBetween(
    given: readonly string[],
    from: number,
    end: number,
    variables: AntVariables | undefined,
  ): boolean {
    let at = from;
    for (const middle of this.#middles) {
      while (at + middle.length <= end && !fitsAt(middle, given, at, variables)) at += 1;
      at += middle.length;
      if (at > end) return false;
    }
    return true;
  }
}

function splitAtDeep(segments: readonly AntSegment[]): AntSegment[][] {
  let run: AntSegment[] = [];
  const runs = [run];
  for (const segment of segments) {
    if (segment.kind === 'deep') runs.push((run = []));
    else run.push(segment);
  }
  return runs;
}

function fitsAt(
  wanted: readonly AntSegment[],
  given: readonly string[],
  at: number,
  variables: AntVariables | undefined,
): boolean {
  for (let index = 0; index < wanted.length; index += 1) {
    if (!wanted[index]?.matches(given[at + index] ?? '', variables)) return false;
  }
  return true;
}
