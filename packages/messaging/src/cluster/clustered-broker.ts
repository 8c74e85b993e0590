import { isAntPattern } from '../core/ant-pattern.ts';
import { forwardTo } from '../core/broker.ts';
import type { Broker, Operation, SubscribeRequest } from '../core/broker.ts';
import type { ClusterBus } from '../core/cluster-bus.ts';
import type { Message } from '../core/message.ts';
import type { UserRegistry } from '../core/user-registry.ts';
import { toChannelPattern } from './channel-pattern.ts';
import { nodeChannel, topicChannel } from './channels.ts';
import { JoinedChannels } from './joined-channels.ts';
import { encodeMessage } from './message-codec.ts';
import { subscribeJoined } from './subscribe-joined.ts';
import type { Place } from './subscribe-joined.ts';

/**
 * Carries what is sent here to the subscribers of other nodes. This node joins the channels of those
 * destinations that it has subscribers for, before their RECEIPT goes out: who has the RECEIPT misses
 * nothing that is sent afterwards, on whichever node. What is for one session goes to the node that has it.
 */
export function withOtherNodes(broker: Broker, bus: ClusterBus, others: UserRegistry): Broker {
  const channels = new JoinedChannels(bus);
  const patterns = new JoinedChannels({
    join: (pattern) => bus.joinPattern(pattern),
    leave: (pattern) => bus.leavePattern(pattern),
  });

  function placeOf(destination: string): Place {
    if (!isAntPattern(destination)) return { book: channels, channel: topicChannel(destination) };
    return { book: patterns, channel: topicChannel(toChannelPattern(destination)) };
  }

  function publish(message: Message): void {
    if (message.onlyFor === undefined) {
      bus.publish(topicChannel(message.destination), encodeMessage(message));
      return;
    }
    const node = others.session(message.onlyFor)?.node;
    if (node !== undefined) bus.publish(nodeChannel(node), encodeMessage(message));
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
      return subscribeJoined(broker, request, placeOf(request.destination));
    },
  };
}

/** True for a session's own destination, such as its `/user/queue/x`: what comes there is for it alone. */
function isPrivate({ shownDestination }: SubscribeRequest): boolean {
  return shownDestination !== undefined;
}
