import { segmentsOf } from '../core/ant-pattern.ts';
import type { AntPattern, Separator } from '../core/ant-pattern.ts';
import type { AntSegment } from '../core/ant-segment.ts';

/** Destinations whose answer is remembered; strangers choose them, hence a limit. */
const MAX_KNOWN_DESTINATIONS = 10_000;

interface Entry<Value> {
  readonly pattern: AntPattern;
  readonly value: Value;
}

/** What is known of patterns that begin with the same segments. */
class Node<Value> {
  literals: Map<string, Node<Value>> | undefined;
  /** Behind segments such as `price-*`, by their text. */
  some: Map<string, { segment: AntSegment; node: Node<Value> }> | undefined;
  /** Behind a segment that fits every one. */
  any: Node<Value> | undefined;
  /** Behind `**`: stays for any number of segments. */
  deep: Node<Value> | undefined;
  readonly isDeep: boolean;
  /** The patterns that end here, by their text: `/a/*`, `/a/{b}` and `/a//*` look alike. */
  entries: Map<string, Entry<Value>> | undefined;

  constructor(isDeep = false) {
    this.isDeep = isDeep;
  }

  get isEmpty(): boolean {
    return !this.any && !this.deep && !this.literals?.size && !this.some?.size && !this.entries?.size;
  }
}

/**
 * Finds the patterns that a destination fits, without looking at the others: they stand in a tree by their
 * segments, which a destination is led through on all ways at once. What was found is remembered for as
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
    for (const segment of pattern.segments) node = node && childOf(node, segment);
    return node?.entries?.get(pattern.text)?.value;
  }

  add(pattern: AntPattern, value: Value): void {
    let node = this.#root;
    for (const segment of pattern.segments) node = childOf(node, segment) ?? openChild(node, segment);
    node.entries ??= new Map();
    if (!node.entries.has(pattern.text)) this.#size += 1;
    node.entries.set(pattern.text, { pattern, value });
    this.#known.clear();
  }

  delete(pattern: AntPattern): void {
    const path = [this.#root];
    for (const segment of pattern.segments) {
      const child = childOf(path.at(-1) ?? this.#root, segment);
      if (!child) return;
      path.push(child);
    }
    if (!path.at(-1)?.entries?.delete(pattern.text)) return;
    this.#size -= 1;
    this.#known.clear();
    for (let depth = path.length - 1; depth > 0 && path[depth]?.isEmpty; depth -= 1) {
      const [parent, segment] = [path[depth - 1], pattern.segments[depth - 1]];
      if (parent && segment) closeChild(parent, segment);
    }
  }

  /** The values of all patterns that the destination fits. */
  find(destination: string): readonly Value[] {
    const known = this.#known.get(destination);
    if (known) return known;
    const found = this.#candidates(destination).filter(({ pattern }) => pattern.matches(destination));
    const values = found.map(({ value }) => value);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= this.#maxKnown && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(destination, values);
    return values;
  }

  /** Patterns whose segments fit; separators at the ends are not compared yet. */
  #candidates(destination: string): Entry<Value>[] {
    let reached = new Set<Node<Value>>();
    reach(reached, this.#root);
    for (const segment of segmentsOf(destination, this.#separator)) {
      const next = new Set<Node<Value>>();
      for (const node of reached) {
        if (node.isDeep) reach(next, node);
        reach(next, node.literals?.get(segment));
        reach(next, node.any);
        for (const { segment: wanted, node: child } of node.some?.values() ?? []) {
          if (wanted.matches(segment)) reach(next, child);
        }
      }
      reached = next;
    }
    // `/a/*` fits `/a/` too.
    if (destination.endsWith(this.#separator)) for (const node of [...reached]) reach(reached, node.any);
    return [...reached].flatMap(({ entries }) => [...(entries?.values() ?? [])]);
  }
}

/** Enters a node, and with it those behind `**`, which may stand for nothing. */
function reach<Value>(reached: Set<Node<Value>>, node: Node<Value> | undefined): void {
  for (let entered = node; entered && !reached.has(entered); entered = entered.deep) reached.add(entered);
}

function childOf<Value>(node: Node<Value>, { kind, text }: AntSegment): Node<Value> | undefined {
  if (kind === 'literal') return node.literals?.get(text);
  if (kind === 'any') return node.any;
  return kind === 'deep' ? node.deep : node.some?.get(text)?.node;
}

function openChild<Value>(node: Node<Value>, segment: AntSegment): Node<Value> {
  const child = new Node<Value>(segment.kind === 'deep');
  if (segment.kind === 'literal') (node.literals ??= new Map<string, Node<Value>>()).set(segment.text, child);
  else if (segment.kind === 'any') node.any = child;
  else if (segment.kind === 'deep') node.deep = child;
  else
    (node.some ??= new Map<string, { segment: AntSegment; node: Node<Value> }>()).set(segment.text, {
      segment,
      node: child,
    });
  return child;
}

function closeChild<Value>(node: Node<Value>, { kind, text }: AntSegment): void {
  if (kind === 'literal') node.literals?.delete(text);
  else if (kind === 'any') node.any = undefined;
  else if (kind === 'deep') node.deep = undefined;
  else node.some?.delete(text);
}
