import { StompError } from '@carillon/stomp';
import type { Frame } from '@carillon/stomp';
import { answerWithin } from '../core/answer-within.ts';
import type { AckMode, SubscribeRequest, Subscription } from '../core/broker.ts';
import { MessagingError } from '../core/errors.ts';
import { DONE } from './effect.ts';
import type { Effect } from './effect.ts';
import { requireDestination, requirePermission } from './permission.ts';
import type { Session } from './session.ts';

/** Adds a subscription (STOMP 1.2, "SUBSCRIBE"); with `after`, one that first replays a journal. */
export function handleSubscribe(session: Session, { headers }: Frame): Effect | Promise<Effect> {
  const destination = requireDestination(headers.destination, session.parts.separator);
  const { id } = headers;
  if (id === undefined && session.version !== '1.0') throw new MessagingError('missing_id');
  if (session.subscriptions.has(id ?? destination))
    throw new MessagingError('duplicate_id', id ?? destination);
  if (session.subscriptions.size >= session.parts.limits.maxSubscriptionsPerSession) {
    throw new MessagingError('too_many_subscriptions');
  }
  const ackMode = readAckMode(headers.ack);
  const after = readAfter(headers.after);
  const permission = requirePermission(session, 'SUBSCRIBE', { destination, headers });
  const request = { destination, id, session, after, ackMode, headers };
  return permission ? permission.then(() => subscribe(session, request)) : subscribe(session, request);
}

function subscribe(session: Session, request: SubscribeRequest): Effect | Promise<Effect> {
  if (session.isClosed) return DONE;
  const { broker, limits, timers } = session.parts;
  const answer = broker.subscribe(request);
  if (!(answer instanceof Promise)) return keep(session, request, answer);
  return answerWithin(limits.answerTimeLimitMs, timers, answer).then(
    (subscription) => keep(session, request, subscription),
    (error: unknown) => {
      // Should the answer come after all, nobody wants it any more.
      answer.then((subscription) => subscription.cancel()).catch(() => undefined);
      throw error instanceof MessagingError || error instanceof StompError
        ? error
        : new MessagingError('unavailable', undefined, { cause: error });
    },
  );
}

function keep(session: Session, { id, destination }: SubscribeRequest, subscription: Subscription): Effect {
  if (session.isClosed) {
    subscription.cancel();
    return DONE;
  }
  session.subscriptions.set(id ?? destination, { destination, subscription });
  session.parts.counters.subscriptions += 1;
  return {
    receiptHeaders: subscription.receiptHeaders,
    start() {
      subscription.start();
      // Only now: who sends something to a new subscription must find it there.
      session.parts.directory.subscribed(session, id ?? destination, destination);
    },
  };
}

function readAckMode(ack = 'auto'): AckMode {
  if (ack === 'auto' || ack === 'client' || ack === 'client-individual') return ack;
  throw new MessagingError('invalid_ack', ack);
}

function readAfter(after: string | undefined): number | undefined {
  if (after === undefined) return undefined;
  const seq = /^\d{1,16}$/.test(after) ? Number(after) : NaN;
  if (!Number.isSafeInteger(seq)) throw new MessagingError('invalid_after', after);
  return seq;
}
