/** What SockJS may be told for one endpoint; `sockjs: true` is all defaults. */
export interface SockJsOptions {
  /**
   * Where the iframe page loads sockjs-client from, of the same version as the page's own: an address of
   * your own, or the public one that is the default.
   */
  clientUrl?: string;
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

/** Pinned: the iframe page and the page around it must run the same version. */
const CLIENT_URL = 'https://cdn.jsdelivr.net/npm/sockjs-client@1.6.1/dist/sockjs.min.js';

/** Fills what is not given. Throws RangeError for a time or size that is none. */
export function withSockJsDefaults(
  options: SockJsOptions | true,
  maxMessageBytes: number,
): Required<SockJsOptions> {
  const filled: Required<SockJsOptions> = {
    clientUrl: CLIENT_URL,
    websocket: true,
    cookieNeeded: false,
    heartbeatMs: 25_000,
    disconnectDelayMs: 5_000,
    responseLimitBytes: 128 * 1024,
    maxRequestBytes: 8 * maxMessageBytes,
    ...(options === true ? {} : options),
  };
  for (const name of ['heartbeatMs', 'disconnectDelayMs', 'responseLimitBytes', 'maxRequestBytes'] as const) {
    const value = filled[name];
    if (!Number.isFinite(value) || value <= 0) {
      throw new RangeError(`sockjs.${name} must be a finite number above zero, not ${value}.`);
    }
  }
  return filled;
}
