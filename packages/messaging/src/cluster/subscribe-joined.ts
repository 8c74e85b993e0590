import type { HeaderMap } from '@carillon/stomp';
import type { Broker, SubscribeRequest, Subscription } from '../core/broker.ts';
import type { JoinedChannels } from './joined-channels.ts';

/** A channel, and the book in which it is joined. */
export interface Place {
  readonly book: JoinedChannels;
  readonly channel: string;
}

/** Joins the channel, then subscribes; leaves it when the subscription is over or refused. */
export function subscribeJoined(
  broker: Broker,
  request: SubscribeRequest,
  place: Place,
): Subscription | Promise<Subscription> {
  const joining = place.book.join(place.channel);
  if (!joining) return subscribe(broker, request, place);
  return joining.then(
    () => subscribe(broker, request, place),
    (error: unknown) => leaveAndThrow(place, error),
  );
}

function subscribe(
  broker: Broker,
  request: SubscribeRequest,
  { book, channel }: Place,
): Subscription | Promise<Subscription> {
  const leave = (error: unknown): never => leaveAndThrow({ book, channel }, error);
  try {
    const answer = broker.subscribe(request);
    return answer instanceof Promise
      ? answer.then((subscription) => leaving(subscription, { book, channel }), leave)
      : leaving(answer, { book, channel });
  } catch (error) {
    return leave(error);
  }
}

function leaveAndThrow({ book, channel }: Place, error: unknown): never {
  book.leave(channel);
  throw error;
}

/** A subscription whose end is also the end of its need for the channel. */
function leaving(subscription: Subscription, { book, channel }: Place): Subscription {
  let isOver = false;
  const leave = (): void => {
    if (isOver) return;
    isOver = true;
    book.leave(channel);
  };
  const confirming = subscription.cancelAndConfirm && {
    cancelAndConfirm: (headers?: HeaderMap) => {
      leave();
      return subscription.cancelAndConfirm?.(headers) ?? Promise.resolve();
    },
  };
  const muting = subscription.mute && { mute: () => subscription.mute?.() };
  return {
    receiptHeaders: subscription.receiptHeaders,
    start: () => subscription.start(),
    cancel: (headers) => {
      subscription.cancel(headers);
      leave();
    },
    ...confirming,
    ...muting,
  };
}
