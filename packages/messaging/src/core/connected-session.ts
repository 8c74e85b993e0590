import type { StompVersion } from '@carillon/stomp';
import type { DisconnectReason } from './disconnect.ts';
import type { MessagingError } from './errors.ts';
import type { Principal } from './principal.ts';
import type { WireFrame } from './wire-frame.ts';

/** The way out to one client. */
export interface Outlet {
  /** Takes a frame to be sent in order, within this turn of the event loop. Never throws, never waits. */
  send(frame: WireFrame): void;
  /** True while so much waits to be sent that whoever can wait (a replay) should. */
  readonly congested: boolean;
  /** Calls back once, soon after `congested` has become false; or never, when the client goes. */
  onceRelieved(callback: () => void): void;
}

/** Who gets MESSAGEs: one session, as far as a delivery is concerned. */
interface Subscriber {
  /** The session's id, unique over all nodes; sent to the client as `session`. */
  readonly id: string;
  readonly version: StompVersion;
  readonly outlet: Outlet;
  /** Ends the session because its subscription cannot go on. */
  fail(error: MessagingError): void;
}

/** One client's session, whatever it speaks. */
export interface OpenSession {
  /** Unique over all nodes. */
  readonly id: string;
  /** Throws MessagingError `unauthorized` as long as nobody knows. */
  readonly user: Principal;
  /** What the application keeps for this session: the handshake puts it there, handlers may change it. */
  readonly attributes: Map<string, unknown>;
  /** The path of the endpoint through which it came. */
  readonly endpoint: string;
  /** The transport beneath: `websocket`, `xhr-streaming` … */
  readonly transport: string;
  readonly isClosed: boolean;
  /** Ends the session from the application's side. */
  disconnect(reason: DisconnectReason): void;
}

/** One STOMP client's session, as everything behind it sees it: brokers, users, handlers, interceptors. */
export interface ConnectedSession extends Subscriber, OpenSession {
  /** What it is subscribed to, by subscription id; destinations as the client named them. */
  readonly subscriptions: ReadonlyMap<string, { readonly destination: string }>;
}

/** Who is connected, and to what they subscribed. Sessions report; nobody here waits or fails but `join`. */
export interface SessionDirectory {
  /** A point in the order of all who are sent away: to be kept when it is asked who somebody is. */
  readonly moment: number;
  /**
   * As soon as the principal is known, with the `moment` at which that was asked. Throws MessagingError
   * `disconnected` for who was sent away meanwhile, `invalid_user_name`, and `too_many_sessions`.
   */
  join(session: OpenSession, principal: Principal, askedAt: number): void;
  /** CONNECTED was sent: from now on it is shown, and told of. No other kind of session is. */
  connected(session: ConnectedSession): void;
  subscribed(session: ConnectedSession, id: string, destination: string): void;
  unsubscribed(session: ConnectedSession, id: string, destination: string): void;
  /**
   * Once, at its end, if it had joined; its subscriptions are gone with it. Without a reason it goes on, and
   * joins as somebody else.
   */
  leave(session: OpenSession, principal: Principal, reason?: DisconnectReason): void;
}
