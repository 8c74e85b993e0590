import type { HeaderMap } from '@carillon/stomp';
import type { Authorize } from '../core/authorize.ts';
import type { Broker } from '../core/broker.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { Outlet } from '../core/connected-session.ts';
import type { SessionDirectory } from '../core/connected-session.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import type { Principal } from '../core/principal.ts';

/** The socket under a session, as far as the session may see it. */
export interface Transport extends Outlet {
  /** When the last bytes went out, in the time of the timer wheel. */
  readonly lastSentMs: number;
  /** Sends what was given before, then closes with this code and reason. Nothing is received any more. */
  close(reason: DisconnectReason): void;
  /** Stops and goes on reading, so that a client that sends faster than it is served waits in its own buffers. */
  pause(): void;
  resume(): void;
}

/** Checks what a CONNECT frame says (login, passcode, Authorization, token …). Undefined refuses. */
export type AuthenticateConnect = (
  headers: HeaderMap,
) => Principal | undefined | Promise<Principal | undefined>;

/** What all sessions of an endpoint share. */
export interface SessionParts extends EngineParts {
  readonly broker: Broker;
  readonly authorize: Authorize;
  readonly directory: SessionDirectory;
  /** The path of the endpoint. */
  readonly endpoint: string;
  readonly authenticateConnect: AuthenticateConnect | undefined;
  readonly nextMessageId: () => string;
  readonly nextSessionId: () => string;
}
