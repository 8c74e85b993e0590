import type { Principal } from '../../core/principal.ts';
import { RequestBudget } from './request-budget.ts';
import type { RequestBudgetParts } from './request-budget.ts';
import type { SockJsSession } from './sockjs-session.ts';

/** A session over HTTP as requests find it by its id: whose it is, and how much they may ask of it. */
export class HeldSession {
  readonly session: SockJsSession;
  readonly budget: RequestBudget;
  readonly #user: Principal | undefined;

  constructor(session: SockJsSession, user: Principal | undefined, parts: RequestBudgetParts) {
    this.session = session;
    this.budget = new RequestBudget(parts);
    this.#user = user;
  }

  /** Whether the session was begun by this user; where the handshake names nobody, its id is all there is. */
  belongsTo(user: Principal | undefined): boolean {
    return user?.name === this.#user?.name;
  }
}
