import type { HeaderMap } from '@carillon/stomp';
import type { Authorize } from '../core/authorize.ts';
import type { Broker } from '../core/broker.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { ConnectedSession, Outlet, SessionDirectory } from '../core/connected-session.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import type { Handshake } from '../core/handshake.ts';
import type { Interceptor } from '../core/interceptor.ts';
import type { Principal } from '../core/principal.ts';

/** The socket under a session, as far as the session may see it. */
export interface Transport extends Outlet {
  /** `websocket`, or a SockJS transport's name, such as `xhr-streaming`. */
  readonly name: string;
  /** When the last bytes went out, in the time of the timer wheel. */
  readonly lastSentMs: number;
  /** Sends what was given before, then closes with this code and reason. Nothing is received any more. */
  close(reason: DisconnectReason): void;
  /** Stops and goes on reading, so that a client that sends faster than it is served waits in its own buffers. */
  pause(): void;
  resume(): void;
}

/** What is known of a client when its connection opens. */
export interface Arrival {
  /** Who the handshake said it is, if it did. */
  readonly user?: Principal | undefined;
  /** When that was asked, as a `moment` of the directory. */
  readonly askedAt?: number;
  /** The request that opened the connection; let go of once the client is connected. */
  readonly handshake?: Handshake | undefined;
}

/** What `authenticateConnect` may look at besides the CONNECT frame. */
export interface ConnectContext {
  /** Who the handshake said it is, if it did. Answer it to keep it. */
  readonly handshakeUser: Principal | undefined;
  readonly handshake: Handshake | undefined;
  /** Has an id and attributes, but no user yet. */
  readonly session: ConnectedSession;
}

/** Checks what a CONNECT frame says (login, passcode, Authorization, token …). Undefined refuses. */
export type AuthenticateConnect = (
  headers: HeaderMap,
  context: ConnectContext,
) => Principal | undefined | Promise<Principal | undefined>;

/** What all sessions of an endpoint share. */
export interface SessionParts extends EngineParts {
  readonly broker: Broker;
  readonly authorize: Authorize;
  readonly directory: SessionDirectory;
  /** The path of the endpoint. */
  readonly endpoint: string;
  readonly authenticateConnect: AuthenticateConnect | undefined;
  /** Whether a CONNECT of STOMP 1.1 or 1.2 without `host` is refused. */
  readonly requireHost: boolean;
  /** Around each frame of a client, the first one outermost. */
  readonly inbound: readonly Interceptor[];
  /** Around each frame to a client. */
  readonly outbound: readonly Interceptor[];
  readonly nextMessageId: () => string;
  readonly nextSessionId: () => string;
}
