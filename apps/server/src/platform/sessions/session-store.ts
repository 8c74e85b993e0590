import type { Session, SessionOwner } from './session.ts';

/**
 * Where sessions are kept, for all nodes. Those that were not used for `SESSION_LIFETIME_MS` are gone. Every function
 * rejects with a 503 when the keeper does not answer, which says nothing about who is logged in.
 */
export interface SessionStore {
  insert(session: Session): Promise<void>;
  /** Those of the sessions that live. Reading is no use of them. */
  read(ids: readonly string[], now: Date): Promise<Session[]>;
  /** Notes that sessions are used now. Brings none back that has ended. Answers the ids of those that live. */
  touch(ids: readonly string[], now: Date): Promise<string[]>;
  /** Ends sessions. Answers those that had not ended. */
  remove(ids: readonly string[], now: Date): Promise<Session[]>;
  /** Somebody's sessions, the latest used first, at most `MAX_LISTED`. */
  list(owner: SessionOwner, now: Date): Promise<Session[]>;
}

/** Nobody looks through more. */
export const MAX_LISTED = 100;
