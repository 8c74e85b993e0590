import type { Cluster } from '../cluster/cluster.ts';
import { AntPattern } from '../core/ant-pattern.ts';
import type { Separator } from '../core/ant-pattern.ts';
import { checkDisconnectReason, DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import type { UserRegistry, UserSession, UserSubscription } from '../core/user-registry.ts';
import type { SessionSelector } from '../user/revocations.ts';
import type { UserDirectory } from '../user/user-directory.ts';

/** A user and all that user's sessions. */
export interface User {
  readonly name: string;
  readonly sessions: readonly UserSession[];
}

/** A subscription and whose it is. */
export interface FoundSubscription extends UserSubscription {
  readonly session: UserSession;
}

/**
 * Who is connected, on all nodes, as Spring's SimpUserRegistry. Each answer is of the moment in which it is
 * asked for. Sessions of endpoints that ask nobody who they are have no user, and are among `sessions` only.
 */
export interface Users {
  /** How many users there are. */
  readonly count: number;
  all(): Iterable<User>;
  /** Undefined for a user without sessions. */
  get(name: string): User | undefined;
  sessions(): Iterable<UserSession>;
  /**
   * Subscriptions by what they subscribed to: an Ant pattern for their destinations, as for handlers, or a function that says which.
   * It looks at all of them, which takes time where there are many.
   */
  findSubscriptions(
    match: string | ((subscription: UserSubscription, session: UserSession) => boolean),
  ): FoundSubscription[];
  /**
   * Ends all sessions of a user, all that one login opened, or one: what a logout, a password change or a ban
   * does; a login that is on its way is refused. The clients get an ERROR frame with code `disconnected` and a close frame with the reason's code. The
   * other nodes do the same at once; a node that is cut off does when its link is back.
   * @returns how many sessions were ended on this node.
   */
  disconnect(selector: SessionSelector, reason?: DisconnectReason): number;
  /** How many sockets a user or one login has open on this node, connected or about to be. */
  sessionCount(selector: SessionSelector): number;
}

export interface UsersParts {
  readonly directory: UserDirectory;
  readonly registry: UserRegistry;
  /** Tells the other nodes whom to disconnect. */
  readonly cluster: Pick<Cluster, 'disconnect'> | undefined;
  readonly separator: Separator;
}

export function createUsers({ directory, registry, cluster, separator }: UsersParts): Users {
  function userOf(name: string): User {
    return { name, sessions: [...registry.sessionsOf(name)] };
  }

  return {
    get count() {
      return registry.userCount;
    },
    *all() {
      for (const name of registry.userNames()) yield userOf(name);
    },
    get(name) {
      const user = userOf(name);
      return user.sessions.length > 0 ? user : undefined;
    },
    sessions: () => registry.sessions(),
    findSubscriptions(match) {
      const found: FoundSubscription[] = [];
      const matches = typeof match === 'string' ? byPattern(match, separator) : match;
      for (const session of registry.sessions()) {
        for (const subscription of session.subscriptions) {
          if (matches(subscription, session)) found.push({ ...subscription, session });
        }
      }
      return found;
    },
    disconnect(selector, reason = DISCONNECT_REASONS.loggedOut) {
      checkDisconnectReason(reason);
      const ended = directory.disconnect(selector, reason);
      cluster?.disconnect(selector, reason);
      return ended;
    },
    sessionCount: (selector) => directory.find(selector).length,
  };
}

function byPattern(text: string, separator: Separator): (subscription: UserSubscription) => boolean {
  const pattern = new AntPattern(text, separator);
  return ({ destination }) => pattern.matches(destination);
}
