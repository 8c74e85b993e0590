import type { HeaderMap } from '@carillon/stomp';
import type { Subscription } from '../core/broker.ts';

/** A subscription that joins when it is started and leaves when it is cancelled, each once, and never joins after. */
export class StartedOnce implements Subscription {
  readonly receiptHeaders: HeaderMap;
  #join: (() => () => void) | undefined;
  #leave: (() => void) | undefined;

  constructor(receiptHeaders: HeaderMap, join: () => () => void) {
    this.receiptHeaders = receiptHeaders;
    this.#join = join;
  }

  start(): void {
    this.#leave = this.#join?.() ?? this.#leave;
    this.#join = undefined;
  }

  cancel(): void {
    const leave = this.#leave;
    this.#join = undefined;
    this.#leave = undefined;
    leave?.();
  }
}
