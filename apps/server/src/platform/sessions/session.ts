/** How somebody logged in. */
export type LoginWay = 'password' | 'wechat_qr' | 'h5' | 'mini_program';

/** Whose logins: a staff member's, by their id, or a buyer's. */
export interface SessionOwner {
  readonly kind: 'staff' | 'buyer';
  readonly subject: string;
}

/** A login: it lives until it is ended, or was not used for `SESSION_LIFETIME_MS`. */
export interface Session extends SessionOwner {
  /** Names the session without giving it away: the hash of its token, 64 hex digits. */
  readonly id: string;
  readonly way: LoginWay;
  /** What the device calls itself, in our words; empty for one that we do not know. */
  readonly device: string;
  readonly startedAt: Date;
  /** To the minute: use within a minute of the last is not written down. */
  readonly lastUsedAt: Date;
}

/** A session ends when it was not used for this long. */
export const SESSION_LIFETIME_MS = 2 * 60 * 60_000;

export function staffOwner(staffId: number): SessionOwner {
  return { kind: 'staff', subject: String(staffId) };
}

export function buyerOwner(buyerId: string): SessionOwner {
  return { kind: 'buyer', subject: buyerId };
}
