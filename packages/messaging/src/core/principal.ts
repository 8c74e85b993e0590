/**
 * Who is on the other end, as the application's `authenticate` said. Frozen for the life of the
 * session: an application that changes someone's rights disconnects them and lets them come back.
 */
export interface Principal {
  /** Unique per user; sessions of one user share it. Sent to the client as `user-name`. */
  readonly name: string;
  /** The application's login session, so that a logout ends the sockets that it opened. */
  readonly session?: string;
  /** How long from now the principal is valid; the session is ended with `session_expired` then. Infinity is never. */
  readonly expiresInMs?: number;
  readonly [attribute: string]: unknown;
}

/** The principal of endpoints that ask nobody who they are. Its sessions are not those of one user. */
export const ANONYMOUS: Principal = Object.freeze({ name: 'anonymous' });
