import type { Backoff } from './backoff.ts';
import type { ClientLimits } from './client-limits.ts';
import type { Clock } from './clock.ts';
import type { SocketFactory } from './socket.ts';

/** What the page makes of a handshake that failed. */
export type HandshakeVerdict = 'retry' | 'refused';

export interface ClientOptions {
  /** `ws://` or `wss://`, absolute. */
  readonly url: string;
  /** Opens the socket; `browserSocket` unless given. */
  readonly openSocket?: SocketFactory;
  /** Headers for CONNECT, asked for with each connection, such as a token. Cookies need none. */
  readonly connectHeaders?: () => Record<string, string> | Promise<Record<string, string>>;
  /** How often we send, and want to hear, a sign of life, in milliseconds; 0 for never. 10 s both unless given. */
  readonly heartbeatMs?: readonly [number, number];
  readonly backoff?: Partial<Backoff>;
  readonly limits?: Partial<ClientLimits>;
  /**
   * Asked each time a handshake fails: browsers do not tell pages why, so only the page can find out,
   * by a request of its own, whether it is still logged in. Without it, and when it rejects: `retry`.
   */
  readonly onHandshakeFailure?: () => HandshakeVerdict | Promise<HandshakeVerdict>;
  readonly clock?: Clock;
  /** Chance in [0, 1), for the jitter. */
  readonly random?: () => number;
}
