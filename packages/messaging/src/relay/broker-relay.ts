import type { HeaderMap } from '@carillon/stomp';
import type {
  Acknowledgement,
  Broker,
  BrokerFactory,
  Operation,
  SubscribableCommand,
  SubscribeRequest,
  Subscription,
} from '../core/broker.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import { MessagingError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import { AddressRing } from './address-ring.ts';
import { clientHeaders } from './client-headers.ts';
import type { ClientHeaders } from './client-headers.ts';
import { LinkOpener } from './link-opener.ts';
import type { Credentials } from './link-opener.ts';
import type { LinkParts } from './link-parts.ts';
import { readRelayOptions } from './relay-options.ts';
import type { BrokerRelayOptions, RelaySettings } from './relay-options.ts';
import { RelaySession } from './relay-session.ts';
import { SystemConnection } from './system-connection.ts';

/**
 * Hands everything on to a broker that speaks STOMP over TCP, such as RabbitMQ or ActiveMQ: Spring's
 * StompBrokerRelayMessageHandler. Each client session has a connection of its own, the application's
 * messages go through one more. Throws RangeError or TypeError for options that cannot be meant.
 */
export function brokerRelay(options: BrokerRelayOptions): BrokerFactory {
  const settings = readRelayOptions(options);
  return (parts) => new BrokerRelay(settings, parts);
}

class BrokerRelay implements Broker {
  /** What one node sends to it, all nodes get from it. */
  readonly inCluster = 'shared';
  readonly heartbeatMs: readonly [number, number];
  readonly #settings: RelaySettings;
  readonly #engine: EngineParts;
  readonly #prefixes: readonly string[];
  readonly #clientHeaders: ClientHeaders;
  readonly #linkParts: LinkParts;
  readonly #ring: AddressRing;
  readonly #system: SystemConnection;
  /** By session id. */
  readonly #sessions = new Map<string, RelaySession>();

  constructor(settings: RelaySettings, engine: EngineParts) {
    const { limits, timers } = engine;
    this.heartbeatMs = settings.clientHeartbeatMs;
    this.#settings = settings;
    this.#engine = engine;
    this.#prefixes = settings.prefixes.map((prefix) => (prefix.endsWith('/') ? prefix : `${prefix}/`));
    this.#clientHeaders = clientHeaders(settings.clientHeaders, (destination) => this.#serves(destination));
    this.#linkParts = {
      ...settings,
      timers,
      sendTimeLimitMs: limits.sendTimeLimitMs,
      maxFrameBytes: settings.maxFrameBytes ?? limits.sendBufferLimitBytes,
    };
    this.#ring = new AddressRing(settings.addresses, timers);
    this.#system = new SystemConnection(engine, settings, this.#linkParts, this.#ring);
  }

  check(_command: SubscribableCommand, destination: string): void {
    if (!this.#serves(destination)) throw new MessagingError('unknown_destination', destination);
  }

  async connect(session: ConnectedSession, headers: HeaderMap = {}): Promise<void> {
    const relayed = new RelaySession({
      session,
      settings: this.#settings,
      counters: this.#engine.counters,
      opener: new LinkOpener(this.#linkParts, this.#ring),
      clientHeaders: this.#clientHeaders,
      holdLimitBytes: this.#engine.limits.sendBufferLimitBytes,
    });
    this.#sessions.set(session.id, relayed);
    await this.#system.require();
    try {
      await relayed.connect(this.#credentialsOf(headers));
    } catch (error) {
      throw this.#refusalOf(error, session);
    }
  }

  send(message: Message, session?: ConnectedSession, confirm = false): void | Promise<void> {
    if (session) return this.#sessionOf(session).send(message, confirm);
    return this.#system.send(message);
  }

  subscribe(request: SubscribeRequest): Subscription | Promise<Subscription> {
    return this.#sessionOf(request.session).subscribe(request);
  }

  acknowledge(
    acknowledgement: Acknowledgement,
    session: ConnectedSession,
    confirm: boolean,
  ): void | Promise<void> {
    return this.#sessionOf(session).acknowledge(acknowledgement, confirm);
  }

  commit(
    operations: readonly Operation[],
    session: ConnectedSession,
    confirm: boolean,
  ): void | Promise<void> {
    return this.#sessionOf(session).commit(operations, confirm);
  }

  settle(session: ConnectedSession): Promise<void> {
    return this.#sessionOf(session).settle();
  }

  disconnect({ id }: ConnectedSession): void {
    // Kept until its connection is gone, so that closing the relay cuts nobody's last words short.
    void this.#sessions
      .get(id)
      ?.close()
      .then(() => this.#sessions.delete(id));
  }

  async close(): Promise<void> {
    const closing = [...this.#sessions.values()].map((session) => session.close());
    await Promise.all([...closing, this.#system.close()]);
    this.#sessions.clear();
  }

  #serves(destination: string): boolean {
    const isOpen = this.#prefixes.some(
      (prefix) => destination.length > prefix.length && destination.startsWith(prefix),
    );
    return isOpen && this.#system.readsAsWritten(destination);
  }

  #sessionOf({ id }: ConnectedSession): RelaySession {
    const session = this.#sessions.get(id);
    if (!session) throw new MessagingError('broker_unavailable', 'the session is not connected to it');
    return session;
  }

  #credentialsOf({ login = '', passcode = '' }: HeaderMap): Credentials {
    const { clientCredentials, clientLogin, clientPasscode } = this.#settings;
    if (clientCredentials === 'from-connect') return { login, passcode };
    return { login: clientLogin, passcode: clientPasscode };
  }

  /** A login that the client brought itself is the client's affair; what else went wrong is for the log only. */
  #refusalOf(error: unknown, session: ConnectedSession): MessagingError {
    const isRefused = error instanceof MessagingError && error.code === 'broker_refused';
    if (isRefused && this.#settings.clientCredentials === 'from-connect') {
      return new MessagingError('unauthorized', undefined, { cause: error });
    }
    if (!session.isClosed) {
      this.#engine.logger.error({ err: error, session: session.id }, 'the broker takes no session');
    }
    return new MessagingError('broker_unavailable', undefined, { cause: error });
  }
}
