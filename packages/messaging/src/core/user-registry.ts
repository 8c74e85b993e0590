/** One client's session, on whichever node it is, as presence shows it. */
export interface UserSession {
  readonly id: string;
  /** Whose it is; undefined where an endpoint asks nobody who they are. */
  readonly userName: string | undefined;
  /** `principal.session`: the login that opened it. */
  readonly login: string | undefined;
  /** The path of the endpoint through which it came. */
  readonly endpoint: string;
  /** `websocket`, `xhr-streaming` … */
  readonly transport: string;
  /** When CONNECTED was sent: milliseconds since 1970, by the clock of its node. */
  readonly connectedAtMs: number;
  /** The node that holds it; undefined for this one. */
  readonly node: string | undefined;
  readonly subscriptions: readonly UserSubscription[];
}

export interface UserSubscription {
  readonly id: string;
  /** As the client named it, e.g. `/user/queue/chat`. */
  readonly destination: string;
}

/** A session came, after the registry shows it; or left, after it shows it no more. */
export interface PresenceChange {
  readonly type: 'arrived' | 'left';
  readonly session: Pick<UserSession, 'id' | 'userName'>;
}

/** A subscription of a connected session began, or the client ended it; with its session it goes untold. */
export interface SubscriptionChange {
  readonly type: 'subscribed' | 'unsubscribed';
  readonly sessionId: string;
  readonly subscription: UserSubscription;
}

/**
 * The connected sessions and their users: Spring's SimpUserRegistry. One holds those of this node, the
 * cluster one with those of all others; whoever reads sees both as one. Every answer is given at once and
 * is of this moment.
 */
export interface UserRegistry {
  /** Users with at least one session. */
  readonly userCount: number;
  readonly sessionCount: number;
  userNames(): Iterable<string>;
  /** All sessions, also those without a user. */
  sessions(): Iterable<UserSession>;
  /** A user's sessions; none for one who has none. */
  sessionsOf(userName: string): Iterable<UserSession>;
  /** The same by their ids alone: what every message to a user asks for. The list never changes. */
  sessionIdsOf(userName: string): readonly string[];
  session(id: string): UserSession | undefined;
  /** Calls back with each change from now on, in order. Answers a function that stops it. */
  onChange(listener: (change: PresenceChange) => void): () => void;
}
