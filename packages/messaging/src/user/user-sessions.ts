import type { LocalSession } from './local-session.ts';

const NONE: readonly LocalSession[] = Object.freeze([]);
const NO_IDS: readonly string[] = Object.freeze([]);

/**
 * The sessions of one user on this node. Its lists are replaced, never changed: who walks over one ends
 * sessions meanwhile, or sends to them.
 */
export class UserSessions {
  /** Joined, connected or not. */
  all: readonly LocalSession[] = NONE;
  /** Of those that are connected. */
  ids: readonly string[] = NO_IDS;

  add(session: LocalSession): void {
    this.all = [...this.all, session];
  }

  connected(session: LocalSession): void {
    this.ids = [...this.ids, session.id];
  }

  remove(session: LocalSession): void {
    this.all = this.all.filter((other) => other !== session);
    this.ids = this.ids.filter((id) => id !== session.id);
  }
}
