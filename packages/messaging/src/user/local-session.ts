import type { ConnectedSession, OpenSession } from '../core/connected-session.ts';
import { ANONYMOUS } from '../core/principal.ts';
import type { Principal } from '../core/principal.ts';
import { toSessionJson } from '../core/session-json.ts';
import type { SessionJson } from '../core/session-json.ts';
import type { UserSession, UserSubscription } from '../core/user-registry.ts';

/** A session of this node as presence shows it: read from the session itself, nothing is kept twice. */
export class LocalSession implements UserSession {
  readonly #session: OpenSession;
  #connected: ConnectedSession | undefined;
  readonly userName: string | undefined;
  readonly login: string | undefined;
  readonly node: undefined;
  #connectedAtMs = NaN;

  constructor(session: OpenSession, principal: Principal) {
    this.#session = session;
    this.userName = principal === ANONYMOUS ? undefined : principal.name;
    this.login = principal.session;
  }

  /** CONNECTED was sent, at this time. */
  connect(session: ConnectedSession, connectedAtMs: number): void {
    this.#connected = session;
    this.#connectedAtMs = connectedAtMs;
  }

  get session(): OpenSession {
    return this.#session;
  }

  /** The same, once CONNECTED was sent. */
  get connected(): ConnectedSession | undefined {
    return this.#connected;
  }

  get isConnected(): boolean {
    return this.#connected !== undefined;
  }

  /** NaN until it is connected. */
  get connectedAtMs(): number {
    return this.#connectedAtMs;
  }

  get id(): string {
    return this.#session.id;
  }

  get endpoint(): string {
    return this.#session.endpoint;
  }

  get transport(): string {
    return this.#session.transport;
  }

  get subscriptions(): UserSubscription[] {
    return Array.from(this.#connected?.subscriptions ?? [], ([id, { destination }]) => ({ id, destination }));
  }

  toJSON(): SessionJson {
    return toSessionJson(this);
  }
}
