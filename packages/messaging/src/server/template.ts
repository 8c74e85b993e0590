import type { Broker } from '../core/broker.ts';
import { countIn } from '../core/counters.ts';
import type { Counters } from '../core/counters.ts';
import { isDestination } from '../core/destination.ts';
import { MessagingError } from '../core/errors.ts';
import { createMessage } from '../core/message.ts';
import type { Message } from '../core/message.ts';
import { encodePayload } from '../core/payload.ts';
import type { MessagingTemplate } from '../core/template.ts';
import type { UserRegistry } from '../core/user-registry.ts';
import type { UserDestinationResolver } from '../user/user-destination-resolver.ts';

type Headers = Readonly<Record<string, string>> | undefined;

export interface TemplateParts {
  /** With user destinations before it. */
  readonly broker: Broker;
  readonly resolver: UserDestinationResolver;
  readonly registry: UserRegistry;
  readonly counters: Counters;
  readonly nextMessageId: () => string;
}

export function createTemplate(parts: TemplateParts): MessagingTemplate {
  const { broker, resolver, registry, counters, nextMessageId } = parts;

  function toMessage(destination: string, payload: unknown, headers: Headers): Message {
    if (!isDestination(destination)) throw new MessagingError('invalid_destination', destination);
    const { bytes, contentType } = encodePayload(payload);
    const own = { 'content-type': contentType, ...headers };
    return createMessage({ id: nextMessageId(), destination, headers: own, body: bytes });
  }

  function send(destination: string, payload: unknown, headers: Headers): void | Promise<void> {
    const message = toMessage(destination, payload, headers);
    // A client may have written a part of it: the variable of a path, by which a handler's answer is sent.
    if (resolver.isForeign(destination, '')) throw new MessagingError('private_destination', destination);
    broker.check('SEND', destination);
    return broker.send(message);
  }

  function sendToSession(
    sessionId: string,
    destination: string,
    { payload, headers }: { payload: unknown; headers: Headers },
  ): void | Promise<void> {
    const shownDestination = resolver.shownDestinationOf(destination);
    const message = toMessage(shownDestination, payload, headers);
    const target = resolver.targetOf(resolver.brokerDestinationOf(shownDestination), sessionId);
    broker.check('SEND', target);
    if (registry.session(sessionId))
      return broker.send({ ...message, destination: target, onlyFor: sessionId });
    countIn(counters.drops, 'user_offline');
  }

  return {
    send: (destination, payload, headers) => promise(() => send(destination, payload, headers)),
    sendToUser(name, destination, payload, { session, headers } = {}) {
      return promise(() => {
        const userDestination = resolver.destinationFor(name, destination);
        if (session === undefined) return send(userDestination, payload, headers);
        const isTheirs = registry.session(session)?.userName === name;
        return sendToSession(isTheirs ? session : '', destination, { payload, headers });
      });
    },
    sendToSession: (sessionId, destination, payload, headers) =>
      promise(() => sendToSession(sessionId, destination, { payload, headers })),
  };
}

/** Calls it now; what it throws is a rejection. */
function promise(call: () => void | Promise<void>): Promise<void> {
  try {
    return Promise.resolve(call());
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }
}
