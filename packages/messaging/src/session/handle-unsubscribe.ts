import type { Frame } from '@carillon/stomp';
import { MessagingError } from '../core/errors.ts';
import { DONE } from './effect.ts';
import type { Effect } from './effect.ts';
import type { Session } from './session.ts';

/** Ends a subscription (STOMP 1.2, "UNSUBSCRIBE"); a 1.0 client may name it by its destination. */
export function handleUnsubscribe(session: Session, { headers }: Frame): Effect | Promise<Effect> {
  const key = headers.id ?? byDestination(session, headers.destination);
  if (key === undefined) throw new MessagingError('missing_id');
  const kept = session.subscriptions.get(key);
  if (!kept) throw new MessagingError('unknown_subscription', key);
  session.subscriptions.delete(key);
  session.parts.counters.subscriptions -= 1;
  const cancelled = headers.receipt === undefined ? undefined : kept.subscription.cancelAndConfirm?.(headers);
  if (!cancelled) kept.subscription.cancel(headers);
  session.parts.directory.unsubscribed(session, key, kept.destination);
  return cancelled ? cancelled.then(() => DONE) : DONE;
}

/** STOMP 1.0 knows a subscription by its destination, also one that was given an id (STOMP 1.0, "UNSUBSCRIBE"). */
function byDestination(
  { version, subscriptions }: Session,
  destination: string | undefined,
): string | undefined {
  if (version !== '1.0' || destination === undefined) return undefined;
  if (subscriptions.has(destination)) return destination;
  for (const [id, kept] of subscriptions) if (kept.destination === destination) return id;
  return destination;
}
