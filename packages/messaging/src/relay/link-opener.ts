import { MessagingError } from '../core/errors.ts';
import type { AddressRing } from './address-ring.ts';
import { asLoss } from './broker-error.ts';
import { BrokerLink } from './broker-link.ts';
import type { LinkParts, LinkReceiver } from './link-parts.ts';

export interface Credentials {
  readonly login: string;
  readonly passcode: string;
}

/** Opens one connection to a broker at whichever address answers. */
export class LinkOpener {
  readonly #parts: LinkParts;
  readonly #ring: AddressRing;
  #trying: BrokerLink | undefined;
  #openness: 'wanted' | 'cancelled' = 'wanted';

  constructor(parts: LinkParts, ring: AddressRing) {
    this.#parts = parts;
    this.#ring = ring;
  }

  /**
   * Tries the addresses one after the other. Rejects with MessagingError: `broker_refused` as soon as a broker
   * says ERROR, which another would say too, `broker_unavailable` when no address answers or it was cancelled.
   */
  async open(credentials: Credentials, receiver: LinkReceiver): Promise<BrokerLink> {
    let failure = new MessagingError('broker_unavailable');
    for (const address of this.#ring.next()) {
      if (this.#isCancelled()) break;
      const link = new BrokerLink(this.#parts, { address, ...credentials }, receiver);
      this.#trying = link;
      try {
        await link.connected;
        this.#ring.connected(address);
        return link;
      } catch (error) {
        failure = asLoss(error);
        if (failure.code === 'broker_refused') break;
        if (!this.#isCancelled()) this.#ring.failed(address);
      }
    }
    throw failure;
  }

  /** Gives up; a link that is open already is the caller's. */
  cancel(): void {
    this.#openness = 'cancelled';
    this.#trying?.close();
  }

  #isCancelled(): boolean {
    return this.#openness === 'cancelled';
  }
}
