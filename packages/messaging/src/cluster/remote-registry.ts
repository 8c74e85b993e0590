import type { RowChange } from '../core/cluster-bus.ts';
import { toSessionJson } from '../core/session-json.ts';
import type { SessionJson } from '../core/session-json.ts';
import type { PresenceChange, UserRegistry, UserSession, UserSubscription } from '../core/user-registry.ts';
import { readPresenceRow } from './presence-rows.ts';
import type { SharedSession } from './presence-rows.ts';

class RemoteSession implements UserSession {
  readonly id: string;
  readonly node: string;
  readonly userName: string | undefined;
  readonly login: string | undefined;
  readonly endpoint: string;
  readonly transport: string;
  readonly connectedAtMs: number;
  readonly #destinations = new Map<string, string>();

  constructor(id: string, node: string, shared: SharedSession) {
    this.id = id;
    this.node = node;
    this.userName = shared.userName;
    this.login = shared.login;
    this.endpoint = shared.endpoint;
    this.transport = shared.transport;
    this.connectedAtMs = shared.connectedAtMs;
  }

  get subscriptions(): UserSubscription[] {
    return Array.from(this.#destinations, ([id, destination]) => ({ id, destination }));
  }

  /** One of its subscriptions began, or ended: then it has no destination. */
  changeSubscription(id: string, destination: string | undefined): void {
    if (destination === undefined) this.#destinations.delete(id);
    else this.#destinations.set(id, destination);
  }

  toJSON(): SessionJson {
    return toSessionJson(this);
  }
}

const NOBODY: readonly string[] = Object.freeze([]);

/** The sessions of all other nodes, as their rows say. */
export class RemoteRegistry implements UserRegistry {
  readonly #sessions = new Map<string, RemoteSession>();
  /** Lists that are replaced, never changed. */
  readonly #idsOf = new Map<string, readonly string[]>();
  readonly #listeners = new Set<(change: PresenceChange) => void>();

  get userCount(): number {
    return this.#idsOf.size;
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  userNames(): Iterable<string> {
    return this.#idsOf.keys();
  }

  sessions(): Iterable<UserSession> {
    return this.#sessions.values();
  }

  *sessionsOf(userName: string): Iterable<UserSession> {
    for (const id of this.sessionIdsOf(userName)) {
      const session = this.#sessions.get(id);
      if (session) yield session;
    }
  }

  sessionIdsOf(userName: string): readonly string[] {
    return this.#idsOf.get(userName) ?? NOBODY;
  }

  session(id: string): UserSession | undefined {
    return this.#sessions.get(id);
  }

  onChange(listener: (change: PresenceChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes changes of a node's rows, in whatever order; rows that cannot be read are passed over. */
  change(nodeId: string, changes: readonly RowChange[]): void {
    const rows = changes.map(readPresenceRow).filter((row) => row !== undefined);
    for (const row of rows) if ('session' in row) this.#changeSession(nodeId, row.sessionId, row.session);
    for (const row of rows) {
      if ('session' in row) continue;
      this.#sessions.get(row.sessionId)?.changeSubscription(row.subscriptionId, row.destination);
    }
  }

  /** Forgets all sessions of a node. */
  gone(nodeId: string): void {
    for (const session of [...this.#sessions.values()]) if (session.node === nodeId) this.#remove(session);
  }

  #changeSession(nodeId: string, id: string, shared: SharedSession | undefined): void {
    const known = this.#sessions.get(id);
    if (known) this.#remove(known);
    if (shared) this.#add(new RemoteSession(id, nodeId, shared));
  }

  #add(session: RemoteSession): void {
    const { id, userName } = session;
    this.#sessions.set(id, session);
    if (userName !== undefined) this.#idsOf.set(userName, [...this.sessionIdsOf(userName), id]);
    this.#tell({ type: 'arrived', session });
  }

  #remove(session: RemoteSession): void {
    const { id, userName } = session;
    this.#sessions.delete(id);
    if (userName !== undefined) {
      const left = this.sessionIdsOf(userName).filter((other) => other !== id);
      if (left.length > 0) this.#idsOf.set(userName, left);
      else this.#idsOf.delete(userName);
    }
    this.#tell({ type: 'left', session });
  }

  #tell(change: PresenceChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
