/** Where the client stands. */
export type ClientState =
  /** Not connected, and not trying to: `connect` was not called yet, or `close` was. */
  | { readonly name: 'closed' }
  /** On the way to the server. `since` tells when the line was lost, if there was one. */
  | { readonly name: 'connecting'; readonly since?: number }
  /** Connected, and each subscription has the server's word that it misses nothing but `remaining` messages. */
  | { readonly name: 'catching-up'; readonly remaining: number }
  /** Connected, and every subscription is up to date. */
  | { readonly name: 'online' }
  /**
   * Not connected; tries again by itself. `since` is when the line was lost (milliseconds since 1970),
   * `retryInMs` counts from now, `reason` is a code such as `connection_lost`.
   */
  | { readonly name: 'offline'; readonly since: number; readonly retryInMs: number; readonly reason: string }
  /** The server will not have us: no further attempt until `connect`. `code` is for programs, `reason` a sentence. */
  | { readonly name: 'refused'; readonly code: string; readonly reason: string };

/** True when nobody who looks at the states could tell them apart. */
export function isSameState(one: ClientState, other: ClientState): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
