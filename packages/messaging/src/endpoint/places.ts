import { MessagingError } from '../core/errors.ts';
import type { Connections } from './connections.ts';

/** Room for one client, from the first look at it until it is gone. Releasing it twice does nothing. */
export interface Place {
  release(): void;
}

export interface PlaceLimits {
  readonly maxSessions: number;
  readonly maxSessionsPerAddress: number;
}

/**
 * The room of one endpoint, in all and by address. Each endpoint has its own, so that one that is flooded
 * locks nobody out of another.
 */
export class Places {
  readonly #limits: PlaceLimits;
  readonly #connections: Connections;
  readonly #byAddress = new Map<string, number>();
  #taken = 0;

  constructor(limits: PlaceLimits, connections: Connections) {
    this.#limits = limits;
    this.#connections = connections;
  }

  /**
   * Takes a place for a client; `cutOff` ends it without a word when the engine goes down. Throws
   * MessagingError when there is none.
   */
  take(address: string, cutOff: () => void): Place {
    this.#connections.checkOpen();
    const fromHere = this.#byAddress.get(address) ?? 0;
    if (this.#taken >= this.#limits.maxSessions || fromHere >= this.#limits.maxSessionsPerAddress) {
      throw new MessagingError('too_many_sessions');
    }
    this.#taken += 1;
    this.#byAddress.set(address, fromHere + 1);
    const place = new TakenPlace(this, address, cutOff);
    this.#connections.enter(place);
    return place;
  }

  /** Called by a place that is released. */
  giveBack(place: TakenPlace): void {
    const { address } = place;
    this.#taken -= 1;
    const left = (this.#byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.#byAddress.set(address, left);
    else this.#byAddress.delete(address);
    this.#connections.leave(place);
  }
}

/** Kept as long as its client is there: one small object for each. */
class TakenPlace implements Place {
  readonly address: string;
  readonly cutOff: () => void;
  readonly #places: Places;
  #isReleased = false;

  constructor(places: Places, address: string, cutOff: () => void) {
    this.#places = places;
    this.address = address;
    this.cutOff = cutOff;
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#places.giveBack(this);
  }
}
