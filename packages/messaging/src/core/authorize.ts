import type { SubscribableCommand } from './broker.ts';
import type { Principal } from './principal.ts';

export interface AuthorizationRequest {
  readonly user: Principal;
  readonly command: SubscribableCommand;
  readonly destination: string;
}

/** Says whether a user may do this. Called for every SEND and SUBSCRIBE of a client; a rejection refuses. */
export type Authorize = (request: AuthorizationRequest) => boolean | Promise<boolean>;
