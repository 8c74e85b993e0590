import type { ConnectionOptions } from 'node:tls';
import { givenOptions } from '../core/given-options.ts';
import type { DialectName } from './dialect.ts';

/** Where a broker listens for STOMP over TCP. */
export interface BrokerAddress {
  readonly host: string;
  /** RabbitMQ's and ActiveMQ's own choice is 61613, 61614 for TLS. */
  readonly port: number;
  /** `true` checks the broker's certificate by the system's authorities; node:tls options name your own (`ca`). */
  readonly tls?: boolean | ConnectionOptions;
}

export interface ReconnectOptions {
  /** The first wait after the broker was lost; each further one is twice as long. Default: 1 s. */
  readonly minMs?: number;
  /** The longest wait. Default: 30 s. */
  readonly maxMs?: number;
  /** How much of a wait is left to chance, 0 to 1, so that nodes do not come back all at once. Default: 0.5. */
  readonly jitter?: number;
}

export interface BrokerRelayOptions {
  /** One or more, of the same broker or cluster. New connections take turns; one that failed is tried last for a while. */
  readonly addresses: readonly BrokerAddress[];
  /**
   * The destinations it serves begin with one of these and a slash. Default: `/topic` and `/queue`. Each
   * further one (`/exchange`, `/amq/queue`, `/temp-queue`) opens more of the broker to clients.
   */
  readonly prefixes?: readonly string[];
  /**
   * Headers of clients that go along though they tell the broker what to do, and not only with what its
   * destination names: `durable`, `x-queue-name`, `activemq.subscriptionName`. `authorize` can look at them.
   * Default: none; see docs/relay.md.
   */
  readonly clientHeaders?: readonly string[];
  /** Sent as `host` in CONNECT: RabbitMQ's virtual host. Default: `/`. */
  readonly virtualHost?: string;
  /** What client sessions log in to the broker with. Default: `guest`, both. */
  readonly clientLogin?: string;
  readonly clientPasscode?: string;
  /**
   * `fixed` logs every session in with `clientLogin`; `from-connect` with the `login` and `passcode` of its own
   * CONNECT frame, so that the broker's rights are per user. Default: `fixed`.
   */
  readonly clientCredentials?: 'fixed' | 'from-connect';
  /** What the system connection logs in with, for messages of the application. Default: `guest`, both. */
  readonly systemLogin?: string;
  readonly systemPasscode?: string;
  /** Heart-beats on every connection to the broker: [we send every, we expect every]; 0 is none. Default: 10 s, both. */
  readonly heartbeatMs?: readonly [number, number];
  /** Heart-beats offered to clients, kept by the session and not by the broker. Default: 10 s, both. */
  readonly clientHeartbeatMs?: readonly [number, number];
  readonly reconnect?: ReconnectOptions;
  /** From opening a connection to the broker's CONNECTED, for each address. Default: 5 s. */
  readonly connectTimeLimitMs?: number;
  /** How long the broker may take for a RECEIPT. Default: 10 s. */
  readonly receiptTimeLimitMs?: number;
  /** RECEIPTs that one connection may wait for at once. Default: 10 000. */
  readonly maxPendingReceipts?: number;
  /** What may wait to be written on the system connection; beyond it, sends are refused. Default: 8 MiB. */
  readonly systemBufferLimitBytes?: number;
  /** The longest frame that is taken from the broker. Default: `limits.sendBufferLimitBytes`, which no client could be sent more of. */
  readonly maxFrameBytes?: number;
  /**
   * `transient` gives user destinations a form that leaves no queue behind on the broker (see docs/relay.md);
   * `as-is` sends them as they are. Default: `transient`.
   */
  readonly userDestinations?: 'transient' | 'as-is';
  /** How destinations are written for the broker. Default: `detect`, by the `server` header of its CONNECTED. */
  readonly dialect?: DialectName | 'detect';
  /** For the jitter: 0 up to 1. Default: Math.random. */
  readonly random?: () => number;
}

/** The options with nothing left out. */
export type RelaySettings = Required<Omit<BrokerRelayOptions, 'reconnect' | 'maxFrameBytes'>> & {
  readonly reconnect: Required<ReconnectOptions>;
  readonly maxFrameBytes: number | undefined;
};

/** Fills what is not given. Throws RangeError for a number that is no limit, TypeError without an address. */
export function readRelayOptions(options: BrokerRelayOptions): RelaySettings {
  const settings: RelaySettings = {
    prefixes: ['/topic', '/queue'],
    clientHeaders: [],
    virtualHost: '/',
    clientLogin: 'guest',
    clientPasscode: 'guest',
    clientCredentials: 'fixed',
    systemLogin: 'guest',
    systemPasscode: 'guest',
    heartbeatMs: [10_000, 10_000],
    clientHeartbeatMs: [10_000, 10_000],
    connectTimeLimitMs: 5_000,
    receiptTimeLimitMs: 10_000,
    maxPendingReceipts: 10_000,
    systemBufferLimitBytes: 8 * 1024 * 1024,
    maxFrameBytes: undefined,
    userDestinations: 'transient',
    dialect: 'detect',
    random: Math.random,
    ...givenOptions(options),
    reconnect: { minMs: 1_000, maxMs: 30_000, jitter: 0.5, ...givenOptions(options.reconnect ?? {}) },
  };
  check(settings);
  return settings;
}

function check(settings: RelaySettings): void {
  if (settings.addresses.length === 0) throw new TypeError('A relay needs the address of a broker.');
  const { connectTimeLimitMs, receiptTimeLimitMs, maxPendingReceipts, systemBufferLimitBytes, reconnect } =
    settings;
  const limits = { connectTimeLimitMs, receiptTimeLimitMs, maxPendingReceipts, systemBufferLimitBytes };
  for (const [name, value] of Object.entries({ ...limits, minMs: reconnect.minMs, maxMs: reconnect.maxMs })) {
    if (!Number.isFinite(value) || value <= 0) {
      throw new RangeError(`${name} of a relay must be a finite number above zero, not ${value}.`);
    }
  }
  if (!(reconnect.jitter >= 0 && reconnect.jitter <= 1)) {
    throw new RangeError(`reconnect.jitter must be from 0 to 1, not ${reconnect.jitter}.`);
  }
}
