import { HeaderBag } from '@carillon/stomp';
import { forwardTo } from '../core/broker.ts';
import type { Broker, Operation } from '../core/broker.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import { countIn } from '../core/counters.ts';
import type { Counters } from '../core/counters.ts';
import { MessagingError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import { ANONYMOUS } from '../core/principal.ts';
import type { UserDestinationResolver } from './user-destination-resolver.ts';

/**
 * Puts user destinations before a broker: `/user/queue/x`, subscribed to by session s, is the broker's
 * `/queue/x-user<s>`, and what is sent to `/user/{name}/queue/x` goes there for every session of the
 * user. MESSAGEs name what the client subscribed to. What was made for one session is no other's: to
 * subscribe or send to it by its broker destination is refused, which Spring leaves open.
 */
export function withUserDestinations(
  broker: Broker,
  resolver: UserDestinationResolver,
  { drops }: Pick<Counters, 'drops'>,
): Broker {
  function requireOwn(destination: string, session: ConnectedSession): void {
    if (resolver.isForeign(destination, session.id))
      throw new MessagingError('private_destination', destination);
  }

  /** What is sent in the place of a message: itself, or one message for each session that it is for. */
  function resolve(message: Message, session: ConnectedSession | undefined): readonly Message[] {
    const { destination, headers, body } = message;
    if (!resolver.isUserDestination(destination)) {
      if (session) requireOwn(destination, session);
      return [message];
    }
    const { brokerDestination, shownDestination, sessionIds } = resolver.resolveMessage(
      destination,
      session?.id,
    );
    if (sessionIds.length === 0) countIn(drops, 'user_offline');
    const shown: Record<string, string> = Object.assign(new HeaderBag(), headers);
    shown.destination = shownDestination;
    return sessionIds.map((id) => ({
      destination: resolver.targetOf(brokerDestination, id),
      headers: shown,
      body,
      onlyFor: id,
    }));
  }

  return {
    ...forwardTo(broker),
    check(command, destination) {
      if (!resolver.isUserDestination(destination)) {
        broker.check(command, destination);
        return;
      }
      const known =
        command === 'SUBSCRIBE'
          ? resolver.brokerDestinationOf(destination)
          : resolver.messageDestinationOf(destination);
      try {
        broker.check(command, resolver.targetOf(known, ''));
      } catch (error) {
        // By the name that the client used: the broker's own is nothing to it.
        throw error instanceof MessagingError ? new MessagingError(error.code, destination) : error;
      }
    },
    send(message, session, confirm) {
      const messages = resolve(message, session);
      const [first] = messages;
      if (messages.length === 1 && first) return broker.send(first, session, confirm);
      const sent = messages
        .map((one) => broker.send(one, session, confirm))
        .filter((answer) => answer instanceof Promise);
      return sent.length > 0 ? Promise.all(sent).then(() => undefined) : undefined;
    },
    subscribe(request) {
      const { destination, session } = request;
      if (!resolver.isUserDestination(destination)) {
        requireOwn(destination, session);
        return broker.subscribe(request);
      }
      const userName = session.user === ANONYMOUS ? undefined : session.user.name;
      const target = resolver.resolveSubscription(destination, { id: session.id, userName });
      return broker.subscribe({ ...request, destination: target, shownDestination: destination });
    },
    commit(operations, session, confirm) {
      const resolved = operations.flatMap((operation): readonly Operation[] =>
        'message' in operation
          ? resolve(operation.message, session).map((message) => ({ message }))
          : [operation],
      );
      return broker.commit(resolved, session, confirm);
    },
  };
}
