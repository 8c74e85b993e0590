import type { ConnectedSession } from '../core/connected-session.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { Message } from '../core/message.ts';
import type { Timer } from '../core/timer-wheel.ts';
import type { ReturnReason, Source } from './ack-window.ts';
import { Backlog } from './backlog.ts';
import type { DeadLetters } from './dead-letters.ts';
import { hold, keepable } from './held-message.ts';
import type { HeldMessage } from './held-message.ts';
import { MessageEncoder } from './message-encoder.ts';
import type { QueueUsage } from './queue-usage.ts';
import { takeOut } from './swap-list.ts';

/** About the memory that a queue takes besides its messages; counted with the first one that waits in it. */
export const QUEUE_BYTES = 1_024;

/** Who takes messages from a queue, one at a time: a window, or a subscription with `ack:auto`. */
export interface Consumer {
  readonly session: ConnectedSession;
  /** Where it stands among those whose turn may come; -1 while it is not among them. */
  index: number;
  readonly hasRoom: boolean;
  deliver(held: HeldMessage, encoder: MessageEncoder): void;
  /** Gives back what was not acknowledged. */
  close(): void;
}

export interface SharedQueueOptions {
  readonly destination: string;
  readonly parts: EngineParts;
  readonly usage: QueueUsage;
  readonly deadLetters: DeadLetters;
  /** False for a queue that keeps its messages however long nobody comes: that of the dead letters. */
  readonly canExpire: boolean;
  /** Called when nobody is subscribed and nothing waits. */
  readonly onEmpty: () => void;
}

/**
 * A destination of which each message goes to one subscriber: by turn, among those who have room for it. While
 * none has, it waits; what comes back (NACK, or the end of a subscription) takes its old place in the order.
 */
export class SharedQueue implements Source {
  readonly #options: SharedQueueOptions;
  readonly #backlog: Backlog;
  readonly #consumers = new Set<Consumer>();
  /** Those of the consumers that had room when they were last seen, in no order but that of their turns. */
  readonly #ready: Consumer[] = [];
  #turn = 0;
  #lastOrder = 0;
  /** When the last consumer left. */
  #desertedMs = 0;
  #expiry: Timer | undefined;

  constructor(options: SharedQueueOptions) {
    this.#options = options;
    this.#backlog = new Backlog(options.usage);
  }

  /** How many messages wait. */
  get size(): number {
    return this.#backlog.size;
  }

  /** Delivers a message at once, if none waits and somebody has room for it. Says whether it did. */
  deliver(message: Message, sender: string | undefined): boolean {
    const consumer = this.#backlog.size === 0 ? this.#next() : undefined;
    if (!consumer) return false;
    const held = this.#hold(message, sender);
    consumer.deliver(held, new MessageEncoder(held.message));
    return true;
  }

  /** Takes a message behind all that wait. */
  put(message: Message, sender: string | undefined): void {
    const held = this.#hold(message, sender);
    const bytes = held.bytes + (this.#backlog.size === 0 ? QUEUE_BYTES : 0);
    this.#backlog.push({ ...held, bytes });
    this.#pump();
    this.#watchIdleness();
  }

  add(consumer: Consumer): void {
    this.#consumers.add(consumer);
    this.#expiry?.cancel();
    this.#expiry = undefined;
    this.#giveTurns(consumer);
  }

  /** Ends a consumer, and takes back what it holds. */
  remove(consumer: Consumer): void {
    this.#consumers.delete(consumer);
    takeOut(this.#ready, consumer);
    consumer.index = -1;
    this.#desertedMs = this.#options.parts.timers.nowMs;
    consumer.close();
    this.#watchIdleness();
  }

  takeBack(returned: readonly HeldMessage[], reason: ReturnReason): void {
    const { parts, deadLetters } = this.#options;
    const alive: HeldMessage[] = [];
    for (const held of returned) {
      if (held.attempts < parts.limits.maxDeliveryAttempts) alive.push(held);
      else deadLetters.bury(held, reason);
    }
    this.#backlog.putBack(alive);
    this.#pump();
    this.#watchIdleness();
  }

  relieved(consumer: Consumer): void {
    this.#giveTurns(consumer);
  }

  close(): void {
    this.#expiry?.cancel();
  }

  #giveTurns(consumer: Consumer): void {
    if (!this.#consumers.has(consumer)) return;
    if (consumer.index < 0) {
      consumer.index = this.#ready.length;
      this.#ready.push(consumer);
    }
    this.#pump();
  }

  /** The consumer whose turn it is. Those who have no room lose their turn until they say that they do. */
  #next(): Consumer | undefined {
    while (this.#ready.length > 0) {
      if (this.#turn >= this.#ready.length) this.#turn = 0;
      const consumer = this.#ready[this.#turn];
      if (!consumer) return undefined;
      const { isClosed, outlet } = consumer.session;
      if (!isClosed && !outlet.congested && consumer.hasRoom) {
        this.#turn += 1;
        return consumer;
      }
      takeOut(this.#ready, consumer);
      consumer.index = -1;
      if (!isClosed && outlet.congested) outlet.onceRelieved(() => this.#giveTurns(consumer));
    }
    return undefined;
  }

  #pump(): void {
    while (this.#backlog.size > 0) {
      const consumer = this.#next();
      const held = consumer && this.#backlog.take();
      if (!held) return;
      consumer.deliver(held, new MessageEncoder(held.message));
    }
  }

  #hold(message: Message, sender: string | undefined): HeldMessage {
    this.#lastOrder += 1;
    const cameMs = this.#options.parts.timers.nowMs;
    return hold(keepable(message), { order: this.#lastOrder, cameMs, sender });
  }

  #watchIdleness(): void {
    if (this.#consumers.size > 0) return;
    const { oldest } = this.#backlog;
    if (!oldest) this.#options.onEmpty();
    else if (this.#options.canExpire && !this.#expiry) {
      const { timers } = this.#options.parts;
      this.#expiry = timers.schedule(this.#dueMs(oldest) - timers.nowMs, () => this.#expire());
    }
  }

  #expire(): void {
    this.#expiry = undefined;
    for (let held = this.#takeDue(); held; held = this.#takeDue()) {
      this.#options.deadLetters.bury(held, 'expired');
    }
    this.#watchIdleness();
  }

  #takeDue(): HeldMessage | undefined {
    const { oldest } = this.#backlog;
    const { nowMs } = this.#options.parts.timers;
    return oldest && this.#dueMs(oldest) <= nowMs ? this.#backlog.take() : undefined;
  }

  /** When a message has waited too long without anybody to take it; never before an older one has. */
  #dueMs({ cameMs }: HeldMessage): number {
    return Math.max(cameMs, this.#desertedMs) + this.#options.parts.limits.queueIdleLimitMs;
  }
}
