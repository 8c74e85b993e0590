import type { HeaderMap } from '@carillon/stomp';
import { isPromiseLike } from './answer-within.ts';
import type { SubscribableCommand } from './broker.ts';
import type { ConnectedSession } from './connected-session.ts';
import type { Principal } from './principal.ts';

export interface AuthorizationRequest {
  readonly user: Principal;
  readonly command: SubscribableCommand;
  readonly destination: string;
  /** Of the frame; not to be changed. */
  readonly headers: HeaderMap;
  readonly session: ConnectedSession;
}

/** Says whether a user may do this. Called for every SEND and SUBSCRIBE of a client; a rejection refuses. */
export type Authorize = (request: AuthorizationRequest) => boolean | Promise<boolean>;

/** Asks one, then the other: both must say yes. Answers at once when both do. */
export function authorizeByBoth(first: Authorize, second: Authorize | undefined): Authorize {
  if (!second) return first;
  return (request) => {
    const answer = first(request);
    if (isPromiseLike(answer)) return answer.then((isAllowed) => isAllowed && second(request));
    return answer && second(request);
  };
}
