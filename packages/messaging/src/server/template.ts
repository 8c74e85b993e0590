import type { Broker } from '../core/broker.ts';
import { isDestination } from '../core/destination.ts';
import { MessagingError } from '../core/errors.ts';
import { createMessage } from '../core/message.ts';
import { encodePayload } from '../core/payload.ts';

/** Sends messages from the application itself, as Spring's SimpMessagingTemplate does. */
export interface MessagingTemplate {
  /**
   * Sends a payload to whoever is subscribed now. Bytes go as they are, a string as text, any other
   * value as JSON; a `content-type` header of yours replaces the one that follows from that. Headers that
   * the broker sets (`destination`, `message-id`, `subscription`, `seq` …) are left out of yours.
   *
   * Resolves when the message is on its way to the sockets. Rejects with MessagingError when the
   * destination is malformed, served by no broker, or fed from a journal (append there instead).
   */
  send(destination: string, payload: unknown, headers?: Readonly<Record<string, string>>): Promise<void>;
}

export function createTemplate(broker: Broker, nextMessageId: () => string): MessagingTemplate {
  function send(
    destination: string,
    payload: unknown,
    headers?: Readonly<Record<string, string>>,
  ): void | Promise<void> {
    if (!isDestination(destination)) throw new MessagingError('invalid_destination', destination);
    broker.check('SEND', destination);
    const { bytes, contentType } = encodePayload(payload);
    const own = { 'content-type': contentType, ...headers };
    return broker.send(createMessage({ id: nextMessageId(), destination, headers: own, body: bytes }));
  }

  return {
    send(destination, payload, headers) {
      try {
        return Promise.resolve(send(destination, payload, headers));
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
  };
}
