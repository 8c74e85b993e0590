import type { UserSession } from './user-registry.ts';

/** What JSON says of a session, on whichever node it is: every field of `UserSession`, null for an undefined one. */
export type SessionJson = {
  readonly [Field in keyof UserSession]:
    Exclude<UserSession[Field], undefined> | (undefined extends UserSession[Field] ? null : never);
};

/** The fields of a session for JSON, read at this moment. */
export function toSessionJson(session: UserSession): SessionJson {
  const { id, userName = null, login = null, endpoint, transport } = session;
  const { connectedAtMs, node = null, subscriptions } = session;
  return { id, userName, login, endpoint, transport, connectedAtMs, node, subscriptions };
}
