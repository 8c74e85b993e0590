import type { Endpoint } from './endpoint.ts';
import { PathPattern } from './path-pattern.ts';

export interface FoundEndpoint {
  readonly endpoint: Endpoint;
  /** The path behind the endpoint's own: empty, or beginning with a slash. */
  readonly suffix: string;
}

/** The endpoints of an engine, by path. */
export class EndpointTable {
  readonly #byPath = new Map<string, Endpoint>();
  /** The longest path first: an endpoint may lie below another. */
  #roots: (readonly [path: string, endpoint: Endpoint])[] = [];
  /** Those whose path has variables, in the order in which they are tried. */
  #patterns: (readonly [pattern: PathPattern, endpoint: Endpoint])[] = [];

  /** Throws TypeError for a path that is open already, or a pattern that is none. */
  add(path: string, endpoint: Endpoint): void {
    const pattern = new PathPattern(path);
    if (this.#isOpen(pattern)) throw new TypeError(`The endpoint ${path} is open already.`);
    if (pattern.hasVariables) {
      this.#patterns = [...this.#patterns, [pattern, endpoint] as const].sort(([a], [b]) => a.compareTo(b));
      return;
    }
    this.#byPath.set(path, endpoint);
    if (!endpoint.servesBelow) return;
    const root = path.replace(/\/+$/, '');
    this.#roots = [...this.#roots, [root, endpoint] as const].sort(([a], [b]) => b.length - a.length);
  }

  /** Whose a path is: that of the endpoint itself, or below one that serves SockJS. A pattern's only if no other's. */
  find(path: string): FoundEndpoint | undefined {
    const exact = this.#byPath.get(path);
    if (exact) return { endpoint: exact, suffix: '' };
    for (const [root, endpoint] of this.#roots) {
      if (path.startsWith(root) && path[root.length] === '/')
        return { endpoint, suffix: path.slice(root.length) };
    }
    for (const [pattern, endpoint] of this.#patterns) {
      const suffix = pattern.match(path)?.suffix;
      if (suffix === '' || (suffix !== undefined && endpoint.servesBelow)) return { endpoint, suffix };
    }
    return undefined;
  }

  #isOpen({ text, shape }: PathPattern): boolean {
    return this.#byPath.has(text) || this.#patterns.some(([pattern]) => pattern.shape === shape);
  }
}
