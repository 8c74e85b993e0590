import type { ConnectedSession, OpenSession, SessionDirectory } from '../core/connected-session.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import { MessagingError } from '../core/errors.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { ANONYMOUS } from '../core/principal.ts';
import type { Principal } from '../core/principal.ts';
import type { PresenceChange, SubscriptionChange, UserRegistry } from '../core/user-registry.ts';
import { LocalSession } from './local-session.ts';
import { Revocations } from './revocations.ts';
import type { SessionSelector } from './revocations.ts';
import { checkUserName } from './user-name.ts';
import { UserSessions } from './user-sessions.ts';

type DirectoryParts = Pick<EngineParts, 'events' | 'limits' | 'timers'>;

/** What a login may wait for: who it is, and what its session is to remember; and one more, to be sure. */
const ANSWERS_PER_LOGIN = 3;

/**
 * The sessions of this node, by id, user and login. What it shows as a registry is who is connected;
 * limits and selectors count a session from the moment at which its user is known.
 */
export class UserDirectory implements SessionDirectory, UserRegistry {
  readonly #parts: DirectoryParts;
  readonly #wallNow: () => number;
  readonly #revocations: Revocations;
  readonly #byId = new Map<string, LocalSession>();
  readonly #byName = new Map<string, UserSessions>();
  readonly #byLogin = new Map<string, Set<LocalSession>>();
  readonly #anonymous = new Set<LocalSession>();
  readonly #listeners = new Set<(change: PresenceChange) => void>();
  readonly #subscriptionListeners = new Set<(change: SubscriptionChange) => void>();
  /** What came up while a change was being told. */
  readonly #changes: PresenceChange[] = [];
  #isTelling = false;
  sessionCount = 0;
  userCount = 0;

  constructor(parts: DirectoryParts, wallNow: () => number = Date.now) {
    const { timers, limits } = parts;
    this.#parts = parts;
    this.#wallNow = wallNow;
    this.#revocations = new Revocations(timers, limits.answerTimeLimitMs * ANSWERS_PER_LOGIN);
  }

  get moment(): number {
    return this.#revocations.moment;
  }

