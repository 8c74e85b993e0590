import { countIn } from '../core/counters.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { MessagingError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import type { DeadLetters } from './dead-letters.ts';
import { bytesOf } from './held-message.ts';
import { QueueUsage } from './queue-usage.ts';
import { QUEUE_BYTES, SharedQueue } from './shared-queue.ts';

export interface SharedQueuesOptions {
  /** Destinations that begin so are shared queues. */
  readonly prefixes: readonly string[];
  /** A shared queue in any case, and one that keeps what it gets. */
  readonly deadLetter: string | undefined;
  readonly deadLetters: DeadLetters;
  readonly parts: EngineParts;
}

/** Messages that want to wait, and the user of whose client they are, if they are a client's. */
interface RoomRequest {
  readonly messages: number;
  readonly bytes: number;
  readonly sender: string | undefined;
}

/** The shared queues in which something waits, or that somebody is subscribed to. */
export class SharedQueues {
  readonly #options: SharedQueuesOptions;
  readonly #queues = new Map<string, SharedQueue>();
  readonly #usage: QueueUsage;

  constructor(options: SharedQueuesOptions) {
    this.#options = options;
    const { limits, counters } = options.parts;
    this.#usage = new QueueUsage(limits.maxQueueBytes, counters);
  }

  /** Says whether a destination is a shared queue. */
  include(destination: string): boolean {
    const { prefixes, deadLetter } = this.#options;
    // Asked for every message: no closure.
    for (const prefix of prefixes) if (destination.startsWith(prefix)) return true;
    return destination === deadLetter;
  }

  /** The queue of a destination, made when it is not there. */
  at(destination: string): SharedQueue {
    const known = this.#queues.get(destination);
    if (known) return known;
    const { parts, deadLetters, deadLetter } = this.#options;
    const queue: SharedQueue = new SharedQueue({
      destination,
      parts,
      deadLetters,
      usage: this.#usage,
      canExpire: destination !== deadLetter,
      onEmpty: () => {
        if (this.#queues.get(destination) === queue) this.#queues.delete(destination);
      },
    });
    this.#queues.set(destination, queue);
    return queue;
  }

  /** Gives a message to its queue. Throws MessagingError `queue_full`. */
  offer(message: Message, sender: string | undefined): void {
    const { destination } = message;
    if (this.#queues.get(destination)?.deliver(message, sender)) return;
    this.requireRoom(destination, { messages: 1, bytes: bytesOf(message), sender });
    this.at(destination).put(message, sender);
  }

  /** Throws MessagingError `queue_full` when so much more has no room in a queue. */
  requireRoom(destination: string, { messages, bytes, sender }: RoomRequest): void {
    const { limits, counters } = this.#options.parts;
    const size = this.#queues.get(destination)?.size ?? 0;
    const withQueue = bytes + (size === 0 ? QUEUE_BYTES : 0);
    if (size + messages > limits.maxQueueMessages || !this.#usage.hasRoomFor({ sender, bytes: withQueue })) {
      countIn(counters.drops, 'queue_full', messages);
      throw new MessagingError('queue_full', destination);
    }
  }

  close(): void {
    for (const queue of this.#queues.values()) queue.close();
    this.#queues.clear();
    this.#usage.clear();
  }
}
