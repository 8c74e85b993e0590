import type { Principal } from '../core/principal.ts';
import type { Timers } from '../core/timer-wheel.ts';

/** Whose sessions are ended: all of a user, all that one login opened, or one. */
export type SessionSelector =
  { readonly name: string } | { readonly session: string } | { readonly sessionId: string };

interface Revocation {
  readonly moment: number;
  readonly atMs: number;
}

/**
 * Who was sent away lately. Finding out who somebody is takes time, and a logout or a ban in the meantime finds no
 * session yet: it must hold for the one that comes of it.
 */
export class Revocations {
  readonly #timers: Timers;
  readonly #keepMs: number;
  /** The oldest first. */
  readonly #latest = new Map<string, Revocation>();
  #moment = 0;

  /** No login takes longer than `keepMs`, from when it is asked for to when the session is there. */
  constructor(timers: Timers, keepMs: number) {
    this.#timers = timers;
    this.#keepMs = keepMs;
  }

  /** A point in the order of all that was revoked. */
  get moment(): number {
    return this.#moment;
  }

  add(selector: SessionSelector): void {
    const key = keyOf(selector);
    if (key === undefined) return;
    const { nowMs } = this.#timers;
    this.#forgetBefore(nowMs - this.#keepMs);
    this.#moment += 1;
    this.#latest.delete(key);
    this.#latest.set(key, { moment: this.#moment, atMs: nowMs });
  }

  /** Says whether somebody was sent away after a moment, by name or by login. */
  include({ name, session }: Principal, since: number): boolean {
    return this.#hit({ name }, since) || (session !== undefined && this.#hit({ session }, since));
  }

  #hit(selector: SessionSelector, since: number): boolean {
    const key = keyOf(selector);
    return key !== undefined && (this.#latest.get(key)?.moment ?? 0) > since;
  }

  #forgetBefore(ms: number): void {
    for (const [key, { atMs }] of this.#latest) {
      if (atMs >= ms) return;
      this.#latest.delete(key);
    }
  }
}

/** Undefined for a session: one that has an id is found. */
function keyOf(selector: SessionSelector): string | undefined {
  if ('name' in selector) return `name ${selector.name}`;
  return 'session' in selector ? `login ${selector.session}` : undefined;
}
