import { DISCONNECT_REASONS } from '@carillon/messaging';
import type { DisconnectReason } from '@carillon/messaging';
import type { EndReason } from '../platform/sessions/session-end.ts';

/** What a socket's close frame says when we end its session: codes of our own, beyond those that the engine uses. */
export const END_REASONS: Readonly<Record<EndReason, DisconnectReason>> = {
  logged_out: DISCONNECT_REASONS.loggedOut,
  device_ended: { code: 3600, reason: 'device_ended', reconnect: false },
  account_disabled: { code: 3601, reason: 'account_disabled', reconnect: false },
  password_changed: { code: 3602, reason: 'password_changed', reconnect: false },
  role_changed: { code: 3400, reason: 'role_changed', reconnect: true },
  logged_in: { code: 3401, reason: 'logged_in', reconnect: true },
};
