import { checkDisconnectReason, DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import type { UserDirectory, UserSelector } from '../user/user-directory.ts';

/** Connected users. */
export interface Users {
  /**
   * Ends all sessions of a user, or all that one login opened: what a logout, a password change or a ban
   * does. The clients get an ERROR frame with code `disconnected` and a close frame with the reason's code.
   * @returns how many sessions were ended.
   */
  disconnect(selector: UserSelector, reason?: DisconnectReason): number;
  /** How many sessions a user, or one login, has open here. */
  count(selector: UserSelector): number;
}

export function createUsers(directory: UserDirectory): Users {
  return {
    disconnect(selector, reason = DISCONNECT_REASONS.loggedOut) {
      checkDisconnectReason(reason);
      const sessions = directory.find(selector);
      for (const session of sessions) session.disconnect(reason);
      return sessions.length;
    },
    count: (selector) => directory.find(selector).length,
  };
}
