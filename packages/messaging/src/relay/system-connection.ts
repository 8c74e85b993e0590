import { countIn } from '../core/counters.ts';
import { MessagingError } from '../core/errors.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { Message } from '../core/message.ts';
import type { Timer } from '../core/timer-wheel.ts';
import type { AddressRing } from './address-ring.ts';
import { BackOff } from './back-off.ts';
import { asLoss } from './broker-error.ts';
import type { BrokerLink } from './broker-link.ts';
import { BrokerManners } from './broker-manners.ts';
import { LinkOpener } from './link-opener.ts';
import type { LinkParts } from './link-parts.ts';
import { sendFrame } from './relay-frames.ts';
import type { RelaySettings } from './relay-options.ts';

/**
 * The relay's own connection to the broker: the application's messages go through it, and by it the relay
 * knows whether the broker is there. It is opened again, with back-off, for as long as the relay lives.
 */
export class SystemConnection {
  readonly #engine: EngineParts;
  readonly #settings: RelaySettings;
  readonly #linkParts: LinkParts;
  readonly #ring: AddressRing;
  readonly #backOff: BackOff;
  /** Until the first attempt has ended, one way or the other, nobody is refused; nor while it is opened anew. */
  #decided = Promise.withResolvers<undefined>();
  #opener: LinkOpener | undefined;
  #link: BrokerLink | undefined;
  #manners: BrokerManners;
  #loss: MessagingError | undefined;
  #retryTimer: Timer | undefined;
  #isAvailable = false;
  #isClosed = false;

  constructor(engine: EngineParts, settings: RelaySettings, linkParts: LinkParts, ring: AddressRing) {
    this.#engine = engine;
    this.#settings = settings;
    this.#linkParts = linkParts;
    this.#ring = ring;
    this.#manners = new BrokerManners(settings, '');
    this.#backOff = new BackOff(settings.reconnect, settings.random);
    void this.#open();
  }

  /** Says whether the broker, as far as it is known, takes a destination for what it says. */
  readsAsWritten(destination: string): boolean {
    return this.#manners.readsAsWritten(destination);
  }

  /** The link to the broker, or a promise of it during the first attempt. Throws or rejects with MessagingError. */
  require(): BrokerLink | Promise<BrokerLink> {
    if (this.#link) return this.#link;
    if (this.#loss) throw this.#loss;
    return this.#decided.promise.then(() => this.require());
  }

  /**
   * Sends a message of the application's; settles with the broker's RECEIPT. Rejects with MessagingError
   * `broker_unavailable` while the broker is away, is lost before it answered, or reads too slowly.
   */
  async send(message: Message): Promise<void> {
    const found = this.require();
    const link = found instanceof Promise ? await found : found;
    const { systemBufferLimitBytes } = this.#settings;
    if (link.backlogBytes >= systemBufferLimitBytes) {
      throw new MessagingError('broker_unavailable', `${systemBufferLimitBytes} bytes wait to be sent`);
    }
    const { destination, onlyFor } = message;
    const brokerDestination = this.#manners.toBroker(destination, onlyFor !== undefined);
    try {
      await link.ask(sendFrame(message, { destination: brokerDestination }));
    } catch (error) {
      if (error instanceof MessagingError && error.code === 'broker_refused') this.#reopen(link, error);
      throw error;
    }
  }

  async close(): Promise<void> {
    const link = this.#link;
    this.#isClosed = true;
    this.#retryTimer?.cancel();
    this.#opener?.cancel();
    this.#goAway(new MessagingError('broker_unavailable', 'the relay is closed'));
    link?.close();
    await link?.closed;
  }

  async #open(): Promise<void> {
    const { systemLogin: login, systemPasscode: passcode } = this.#settings;
    const opener = new LinkOpener(this.#linkParts, this.#ring);
    this.#opener = opener;
    try {
      const link = await opener.open(
        { login, passcode },
        {
          onMessage: () => undefined,
          onLost: (error) => {
            countIn(this.#engine.counters.linksLost, 'broker_system');
            if (this.#opener === opener) this.#retry(error);
          },
        },
      );
      if (this.#isClosed) link.close();
      else this.#come(link);
    } catch (error) {
      this.#retry(asLoss(error));
    }
  }

  #come(link: BrokerLink): void {
    this.#link = link;
    this.#manners = new BrokerManners(this.#settings, link.server);
    this.#loss = undefined;
    this.#backOff.reset();
    this.#decided.resolve(undefined);
    this.#engine.logger.info({ server: link.server }, 'the broker is available');
    if (this.#isAvailable) return;
    this.#isAvailable = true;
    // Whoever waited for it sends first: a listener's message is not to overtake theirs.
    setImmediate(() => {
      if (this.#isAvailable) this.#engine.events.emit('brokerAvailability', true);
    });
  }

  /** At once, and nobody is told that the broker is away: it took offence at one message. */
  #reopen(link: BrokerLink, error: MessagingError): void {
    if (this.#isClosed || this.#link !== link) return;
    this.#link = undefined;
    this.#decided = Promise.withResolvers();
    this.#engine.logger.warn({ err: error }, 'the broker refused a message of the application');
    void this.#open();
  }

  #retry(error: MessagingError): void {
    if (this.#isClosed) return;
    const waitMs = this.#backOff.nextMs();
    this.#engine.logger.warn({ reason: error.message, waitMs }, 'the broker is not available');
    this.#retryTimer = this.#engine.timers.schedule(waitMs, () => void this.#open());
    this.#goAway(error);
  }

  #goAway(error: MessagingError): void {
    const wasAvailable = this.#isAvailable;
    this.#isAvailable = false;
    this.#link = undefined;
    // Whatever the broker said is for the log: clients are told that it is away.
    this.#loss = new MessagingError('broker_unavailable', undefined, { cause: error });
    this.#decided.resolve(undefined);
    if (wasAvailable) this.#engine.events.emit('brokerAvailability', false);
  }
}
