import type { Counters } from '../core/counters.ts';
import { MessagingError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import type { AckWindow } from './ack-window.ts';
import { hold, keepable } from './held-message.ts';
import { MessageEncoder } from './message-encoder.ts';
import type { Group, Member } from './subscriber-groups.ts';
import type { Topic } from './topic.ts';

/** One message on its way to all who are subscribed, however many topics it belongs to: encoded once. */
export class FanOut {
  readonly #message: Message;
  readonly #counters: Counters;
  readonly #encoder: MessageEncoder;
  /** Made for the first who is to acknowledge it. */
  #kept: Message | undefined;
  #full: AckWindow[] | undefined;

  constructor(message: Message, counters: Counters) {
    this.#message = message;
    this.#counters = counters;
    this.#encoder = new MessageEncoder(message);
  }

  to(topic: Topic): void {
    const { onlyFor } = this.#message;
    const { sole, all } = topic;
    if (sole) this.#toSole(sole, onlyFor);
    else {
      for (const group of all) {
        if (onlyFor !== undefined) this.#toOne(group, onlyFor);
        else if (group.members.length === 1) this.#toOnly(group);
        else this.#toAll(group);
      }
    }
    if (topic.windows) this.#toWindows(topic.windows, onlyFor);
  }

  /**
   * Ends the sessions that acknowledge too little to be given more. Only now: their subscriptions end with
   * them, and nobody may leave a topic that is walked through.
   */
  finish(): void {
    for (const { session } of this.#full ?? []) {
      session.fail(new MessagingError('too_many_unacked', this.#message.destination));
    }
  }

  #toSole(member: Member, onlyFor: string | undefined): void {
    if (onlyFor !== undefined && onlyFor !== member.session.id) return;
    member.outlet.send(this.#encoder.encode(member.place));
    this.#counters.deliveries += 1;
  }

  #toAll({ place, outlets }: Group): void {
    const frame = this.#encoder.encode(place);
    for (const outlet of outlets) outlet.send(frame);
    this.#counters.deliveries += outlets.length;
  }

  /** Where everybody has an id of their own, the frames are alike but for the ids. */
  #toOnly({ place, outlets }: Group): void {
    outlets[0]?.send(this.#encoder.encodeMarked(place));
    this.#counters.deliveries += 1;
  }

  #toOne({ place, members }: Group, sessionId: string): void {
    for (const { session } of members) {
      if (session.id !== sessionId) continue;
      session.outlet.send(this.#encoder.encode(place));
      this.#counters.deliveries += 1;
    }
  }

  #toWindows(windows: Set<AckWindow>, onlyFor: string | undefined): void {
    for (const window of windows) {
      if (onlyFor !== undefined && window.session.id !== onlyFor) continue;
      if (window.hasRoom) {
        this.#kept ??= keepable(this.#message);
        window.deliver(hold(this.#kept), this.#encoder);
      } else {
        (this.#full ??= []).push(window);
      }
    }
  }
}
