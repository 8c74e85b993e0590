import type { Frame } from '@carillon/stomp';
import { DISCONNECT_REASONS } from '../core/disconnect.ts';
import type { Effect } from './effect.ts';
import type { Session } from './session.ts';

/** Ends the session after its RECEIPT, which says that all it sent was taken (STOMP 1.2, "DISCONNECT"). */
export function handleDisconnect(session: Session, { headers }: Frame): Effect | Promise<Effect> {
  const end: Effect = { start: () => session.close(DISCONNECT_REASONS.normal) };
  const settled = headers.receipt === undefined ? undefined : session.parts.broker.settle?.(session);
  return settled ? settled.then(() => end) : end;
}
