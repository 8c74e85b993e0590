import type { Frame } from '@carillon/stomp';
import { bytesOf } from '../broker/held-message.ts';
import type { SubscribeRequest } from '../core/broker.ts';

/** One client's subscription at the broker. What comes before its RECEIPT went out is held back. */
export class RelaySubscription {
  readonly request: SubscribeRequest;
  /** As the broker was asked for it. */
  readonly brokerDestination: string;
  state: 'held' | 'live' | 'muted' | 'over' = 'held';
  /** Settles when the broker sends nothing more for it. */
  ended: Promise<void> | undefined;
  heldBytes = 0;
  #held: Frame[] = [];

  constructor(request: SubscribeRequest, brokerDestination: string) {
    this.request = request;
    this.brokerDestination = brokerDestination;
  }

  hold(frame: Frame): void {
    this.#held.push(frame);
    this.heldBytes += bytesOf(frame);
  }

  /** Shows nothing more: what the client cannot acknowledge the broker gives to others when the connection ends. */
  mute(): void {
    this.state = 'muted';
    this.takeHeld();
  }

  takeHeld(): Frame[] {
    const held = this.#held;
    this.#held = [];
    this.heldBytes = 0;
    return held;
  }
}
