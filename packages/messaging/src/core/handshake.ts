import type { IncomingHttpHeaders } from 'node:http';

/** What the HTTP request that opened a connection says about who makes it. */
export interface Handshake {
  readonly headers: IncomingHttpHeaders;
  /** By name; of a repeated one the first. Values are percent-decoded where they can be. */
  readonly cookies: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Path and query as sent. */
  readonly url: string;
  /** What the variables in the endpoint's path stand for, percent-decoded: none, for a path without any. */
  readonly params: Readonly<Record<string, string>>;
  readonly remoteAddress: string;
  /** What is put here becomes the session's `attributes`, as Spring's handshake interceptors do. */
  readonly attributes: Map<string, unknown>;
}
