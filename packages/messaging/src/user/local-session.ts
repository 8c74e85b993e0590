import type { ConnectedSession, OpenSession } from '../core/connected-session.ts';
import { ANONYMOUS } from '../core/principal.ts';
import type { Principal } from '../core/principal.ts';
import type { UserSession, UserSubscription } from '../core/user-registry.ts';

/** A session of this node as presence shows it: read from the session itself, nothing is kept twice. */
export class LocalSession implements UserSession {
  readonly session: OpenSession;
  /** The same, once CONNECTED was sent. */
  connected: ConnectedSession | undefined;
  readonly userName: string | undefined;
  readonly login: string | undefined;
  readonly node: undefined;
  /** NaN until it is connected. */
  connectedAtMs = NaN;

  constructor(session: OpenSession, principal: Principal) {
    this.session = session;
    this.userName = principal === ANONYMOUS ? undefined : principal.name;
    this.login = principal.session;
  }

  get isConnected(): boolean {
    return this.connected !== undefined;
  }

  get id(): string {
    return this.session.id;
  }

  get endpoint(): string {
    return this.session.endpoint;
  }

  get transport(): string {
    return this.session.transport;
  }

  get subscriptions(): UserSubscription[] {
    return Array.from(this.connected?.subscriptions ?? [], ([id, { destination }]) => ({ id, destination }));
  }
}
