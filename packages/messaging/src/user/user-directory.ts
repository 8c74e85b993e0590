import type { ConnectedSession, SessionDirectory } from '../core/connected-session.ts';
import { MessagingError } from '../core/errors.ts';
import type { EngineEvents } from '../core/events.ts';
import { ANONYMOUS } from '../core/principal.ts';
import type { Principal } from '../core/principal.ts';

/** Who a `users.disconnect` means: everything of a user, or everything of one login. */
export type UserSelector = { readonly name: string } | { readonly session: string };

/** Sessions by user and by login session. */
export class UserDirectory implements SessionDirectory {
  readonly #maxSessionsPerUser: number;
  readonly #events: EngineEvents;
  readonly #byName = new Map<string, Set<ConnectedSession>>();
  readonly #byLogin = new Map<string, Set<ConnectedSession>>();

  constructor(maxSessionsPerUser: number, events: EngineEvents) {
    this.#events = events;
    this.#maxSessionsPerUser = maxSessionsPerUser;
  }

  get userCount(): number {
    return this.#byName.size;
  }

  /** Throws MessagingError when the user has as many sessions as one may have. */
  checkRoom(principal: Principal): void {
    const open = this.#byName.get(principal.name)?.size ?? 0;
    if (open >= this.#maxSessionsPerUser && principal !== ANONYMOUS) {
      throw new MessagingError('too_many_sessions');
    }
  }

  join(session: ConnectedSession, principal: Principal): void {
    this.checkRoom(principal);
    addTo(this.#byName, principal.name, session);
    if (principal.session !== undefined) addTo(this.#byLogin, principal.session, session);
  }

  connected(session: ConnectedSession): void {
    this.#events.emit('connect', session);
  }

  subscribed(session: ConnectedSession, id: string, destination: string): void {
    this.#events.emit('subscribe', session, { id, destination });
  }

  unsubscribed(session: ConnectedSession, id: string, destination: string): void {
    this.#events.emit('unsubscribe', session, { id, destination });
  }

  leave(session: ConnectedSession, principal: Principal): void {
    removeFrom(this.#byName, principal.name, session);
    if (principal.session !== undefined) removeFrom(this.#byLogin, principal.session, session);
  }

  /** The sessions meant, as they are now. */
  find(selector: UserSelector): ConnectedSession[] {
    const found = 'name' in selector ? this.#byName.get(selector.name) : this.#byLogin.get(selector.session);
    return [...(found ?? [])];
  }
}

function addTo(index: Map<string, Set<ConnectedSession>>, key: string, session: ConnectedSession): void {
  const sessions = index.get(key);
  if (sessions) sessions.add(session);
  else index.set(key, new Set([session]));
}

function removeFrom(index: Map<string, Set<ConnectedSession>>, key: string, session: ConnectedSession): void {
  const sessions = index.get(key);
  if (sessions?.delete(session) && sessions.size === 0) index.delete(key);
}
