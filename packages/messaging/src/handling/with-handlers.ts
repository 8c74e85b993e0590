import { forwardTo } from '../core/broker.ts';
import type { Broker, Operation } from '../core/broker.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import { compilePrefixes, refuseOverlap } from './application-prefixes.ts';
import { HandlerCaller } from './handler-caller.ts';
import type { HandlingParts } from './handler-caller.ts';

/**
 * A broker that hands what clients SEND and SUBSCRIBE to application destinations to handlers, and all
 * else to the broker beneath. Throws TypeError when that broker serves an application prefix too.
 */
export function withHandlers(broker: Broker, prefixes: readonly string[], parts: HandlingParts): Broker {
  refuseOverlap(prefixes, broker);
  const pathOf = compilePrefixes(prefixes, parts.registry.separator);
  const caller = new HandlerCaller(parts);

  /** How to perform an operation that is not the broker's; undefined for one that is. */
  function ownOf(operation: Operation, session: ConnectedSession): (() => Promise<void> | void) | undefined {
    if ('acknowledgement' in operation) {
      const { id } = operation.acknowledgement;
      return caller.acks.has(session, id) ? () => void caller.acks.settle(session, id) : undefined;
    }
    const { message } = operation;
    const path = pathOf(message.destination);
    return path === undefined ? undefined : () => caller.send(path, message, session);
  }

  /** What comes between two handlers is one transaction of the broker; what a handler did cannot be undone. */
  async function commitInOrder(
    operations: readonly Operation[],
    session: ConnectedSession,
    confirm: boolean,
  ) {
    let forBroker: Operation[] = [];
    for (const operation of operations) {
      const perform = ownOf(operation, session);
      if (!perform) {
        forBroker.push(operation);
        continue;
      }
      if (forBroker.length > 0) await broker.commit(forBroker, session, confirm);
      forBroker = [];
      await perform();
    }
    if (forBroker.length > 0) await broker.commit(forBroker, session, confirm);
  }

  return {
    ...forwardTo(broker),
    check(command, destination) {
      // Whether there is a handler, a message to the sender tells, not the end of the session.
      if (pathOf(destination) === undefined) broker.check(command, destination);
    },
    send(message, session, confirm) {
      const path = session && pathOf(message.destination);
      return path === undefined || !session
        ? broker.send(message, session, confirm)
        : caller.send(path, message, session);
    },
    subscribe(request) {
      const path = pathOf(request.destination);
      return path === undefined ? broker.subscribe(request) : caller.subscribe(path, request);
    },
    acknowledge(acknowledgement, session, confirm) {
      if (caller.acks.settle(session, acknowledgement.id)) return undefined;
      return broker.acknowledge(acknowledgement, session, confirm);
    },
    commit(operations, session, confirm) {
      const isMixed = operations.some((operation) => ownOf(operation, session));
      return isMixed
        ? commitInOrder(operations, session, confirm)
        : broker.commit(operations, session, confirm);
    },
  };
}
