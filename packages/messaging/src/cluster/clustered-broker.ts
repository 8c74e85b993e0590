import { forwardTo } from '../core/broker.ts';
import type { Broker, Operation, SubscribeRequest, Subscription } from '../core/broker.ts';
import type { ClusterBus } from '../core/cluster-bus.ts';
import type { Message } from '../core/message.ts';
import { toChannelPattern } from './channel-pattern.ts';
import { JoinedChannels } from './joined-channels.ts';
import { encodeMessage } from './message-codec.ts';

/** Channels of destinations begin with it; the rest is the destination. */
export const TOPIC_CHANNEL = 't:';

/** What may make a destination a pattern. One that is none after all is joined as a pattern that fits itself. */
const WILDCARD = /[*?{]/;

/**
 * Carries what is sent here to the subscribers of other nodes. This node joins the channels of those
 * destinations that it has subscribers for, before their RECEIPT goes out: who has the RECEIPT misses
 * nothing that is sent afterwards, on whichever node. What only one session may get does not travel so.
 */
export function withOtherNodes(broker: Broker, bus: ClusterBus): Broker {
  const channels = new JoinedChannels(bus);
  const patterns = new JoinedChannels({
    join: (pattern) => bus.joinPattern(pattern),
    leave: (pattern) => bus.leavePattern(pattern),
  });

  function placeOf(destination: string): Place {
    if (!WILDCARD.test(destination)) return { book: channels, channel: TOPIC_CHANNEL + destination };
    return { book: patterns, channel: TOPIC_CHANNEL + toChannelPattern(destination) };
  }

  function publish(message: Message): void {
    if (message.onlyFor === undefined) {
      bus.publish(TOPIC_CHANNEL + message.destination, encodeMessage(message));
    }
  }

  function publishAll(operations: readonly Operation[]): void {
    for (const operation of operations) if ('message' in operation) publish(operation.message);
  }

  return {
    ...forwardTo(broker),
    send(message, session, confirm) {
      const sent = broker.send(message, session, confirm);
      publish(message);
      return sent;
    },
    commit(operations, session, confirm) {
      const committed = broker.commit(operations, session, confirm);
      if (committed) return committed.then(() => publishAll(operations));
      publishAll(operations);
    },
    subscribe(request) {
      if (isPrivate(request)) return broker.subscribe(request);
      const place = placeOf(request.destination);
      const joining = place.book.join(place.channel);
      return joining
        ? joining.then(() => subscribeJoined(broker, request, place))
        : subscribeJoined(broker, request, place);
    },
    async close() {
      await broker.close();
      await bus.close();
    },
  };
}

interface Place {
  readonly book: JoinedChannels;
  readonly channel: string;
}

/** True for a session's own destination, such as its `/user/queue/x`: what comes there is for it alone. */
function isPrivate({ shownDestination }: SubscribeRequest): boolean {
  return shownDestination !== undefined;
}

/** Subscribes where the channel is joined already, and leaves it when the subscription is over or refused. */
function subscribeJoined(
  broker: Broker,
  request: SubscribeRequest,
  { book, channel }: Place,
): Subscription | Promise<Subscription> {
  const leave = (error: unknown): never => {
    book.leave(channel);
    throw error;
  };
  try {
    const answer = broker.subscribe(request);
    return answer instanceof Promise
      ? answer.then((subscription) => leaving(subscription, book, channel), leave)
      : leaving(answer, book, channel);
  } catch (error) {
    return leave(error);
  }
}

/** A subscription whose end is also the end of its need for the channel. */
function leaving(subscription: Subscription, book: JoinedChannels, channel: string): Subscription {
  let isOver = false;
  const leave = (): void => {
    if (isOver) return;
    isOver = true;
    book.leave(channel);
  };
  const confirming = subscription.cancelAndConfirm && {
    cancelAndConfirm: () => {
      leave();
      return subscription.cancelAndConfirm?.() ?? Promise.resolve();
    },
  };
  return {
    receiptHeaders: subscription.receiptHeaders,
    start: () => subscription.start(),
    cancel: () => {
      subscription.cancel();
      leave();
    },
    ...confirming,
  };
}
