import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { Effect } from './effect.ts';
import type { Session } from './session.ts';

/** Ends the session after its RECEIPT (STOMP 1.2, "DISCONNECT"). */
export function handleDisconnect(session: Session): Effect {
  return { start: () => session.close(DISCONNECT_REASONS.normal) };
}
