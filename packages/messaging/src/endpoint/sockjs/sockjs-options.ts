import { givenOptions } from '../../core/given-options.ts';

/** What SockJS may be told for one endpoint; `sockjs: true` is all defaults. */
export interface SockJsOptions {
  /**
   * Where the iframe page loads sockjs-client from, of the same version as the page's own. Default: from this server,
   * at `<path>/sockjs.js`.
   */
  clientUrl?: string;
  /**
   * The file that is served there: sockjs-client for browsers. Default: that of the package `sockjs-client`, where it
   * is installed for the program that runs, or for this package.
   */
  clientFile?: string;
  /** Whether WebSocket is served besides the HTTP transports. Default: true. */
  websocket?: boolean;
  /** Sets the cookie JSESSIONID that some load balancers need for sticky sessions. Default: false. */
  cookieNeeded?: boolean;
  /** After so much quiet a heartbeat frame is sent. Default: 25 s. */
  heartbeatMs?: number;
  /** How long a session without a receiving request is kept. Default: 5 s. */
  disconnectDelayMs?: number;
  /** After so many bytes a streaming response ends, and the client makes a new request. Default: 128 KiB. */
  responseLimitBytes?: number;
  /** The body of one request. Default: eight times `limits.maxMessageBytes`, as a client may send many frames at once. */
  maxRequestBytes?: number;
}

/** What has no default here follows from the endpoint, or from what is installed. */
export type FilledSockJsOptions = Required<Omit<SockJsOptions, 'clientUrl' | 'clientFile'>> &
  Pick<SockJsOptions, 'clientUrl' | 'clientFile'>;

/** Fills what is not given. Throws RangeError for a time or size that is none. */
export function withSockJsDefaults(
  options: SockJsOptions | true,
  maxMessageBytes: number,
): FilledSockJsOptions {
  const filled: FilledSockJsOptions = {
    websocket: true,
    cookieNeeded: false,
    heartbeatMs: 25_000,
    disconnectDelayMs: 5_000,
    responseLimitBytes: 128 * 1024,
    maxRequestBytes: 8 * maxMessageBytes,
    ...(options === true ? {} : givenOptions(options)),
  };
  for (const name of ['heartbeatMs', 'disconnectDelayMs', 'responseLimitBytes', 'maxRequestBytes'] as const) {
    const value = filled[name];
    if (!Number.isFinite(value) || value <= 0) {
      throw new RangeError(`sockjs.${name} must be a finite number above zero, not ${value}.`);
    }
  }
  return filled;
}
