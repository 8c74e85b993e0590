import type { Frame, HeaderMap, OutgoingFrame } from '@carillon/stomp';
import type { Acknowledgement, Operation, SubscribeRequest, Subscription } from '../core/broker.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import { countIn } from '../core/counters.ts';
import type { Counters } from '../core/counters.ts';
import { MessagingError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import { asLoss } from './broker-error.ts';
import type { BrokerLink } from './broker-link.ts';
import { BrokerManners } from './broker-manners.ts';
import type { ClientHeaders } from './client-headers.ts';
import type { Credentials, LinkOpener } from './link-opener.ts';
import {
  acknowledgeFrame,
  messageFrame,
  ONLY_FOR,
  sendFrame,
  subscribeFrame,
  unsubscribeFrame,
} from './relay-frames.ts';
import type { RelaySettings } from './relay-options.ts';
import { RelaySubscription } from './relay-subscription.ts';

const NO_HEADERS: HeaderMap = Object.freeze({});
/** For whoever asks for what came `after` a number: the broker keeps none. */
const NOT_RECOVERED: HeaderMap = Object.freeze({ recovered: 'false' });

export interface RelaySessionOptions {
  readonly session: ConnectedSession;
  readonly settings: RelaySettings;
  readonly counters: Counters;
  readonly opener: LinkOpener;
  readonly clientHeaders: ClientHeaders;
  /** What may be held back before the RECEIPT of a SUBSCRIBE went out. */
  readonly holdLimitBytes: number;
}

/** One client's session at the broker: a connection of its own, by which it says all that the client says. */
export class RelaySession {
  readonly #options: RelaySessionOptions;
  readonly #session: ConnectedSession;
  readonly #subscriptions = new Map<string, RelaySubscription>();
  #openLink: BrokerLink | undefined;
  #manners: BrokerManners;
  #isPaused = false;
  #lastId = 0;

  constructor(options: RelaySessionOptions) {
    this.#options = options;
    this.#session = options.session;
    this.#manners = new BrokerManners(options.settings, '');
  }

  /** Connects to the broker. Rejects with MessagingError `broker_unavailable` or `broker_refused`. */
  async connect(credentials: Credentials): Promise<void> {
    const link = await this.#options.opener.open(credentials, {
      onMessage: (frame) => this.#deliver(frame),
      isHarmless: (error) => this.#manners.isHarmless(error),
      onLost: (error) => {
        countIn(this.#options.counters.linksLost, 'broker_session');
        this.#session.fail(error);
      },
    });
    this.#openLink = link;
    this.#manners = new BrokerManners(this.#options.settings, link.server);
    if (this.#session.isClosed) link.close();
  }

  send(message: Message, confirm: boolean): void | Promise<void> {
    return this.#pass(this.#sendFrame(message), confirm);
  }

  subscribe(request: SubscribeRequest): Subscription | Promise<Subscription> {
    const id = request.id ?? this.#nextId();
    const destination = this.#manners.toBroker(request.destination, request.shownDestination !== undefined);
    const former = this.#subscriptions.get(id)?.ended;
    const subscription = new RelaySubscription(request, destination);
    const begin = (): Promise<void> | undefined => {
      this.#subscriptions.set(id, subscription);
      const { ofSubscribe } = this.#options.clientHeaders;
      const frame = subscribeFrame(request, { id, destination }, ofSubscribe);
      return this.#pass(frame, request.headers.receipt !== undefined) ?? undefined;
    };
    // What the broker still sends for the former one must not count for this one.
    const begun = former ? former.then(begin) : begin();
    const accepted: Subscription = {
      receiptHeaders: request.after === undefined ? NO_HEADERS : NOT_RECOVERED,
      start: () => this.#start(subscription),
      cancel: (unsubscribe) => void this.#cancel(id, subscription, unsubscribe)?.catch(() => undefined),
      cancelAndConfirm: (unsubscribe) => this.#cancel(id, subscription, unsubscribe) ?? Promise.resolve(),
      ...(request.ackMode === 'auto' ? {} : { mute: () => subscription.mute() }),
    };
    return begun ? begun.then(() => accepted) : accepted;
  }

  acknowledge(acknowledgement: Acknowledgement, confirm: boolean): void | Promise<void> {
    return this.#pass(acknowledgeFrame(acknowledgement), confirm);
  }

  /**
   * The operations of a transaction, as one of the broker's. Where the broker says so, COMMIT waits until it has
   * taken all of them: ActiveMQ would commit the rest of a transaction of which a part has failed.
   */
  async commit(operations: readonly Operation[], confirm: boolean): Promise<void> {
    const transaction = this.#nextId();
    const frames = operations.map((operation) =>
      'message' in operation
        ? this.#sendFrame(operation.message, transaction)
        : acknowledgeFrame(operation.acknowledgement, transaction),
    );
    const last = frames.pop();
    if (!last) return;
    void this.#link().send({ command: 'BEGIN', headers: { transaction } });
    for (const frame of frames) void this.#link().send(frame);
    await this.#pass(last, this.#manners.answersInTransactions);
    await this.#pass({ command: 'COMMIT', headers: { transaction } }, confirm);
  }

  settle(): Promise<void> {
    return this.#link().leave();
  }

  /** The session is over: so is its connection. What it did not acknowledge the broker gives to others. */
  close(): Promise<void> {
    this.#options.opener.cancel();
    this.#openLink?.close();
    return this.#openLink?.closed ?? Promise.resolve();
  }

  #link(): BrokerLink {
    if (!this.#openLink) throw new MessagingError('broker_unavailable', 'the session is not connected to it');
    return this.#openLink;
  }

  #pass(frame: OutgoingFrame, confirm: boolean): void | Promise<void> {
    return confirm ? this.#link().ask(frame) : this.#link().send(frame);
  }

  #nextId(): string {
    return `carillon-${(this.#lastId += 1)}`;
  }

  #sendFrame(message: Message, transaction?: string): OutgoingFrame {
    const { destination, onlyFor } = message;
    return sendFrame(message, {
      destination: this.#manners.toBroker(destination, onlyFor !== undefined),
      transaction,
      goesAlong: this.#options.clientHeaders.ofSend,
    });
  }

  #deliver(frame: Frame): void {
    const { subscription: id, [ONLY_FOR]: onlyFor } = frame.headers;
    if (this.#session.isClosed || id === undefined) return;
    // A pattern of this client's fits what was sent to another.
    if (onlyFor !== undefined && onlyFor !== this.#session.id) return;
    const subscription = this.#subscriptions.get(id);
    // RabbitMQ subscribes by itself whoever sends with such a `reply-to`.
    if (!subscription && id.startsWith('/temp-queue/'))
      this.#show(frame, id, frame.headers.destination ?? id);
    else if (subscription?.state === 'live') this.#showFor(subscription, frame);
    else if (subscription?.state === 'held') this.#hold(subscription, frame);
  }

  #hold(subscription: RelaySubscription, frame: Frame): void {
    subscription.hold(frame);
    if (subscription.heldBytes <= this.#options.holdLimitBytes) return;
    this.#session.fail(
      new MessagingError('broker_unavailable', 'too much came before the RECEIPT of SUBSCRIBE'),
    );
  }

  #showFor({ request, brokerDestination }: RelaySubscription, frame: Frame): void {
    const { destination = brokerDestination } = frame.headers;
    const named =
      destination === brokerDestination ? request.destination : this.#manners.toClient(destination);
    this.#show(frame, request.id, request.shownDestination ?? named);
  }

  /** Hands a message to the client, and lets the broker keep the next ones for as long as the client is slow. */
  #show(frame: Frame, subscriptionId: string | undefined, destination: string): void {
    const { outlet, version } = this.#session;
    outlet.send(messageFrame(frame, { subscriptionId, destination, version }));
    this.#options.counters.deliveries += 1;
    if (this.#isPaused || !outlet.congested) return;
    this.#isPaused = true;
    this.#openLink?.pause();
    outlet.onceRelieved(() => {
      this.#isPaused = false;
      this.#openLink?.resume();
    });
  }

  #start(subscription: RelaySubscription): void {
    if (subscription.state !== 'held') return;
    subscription.state = 'live';
    for (const frame of subscription.takeHeld()) this.#showFor(subscription, frame);
  }

  #cancel(
    id: string,
    subscription: RelaySubscription,
    headers: HeaderMap | undefined,
  ): Promise<void> | undefined {
    if (subscription.state === 'over') return subscription.ended;
    subscription.state = 'over';
    subscription.takeHeld();
    if (this.#session.isClosed || !this.#openLink) return undefined;
    try {
      const frame = unsubscribeFrame(id, headers, this.#options.clientHeaders.ofUnsubscribe);
      subscription.ended = this.#openLink.ask(frame).then(() => {
        if (this.#subscriptions.get(id) === subscription) this.#subscriptions.delete(id);
      });
    } catch (error) {
      subscription.ended = Promise.reject(asLoss(error));
    }
    subscription.ended.catch(() => undefined);
    return subscription.ended;
  }
}
