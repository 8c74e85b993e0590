import type { HeaderMap } from '@carillon/stomp';
import type { Subscription } from '../core/broker.ts';

/** A subscription that has joined, and gets messages. */
export interface Membership {
  readonly leave: () => void;
  /** Gets nothing more, but keeps what is to be acknowledged until it leaves; left out where nothing is. */
  readonly mute?: (() => void) | undefined;
}

/** A subscription that joins when it is started and leaves when it is cancelled, each once, and never joins after. */
export class StartedOnce implements Subscription {
  readonly receiptHeaders: HeaderMap;
  #join: (() => Membership) | undefined;
  #membership: Membership | undefined;

  constructor(receiptHeaders: HeaderMap, join: () => Membership) {
    this.receiptHeaders = receiptHeaders;
    this.#join = join;
  }

  start(): void {
    this.#membership = this.#join?.() ?? this.#membership;
    this.#join = undefined;
  }

  mute(): void {
    this.#join = undefined;
    if (this.#membership?.mute) this.#membership.mute();
    else this.cancel();
  }

  cancel(): void {
    const membership = this.#membership;
    this.#join = undefined;
    this.#membership = undefined;
    membership?.leave();
  }
}
