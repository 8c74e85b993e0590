import { HeaderBag } from '@carillon/stomp';
import { countIn } from '../core/counters.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { createMessage } from '../core/message.ts';
import type { Message } from '../core/message.ts';
import type { ReturnReason } from './ack-window.ts';
import type { HeldMessage } from './held-message.ts';

export type DeathReason = ReturnReason | 'expired';

/**
 * What becomes of messages that are given up: they go to the dead-letter destination, if there is one, with
 * `original-destination`, `dead-letter-reason` and `delivery-attempts`; and are counted in any case.
 */
export class DeadLetters {
  readonly #destination: string | undefined;
  readonly #parts: EngineParts;
  readonly #send: (message: Message) => void;
  #last = 0;

  constructor(destination: string | undefined, parts: EngineParts, send: (message: Message) => void) {
    this.#destination = destination;
    this.#parts = parts;
    this.#send = send;
  }

  bury({ message, attempts }: HeldMessage, reason: DeathReason): void {
    const { counters, logger } = this.#parts;
    countIn(counters.drops, reason);
    // A dead letter that dies too would go round for ever.
    if (this.#destination === undefined || message.destination === this.#destination) return;
    try {
      this.#send(this.#letter(message, this.#destination, { reason, attempts }));
    } catch (error) {
      logger.warn({ err: error, destination: message.destination }, 'a dead letter was lost');
    }
  }

  #letter(
    { destination: original, headers, body }: Message,
    destination: string,
    { reason, attempts }: { reason: DeathReason; attempts: number },
  ): Message {
    this.#last += 1;
    const id = `${headers['message-id'] ?? ''}-dead-${this.#last.toString(36)}`;
    const letter = createMessage({ id, destination, headers, body });
    const own = { 'original-destination': original, 'dead-letter-reason': reason };
    const history = { ...own, 'delivery-attempts': String(attempts) };
    return { ...letter, headers: Object.assign(new HeaderBag(), letter.headers, history) };
  }
}
