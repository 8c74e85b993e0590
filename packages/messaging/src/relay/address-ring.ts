import type { Timers } from '../core/timer-wheel.ts';
import type { BrokerAddress } from './relay-options.ts';

/** For so long an address that failed is tried after the others. */
const AVOID_MS = 30_000;

/** Several addresses, of which each new connection tries another first. */
export class AddressRing {
  readonly #addresses: readonly BrokerAddress[];
  readonly #timers: Timers;
  readonly #avoidUntilMs = new Map<BrokerAddress, number>();
  #first = 0;

  constructor(addresses: readonly BrokerAddress[], timers: Timers) {
    this.#addresses = addresses;
    this.#timers = timers;
  }

  /** All addresses, in the order in which one connection is to try them. */
  next(): BrokerAddress[] {
    const turned = [...this.#addresses.slice(this.#first), ...this.#addresses.slice(0, this.#first)];
    this.#first = (this.#first + 1) % this.#addresses.length;
    const isAvoided = (address: BrokerAddress): boolean =>
      (this.#avoidUntilMs.get(address) ?? 0) > this.#timers.nowMs;
    return [...turned.filter((address) => !isAvoided(address)), ...turned.filter(isAvoided)];
  }

  failed(address: BrokerAddress): void {
    this.#avoidUntilMs.set(address, this.#timers.nowMs + AVOID_MS);
  }

  connected(address: BrokerAddress): void {
    this.#avoidUntilMs.delete(address);
  }
}
