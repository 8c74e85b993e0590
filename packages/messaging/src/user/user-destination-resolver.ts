import { isDestination } from '../core/destination.ts';
import { MessagingError } from '../core/errors.ts';
import type { UserRegistry, UserSession } from '../core/user-registry.ts';

/** Between a destination and the session that it was made for: Spring's DefaultUserDestinationResolver. */
const MARK = '-user';
/** A session id of our own making, whether its session is known here or not. */
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

export interface UserDestinationOptions {
  /** What user destinations begin with; a slash at its end changes nothing. Default: `/user`. */
  readonly prefix?: string;
  /** Leaves out the slash before what is sent to the broker, for those whose destinations have none. */
  readonly removeLeadingSlash?: boolean;
}

type Sessions = Pick<UserRegistry, 'sessionIdsOf' | 'session'>;

/** Where a message to a user goes: to `targetOf(broker destination, session id)` for each of the sessions. */
export interface ResolvedMessage {
  readonly brokerDestination: string;
  /** What its receivers subscribed to, and what MESSAGE says. */
  readonly shownDestination: string;
  /** Undefined when a session is meant by its id. */
  readonly userName: string | undefined;
  readonly sessionIds: readonly string[];
}

/** Translates between `/user/…`, as clients and applications say it, and destinations of the broker, as Spring does. */
export class UserDestinationResolver {
  readonly #registry: Sessions;
  /** With a slash at its end. */
  readonly #prefix: string;
  readonly #cut: number;

  constructor(
    registry: Sessions,
    { prefix = '/user', removeLeadingSlash = false }: UserDestinationOptions = {},
  ) {
    this.#registry = registry;
    this.#prefix = prefix.endsWith('/') ? prefix : `${prefix}/`;
    if (!isDestination(this.#prefix)) throw new TypeError(`No user destination can begin with ${prefix}.`);
    this.#cut = removeLeadingSlash ? 1 : 0;
  }

  isUserDestination(destination: string): boolean {
    return destination.startsWith(this.#prefix);
  }

  /** `/user/queue/x`, as a session subscribes to it, without the prefix: what the broker knows, but for the session. */
  brokerDestinationOf(subscribed: string): string {
    return subscribed.slice(this.#prefix.length - 1 + this.#cut);
  }

  /** Where a session's subscription to `/user/queue/x` really goes. Throws MessagingError `invalid_user_name`. */
  resolveSubscription(destination: string, { id, userName }: Pick<UserSession, 'id' | 'userName'>): string {
    if (userName !== undefined) requireUserName(userName);
    return this.targetOf(this.brokerDestinationOf(destination), id);
  }

  /** The broker's destination for one session. */
  targetOf(brokerDestination: string, sessionId: string): string {
    return brokerDestination + MARK + sessionId;
  }

  /**
   * Finds who gets a message to `/user/{name}/queue/x`. The name of a user means all sessions, but a
   * session of that user means itself alone; a session may also name its own id.
   * Throws MessagingError `invalid_destination` when nothing follows the name.
   */
  resolveMessage(destination: string, senderId?: string): ResolvedMessage {
    const nameEnd = this.#nameEndOf(destination);
    const name = decodeName(destination.slice(this.#prefix.length, nameEnd));
    const isOwnId = name === senderId;
    return {
      brokerDestination: destination.slice(nameEnd + this.#cut),
      shownDestination: this.#prefix.slice(0, -1) + destination.slice(nameEnd),
      userName: isOwnId ? undefined : name,
      sessionIds: isOwnId ? [senderId] : this.#sessionIdsOf(name, senderId),
    };
  }

  /** What is left of a message's destination without the user: `/queue/x`. Throws as `resolveMessage` does. */
  messageDestinationOf(destination: string): string {
    return destination.slice(this.#nameEndOf(destination) + this.#cut);
  }

  /** `/user/{name}/queue/x`: where to send for all sessions of a user. Throws MessagingError `invalid_user_name`. */
  destinationFor(userName: string, destination: string): string {
    requireUserName(userName);
    return this.#prefix + userName.replaceAll('/', '%2F') + withSlash(destination);
  }

  /** `/user/queue/x`: what subscribers of a destination subscribed to. */
  shownDestinationOf(destination: string): string {
    return this.#prefix.slice(0, -1) + withSlash(destination);
  }

  /** Says whether a broker destination was made for a session other than this one. */
  isForeign(destination: string, sessionId: string): boolean {
    // Every occurrence: an id of the application's making may have the mark in it.
    for (let at = destination.lastIndexOf(MARK); at > 0; at = destination.lastIndexOf(MARK, at - 1)) {
      const id = destination.slice(at + MARK.length);
      if (id !== sessionId && (UUID.test(id) || this.#registry.session(id))) return true;
    }
    return false;
  }

  #nameEndOf(destination: string): number {
    const nameEnd = destination.indexOf('/', this.#prefix.length);
    if (nameEnd >= 0) return nameEnd;
    throw new MessagingError('invalid_destination', `${destination} names a user and no more`);
  }

  #sessionIdsOf(name: string, senderId: string | undefined): readonly string[] {
    const ids = this.#registry.sessionIdsOf(name);
    return senderId !== undefined && ids.includes(senderId) ? [senderId] : ids;
  }
}

/** Throws MessagingError `invalid_user_name` for a name that could not be told from one with a slash. */
function requireUserName(name: string): void {
  if (name.includes('%2F')) throw new MessagingError('invalid_user_name', name);
}

function decodeName(name: string): string {
  return name.includes('%2F') ? name.replaceAll('%2F', '/') : name;
}

function withSlash(destination: string): string {
  return destination.startsWith('/') ? destination : `/${destination}`;
}
