/**
 * The realtime line as the console sees it: the part of `@carillon/client` that it uses. Pages get it
 * through `Parts`, so a test can put a line of its own in its place.
 */
export interface Line {
  readonly state: LineState;
  /** Tells every change of state. The returned function stops it. */
  onState(listener: (state: LineState) => void): () => void;
  subscribe(destination: string, options: SubscribeOptions): { unsubscribe(): void };
  /**
   * Sends a message under a key, again after each lost line, until the application answers. Rejects with an error that
   * has a `code`: the application's when it refused, `send_timed_out` when it is not known to have it.
   */
  ask(destination: string, body: object, key: string): Promise<unknown>;
  connect(): void;
  /** The page is visible or the network is back: try now, and probe the line that seems to stand. */
  wake(): void;
  close(): void;
}

export type LineState =
  /** `since` tells when the line was lost, if there was one. */
  | { readonly name: 'connecting'; readonly since?: number }
  | { readonly name: 'online' }
  | { readonly name: 'catching-up'; readonly remaining: number }
  | { readonly name: 'offline'; readonly since: number; readonly retryInMs: number; readonly reason: string }
  | { readonly name: 'refused'; readonly code: string; readonly reason: string }
  | { readonly name: 'closed' };

/** Since when the line is lost, in milliseconds; undefined while it stands or has never stood. */
export function lostSinceMs(state: LineState): number | undefined {
  return state.name === 'offline' || state.name === 'connecting' ? state.since : undefined;
}

export interface SubscribeOptions {
  /** The journal number that the page is current with. */
  after?: number;
  onMessage: (message: LineMessage) => void;
  onRecovery?: (recovery: { recovered: boolean; seq: number; missed: number }) => void;
  onRefused?: (error: { code: string }) => void;
}

export interface LineMessage {
  readonly seq?: number | undefined;
  /** True for what the journal gives again after a lost line. */
  readonly replayed: boolean;
  json(): unknown;
}
