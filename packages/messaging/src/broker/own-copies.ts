import type { EngineParts } from '../core/engine-parts.ts';
import type { AckWindow, ReturnReason, Source } from './ack-window.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { HeldMessage } from './held-message.ts';
import { MessageEncoder } from './message-encoder.ts';

/**
 * Where a topic's messages come back to: every subscription has a copy of its own, so that what one rejects
 * is delivered to it again and to nobody else, and what it leaves behind is gone.
 */
export class OwnCopies implements Source {
  readonly #parts: EngineParts;
  readonly #deadLetters: DeadLetters;

  constructor(parts: EngineParts, deadLetters: DeadLetters) {
    this.#parts = parts;
    this.#deadLetters = deadLetters;
  }

  takeBack(returned: readonly HeldMessage[], reason: ReturnReason, window: AckWindow): void {
    if (reason === 'abandoned') return;
    for (const held of returned) {
      if (held.attempts >= this.#parts.limits.maxDeliveryAttempts) this.#deadLetters.bury(held, reason);
      else if (!window.isMuted) window.deliver(held, new MessageEncoder(held.message));
    }
  }

  relieved(): void {
    // Nothing waits: whoever had no room was sent away.
  }
}
