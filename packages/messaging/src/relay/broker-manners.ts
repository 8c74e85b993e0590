import type { Frame } from '@carillon/stomp';
import { dialectOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import type { RelaySettings } from './relay-options.ts';

/** What a connection has to know of the broker at its other end: how destinations are written, above all. */
export class BrokerManners {
  readonly answersInTransactions: boolean;
  readonly #dialect: Dialect;
  readonly #isTransient: boolean;

  constructor({ dialect, userDestinations }: RelaySettings, server: string) {
    this.#dialect = dialectOf(dialect, server);
    this.answersInTransactions = this.#dialect.answersInTransactions;
    this.#isTransient = userDestinations === 'transient';
  }

  /** `isPrivate` tells a destination that was made for one session, from `/user/…`. */
  toBroker(destination: string, isPrivate: boolean): string {
    const dialect = this.#dialect;
    return isPrivate && this.#isTransient ? dialect.toTransient(destination) : dialect.toBroker(destination);
  }

  /** Says whether the broker takes a destination for what it says: see `Dialect`. */
  readsAsWritten(destination: string): boolean {
    return this.#dialect.readsAsWritten(destination);
  }

  /** Says whether an ERROR tells of nothing that went wrong. */
  isHarmless(error: Frame): boolean {
    return this.#dialect.isHarmless(error);
  }

  /** What a MESSAGE names. */
  toClient(destination: string): string {
    return this.#dialect.toClient(destination);
  }
}
