import type { RowChange } from '../core/cluster-bus.ts';
import type { UserSession } from '../core/user-registry.ts';

/** What a session's row says: all but its id, its node and its subscriptions, which have rows of their own. */
export type SharedSession = Pick<
  UserSession,
  'userName' | 'login' | 'endpoint' | 'transport' | 'connectedAtMs'
>;

/** A row of presence that was read: about a session, or about one of its subscriptions. */
export type PresenceRow =
  | { readonly sessionId: string; readonly session: SharedSession | undefined }
  | { readonly sessionId: string; readonly subscriptionId: string; readonly destination: string | undefined };

export function sessionRow(id: string, session: SharedSession | undefined): RowChange {
  if (!session) return [JSON.stringify([id]), undefined];
  const { userName = null, login = null, endpoint, transport, connectedAtMs } = session;
  return [JSON.stringify([id]), JSON.stringify([userName, login, endpoint, transport, connectedAtMs])];
}

export function subscriptionRow(
  sessionId: string,
  subscriptionId: string,
  destination: string | undefined,
): RowChange {
  return [JSON.stringify([sessionId, subscriptionId]), destination];
}

/** Reads a row of another node; undefined for one that a node of this version would not write. */
export function readPresenceRow([key, value]: RowChange): PresenceRow | undefined {
  const ids = readList(key);
  const [sessionId, subscriptionId] = ids;
  if (typeof sessionId !== 'string') return undefined;
  if (ids.length === 2 && typeof subscriptionId === 'string') {
    return { sessionId, subscriptionId, destination: value };
  }
  if (ids.length !== 1) return undefined;
  if (value === undefined) return { sessionId, session: undefined };
  const session = readSession(readList(value));
  return session && { sessionId, session };
}

function readSession([userName, login, endpoint, transport, connectedAtMs]: unknown[]):
  SharedSession | undefined {
  if (typeof endpoint !== 'string' || typeof transport !== 'string') return undefined;
  if (typeof connectedAtMs !== 'number' || !isName(userName) || !isName(login)) return undefined;
  return {
    userName: userName ?? undefined,
    login: login ?? undefined,
    endpoint,
    transport,
    connectedAtMs,
  };
}

function isName(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function readList(json: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
