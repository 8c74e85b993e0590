import type { ConnectedSession } from '../core/connected-session.ts';

/** Answers to SUBSCRIBEs that their clients wanted to acknowledge, and have not yet. */
export class AnswerAcks {
  readonly #bySession = new WeakMap<ConnectedSession, Set<string>>();

  expect(session: ConnectedSession, messageId: string): void {
    const ids = this.#bySession.get(session);
    if (ids) ids.add(messageId);
    else this.#bySession.set(session, new Set([messageId]));
  }

  has(session: ConnectedSession, messageId: string): boolean {
    return this.#bySession.get(session)?.has(messageId) ?? false;
  }

  /** Says whether it was expected; from now on it is not. */
  settle(session: ConnectedSession, messageId: string): boolean {
    return this.#bySession.get(session)?.delete(messageId) ?? false;
  }
}
