import type { Endpoint } from './endpoint.ts';

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

  /** Throws TypeError for a path that is open already. */
  add(path: string, endpoint: Endpoint): void {
    if (this.#byPath.has(path)) throw new TypeError(`The endpoint ${path} is open already.`);
    this.#byPath.set(path, endpoint);
    if (!endpoint.servesBelow) return;
    const root = path.replace(/\/+$/, '');
    this.#roots = [...this.#roots, [root, endpoint] as const].sort(([a], [b]) => b.length - a.length);
  }

  /** Whose a path is: that of the endpoint itself, or below one that serves SockJS. */
  find(path: string): FoundEndpoint | undefined {
    const exact = this.#byPath.get(path);
    if (exact) return { endpoint: exact, suffix: '' };
    for (const [root, endpoint] of this.#roots) {
      if (path.startsWith(root) && path[root.length] === '/')
        return { endpoint, suffix: path.slice(root.length) };
    }
    return undefined;
  }
}