  /** Throws what `join` would. */
  checkEntry(principal: Principal, askedAt: number): void {
    if (this.#revocations.include(principal, askedAt)) throw new MessagingError('disconnected');
    if (principal === ANONYMOUS) return;
    checkUserName(principal.name);
    const open = this.#byName.get(principal.name)?.all.length ?? 0;
    if (open >= this.#parts.limits.maxSessionsPerUser) throw new MessagingError('too_many_sessions');
  }

  join(session: OpenSession, principal: Principal, askedAt: number): void {
    this.checkEntry(principal, askedAt);
    const joined = new LocalSession(session, principal);
    this.#byId.set(session.id, joined);
    const { userName, login } = joined;
    if (userName === undefined) this.#anonymous.add(joined);
    else entryOf(this.#byName, userName, () => new UserSessions()).add(joined);
    if (login !== undefined) entryOf(this.#byLogin, login, () => new Set()).add(joined);
  }

  connected(session: ConnectedSession): void {
    const joined = this.#byId.get(session.id);
    if (!joined) return;
    joined.connect(session, this.#wallNow());
    this.sessionCount += 1;
    const user = this.#userOf(joined);
    user?.connected(joined);
    if (user?.ids.length === 1) this.userCount += 1;
    this.#parts.events.emit('connect', session);
    // A listener may have sent it away.
    if (this.#byId.get(session.id) === joined) this.#tell('arrived', joined);
  }

  subscribed(session: ConnectedSession, id: string, destination: string): void {
    this.#tellOfSubscription({
      type: 'subscribed',
      sessionId: session.id,
      subscription: { id, destination },
    });
    this.#parts.events.emit('subscribe', session, { id, destination });
  }

  unsubscribed(session: ConnectedSession, id: string, destination: string): void {
    this.#tellOfSubscription({
      type: 'unsubscribed',
      sessionId: session.id,
      subscription: { id, destination },
    });
    this.#parts.events.emit('unsubscribe', session, { id, destination });
  }

  leave(session: OpenSession, _principal: Principal, reason?: DisconnectReason): void {
    const joined = this.#byId.get(session.id);
    if (!joined) return;
    this.#forget(joined);
    const { connected } = joined;
    if (!connected) return;
    this.sessionCount -= 1;
    if (joined.userName !== undefined && this.sessionIdsOf(joined.userName).length === 0) this.userCount -= 1;
    if (reason) this.#parts.events.emit('disconnect', connected, reason);
    this.#tell('left', joined);
  }

  /** Ends the sessions meant, and those that come of logins on their way; says how many there were. */
  disconnect(selector: SessionSelector, reason: DisconnectReason): number {
    this.#revocations.add(selector);
    const sessions = this.find(selector);
    for (const session of sessions) session.disconnect(reason);
    return sessions.length;
  }

  /** The sessions meant, of whatever kind, connected or not, as they are now. */
  find(selector: SessionSelector): OpenSession[] {
    return Array.from(this.#find(selector), ({ session }) => session);
  }

  userNames(): Iterable<string> {
    return this.#byName
      .entries()
      .filter(([, { ids }]) => ids.length > 0)
      .map(([name]) => name);
  }

  sessions(): Iterable<LocalSession> {
    return this.#byId.values().filter((session) => session.isConnected);
  }

  sessionsOf(userName: string): LocalSession[] {
    return this.#byName.get(userName)?.all.filter((session) => session.isConnected) ?? [];
  }

  sessionIdsOf(userName: string): readonly string[] {
    return this.#byName.get(userName)?.ids ?? [];
  }

  session(id: string): LocalSession | undefined {
    const session = this.#byId.get(id);
    return session?.isConnected ? session : undefined;
  }

  onChange(listener: (change: PresenceChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back with each change of a subscription from now on, before the application's events tell of it. */
  onSubscription(listener: (change: SubscriptionChange) => void): () => void {
    this.#subscriptionListeners.add(listener);
    return () => this.#subscriptionListeners.delete(listener);
  }

  #find(selector: SessionSelector): Iterable<LocalSession> {
    if ('session' in selector) return this.#byLogin.get(selector.session) ?? [];
    if ('name' in selector) {
      const named = this.#byName.get(selector.name)?.all ?? [];
      return selector.name === ANONYMOUS.name ? [...named, ...this.#anonymous] : named;
    }
    const session = this.#byId.get(selector.sessionId);
    return session ? [session] : [];
  }

  #userOf({ userName }: LocalSession): UserSessions | undefined {
    return userName === undefined ? undefined : this.#byName.get(userName);
  }

  #forget(joined: LocalSession): void {
    const { id, userName, login } = joined;
    this.#byId.delete(id);
    this.#anonymous.delete(joined);
    const user = this.#userOf(joined);
    user?.remove(joined);
    if (userName !== undefined && user?.all.length === 0) this.#byName.delete(userName);
    if (login === undefined) return;
    const opened = this.#byLogin.get(login);
    opened?.delete(joined);
    if (opened?.size === 0) this.#byLogin.delete(login);
  }

  #tellOfSubscription(change: SubscriptionChange): void {
    for (const listener of this.#subscriptionListeners) listener(change);
  }

  #tell(type: PresenceChange['type'], session: LocalSession): void {
    this.#changes.push({ type, session });
    // A listener's own doing is told after the change that it was told of, to everybody in the same order.
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (let change = this.#changes.shift(); change; change = this.#changes.shift()) {
        for (const listener of this.#listeners) listener(change);
      }
    } finally {
      this.#isTelling = false;
    }
  }
}

function entryOf<Entry>(index: Map<string, Entry>, key: string, make: () => Entry): Entry {
  const found = index.get(key);
  if (found) return found;
  const made = make();
  index.set(key, made);
  return made;
}
