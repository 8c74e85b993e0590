import { segmentsOf } from '../core/ant-pattern.ts';
import type { AntPattern, Separator } from '../core/ant-pattern.ts';
import type { AntSegment } from '../core/ant-segment.ts';
import { PrefixTable } from './prefix-table.ts';

/** Destinations whose answer is remembered; strangers choose them, hence a limit. */
const MAX_KNOWN_DESTINATIONS = 10_000;

interface Entry<Value> {
  readonly pattern: AntPattern;
  readonly value: Value;
}

/** What is known of patterns that begin with the same segments. */
class Node<Value> {
  literals: Map<string, Node<Value>> | undefined;
  /** Behind segments such as `price-*`. */
  some: PrefixTable<Node<Value>> | undefined;
  /** Behind a segment that fits every one. */
  any: Node<Value> | undefined;
  /** Behind `**`: here destinations are read from their ends. */
  deep: Node<Value> | undefined;
  /** The patterns that end here, by their text: `/a/*`, `/a/{b}` and `/a//*` look alike. */
  entries: Map<string, Entry<Value>> | undefined;

  get isEmpty(): boolean {
    return (
      !this.any && !this.deep && !this.literals?.size && (this.some?.isEmpty ?? true) && !this.entries?.size
    );
  }
}

/**
 * Finds the patterns that a destination fits, without looking at the others: they stand in a tree by their
 * segments, which a destination is led through on all ways at once: up to a `**` from its beginning, and behind it
 * from its end, so that no way is longer than its pattern. What was found is remembered for as
 * long as no pattern comes or goes.
 */
export class PatternIndex<Value> {
  readonly #separator: Separator;
  readonly #maxKnown: number;
  readonly #root = new Node<Value>();
  readonly #known = new Map<string, readonly Value[]>();
  #size = 0;

  constructor(separator: Separator, maxKnown = MAX_KNOWN_DESTINATIONS) {
    this.#separator = separator;
    this.#maxKnown = maxKnown;
  }

  get size(): number {
    return this.#size;
  }

  /** The value of a pattern, by its text. */
  get(pattern: AntPattern): Value | undefined {
    let node: Node<Value> | undefined = this.#root;
    for (const segment of wayTo(pattern)) node = node && childOf(node, segment);
    return node?.entries?.get(pattern.text)?.value;
  }

  add(pattern: AntPattern, value: Value): void {
    let node = this.#root;
    for (const segment of wayTo(pattern)) node = childOf(node, segment) ?? openChild(node, segment);
    node.entries ??= new Map();
    if (!node.entries.has(pattern.text)) this.#size += 1;
    node.entries.set(pattern.text, { pattern, value });
    this.#known.clear();
  }

  delete(pattern: AntPattern): void {
    const path = [this.#root];
    const way = wayTo(pattern);
    for (const segment of way) {
      const child = childOf(path.at(-1) ?? this.#root, segment);
      if (!child) return;
      path.push(child);
    }
    if (!path.at(-1)?.entries?.delete(pattern.text)) return;
    this.#size -= 1;
    this.#known.clear();
    for (let depth = path.length - 1; depth > 0 && path[depth]?.isEmpty; depth -= 1) {
      const [parent, segment] = [path[depth - 1], way[depth - 1]];
      if (parent && segment) closeChild(parent, segment);
    }
  }

  /** The values of all patterns that the destination fits. */
  find(destination: string): readonly Value[] {
    const known = this.#known.get(destination);
    if (known) return known;
    const given = segmentsOf(destination, this.#separator);
    const found = this.#candidates(destination, given).filter(({ pattern }) =>
      pattern.matches(destination, given),
    );
    const values = found.map(({ value }) => value);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= this.#maxKnown && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(destination, values);
    return values;
  }

  /** Patterns whose ends fit; what floats between two `**`, and separators at the ends, are not compared yet. */
  #candidates(destination: string, given: readonly string[]): Entry<Value>[] {
    const found: Entry<Value>[] = [];
    let reached: Node<Value>[] = [this.#root];
    for (const [index, segment] of given.entries()) {
      for (const { deep } of reached) if (deep) addTails(found, deep, given.slice(index));
      reached = step(reached, segment);
    }
    for (const node of reached) {
      addEntries(found, node);
      if (node.deep) addEntries(found, node.deep);
      // `/a/*` fits `/a/` too.
      if (node.any && destination.endsWith(this.#separator)) addEntries(found, node.any);
    }
    return found;
  }
}

/** The patterns behind a `**` whose tails fit the end of what is left. */
function addTails<Value>(found: Entry<Value>[], deep: Node<Value>, rest: string[]): void {
  let reached = [deep];
  for (const node of reached) addEntries(found, node);
  while (reached.length > 0 && rest.length > 0) {
    reached = step(reached, rest.pop() ?? '');
    for (const node of reached) addEntries(found, node);
  }
}

function addEntries<Value>(found: Entry<Value>[], { entries }: Node<Value>): void {
  if (entries) found.push(...entries.values());
}

/** The nodes behind others, by a segment that is given: each stands in one place of the tree, and comes once. */
function step<Value>(nodes: readonly Node<Value>[], segment: string): Node<Value>[] {
  const next: Node<Value>[] = [];
  for (const { literals, any, some } of nodes) {
    const literal = literals?.get(segment);
    if (literal) next.push(literal);
    if (any) next.push(any);
    some?.find(segment, next);
  }
  return next;
}

/** The way to a pattern in the tree: behind its first `**` comes what stands behind its last one, from the end. */
function wayTo({ segments }: AntPattern): readonly AntSegment[] {
  const first = segments.findIndex(({ kind }) => kind === 'deep');
  if (first < 0) return segments;
  const last = segments.findLastIndex(({ kind }) => kind === 'deep');
  return [...segments.slice(0, first + 1), ...segments.slice(last + 1).toReversed()];
}

function childOf<Value>(node: Node<Value>, segment: AntSegment): Node<Value> | undefined {
  if (segment.kind === 'literal') return node.literals?.get(segment.text);
  if (segment.kind === 'any') return node.any;
  return segment.kind === 'deep' ? node.deep : node.some?.get(segment);
}

function openChild<Value>(node: Node<Value>, segment: AntSegment): Node<Value> {
  const child = new Node<Value>();
  if (segment.kind === 'literal') (node.literals ??= new Map<string, Node<Value>>()).set(segment.text, child);
  else if (segment.kind === 'any') node.any = child;
  else if (segment.kind === 'deep') node.deep = child;
  else (node.some ??= new PrefixTable<Node<Value>>()).set(segment, child);
  return child;
}

function closeChild<Value>(node: Node<Value>, segment: AntSegment): void {
  if (segment.kind === 'literal') node.literals?.delete(segment.text);
  else if (segment.kind === 'any') node.any = undefined;
  else if (segment.kind === 'deep') node.deep = undefined;
  else node.some?.delete(segment);
}
