import { forwardTo } from '../core/broker.ts';
import type { Broker, Operation } from '../core/broker.ts';
import type { ClusterBus } from '../core/cluster-bus.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import type { Message } from '../core/message.ts';
import { ANONYMOUS } from '../core/principal.ts';
import type { UserRegistry } from '../core/user-registry.ts';
import type { UserDestinationResolver } from '../user/user-destination-resolver.ts';
import { userChannel } from './channels.ts';
import { JoinedChannels } from './joined-channels.ts';
import { encodeMessage } from './message-codec.ts';
import { subscribeJoined } from './subscribe-joined.ts';

/** Where a message goes: to sessions of this node, of other nodes, or both. */
interface Reach {
  readonly isForHere: boolean;
  /** The user whose sessions on other nodes get it too. */
  readonly elsewhere: string | undefined;
}

const HERE_ONLY: Reach = Object.freeze({ isForHere: true, elsewhere: undefined });

/**
 * Puts the other nodes before the user destinations of this one, whose `resolver` knows the sessions of this
 * node alone: what is sent to a user goes to the channel of that user, and each node finds its own sessions. A
 * node joins the channel before the RECEIPT of the first subscription of a user; nobody has to know
 * yet that the user is there.
 */
export function withUsersOfOtherNodes(
  broker: Broker,
  { bus, resolver, others }: { bus: ClusterBus; resolver: UserDestinationResolver; others: UserRegistry },
): Broker {
  const users = new JoinedChannels(bus);

  function reachOf({ destination }: Message, session: ConnectedSession | undefined): Reach {
    if (!resolver.isUserDestination(destination)) return HERE_ONLY;
    const { userName, sessionIds } = resolver.resolveMessage(destination, session?.id);
    // A session that sends to its own user means itself.
    if (userName === undefined || (session && sessionIds.includes(session.id))) return HERE_ONLY;
    const isForHere = sessionIds.length > 0 || others.sessionIdsOf(userName).length === 0;
    return { isForHere, elsewhere: userName };
  }

  function publish(message: Message, { elsewhere }: Reach): void {
    if (elsewhere !== undefined) bus.publish(userChannel(elsewhere), encodeMessage(message));
  }

  return {
    ...forwardTo(broker),
    send(message, session, confirm) {
      const reach = reachOf(message, session);
      const sent = reach.isForHere ? broker.send(message, session, confirm) : undefined;
      publish(message, reach);
      return sent;
    },
    commit(operations, session, confirm) {
      const reached = operations.map((operation): { operation: Operation; reach: Reach } => ({
        operation,
        reach: 'message' in operation ? reachOf(operation.message, session) : HERE_ONLY,
      }));
      const forHere = reached.filter(({ reach }) => reach.isForHere).map(({ operation }) => operation);
      const publishAll = (): void => {
        for (const { operation, reach } of reached)
          if ('message' in operation) publish(operation.message, reach);
      };
      const committed = broker.commit(forHere, session, confirm);
      if (committed) return committed.then(publishAll);
      publishAll();
    },
    subscribe(request) {
      const { destination, session } = request;
      if (!resolver.isUserDestination(destination) || session.user === ANONYMOUS)
        return broker.subscribe(request);
      return subscribeJoined(broker, request, { book: users, channel: userChannel(session.user.name) });
    },
  };
}
