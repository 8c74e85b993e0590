import type { Frame } from '@carillon/stomp';

/** How one kind of broker writes destinations. */
export interface Dialect {
  /**
   * False for a destination in which the broker would find another one than whoever authorised it: an escaped
   * slash, several destinations in one, options.
   */
  readsAsWritten(destination: string): boolean;
  /** A destination as the broker wants it. */
  toBroker(destination: string): string;
  /** A destination that was made for one session, in a form of which nothing stays when the session is gone. */
  toTransient(destination: string): string;
  /** A destination of the broker's MESSAGE as a client would write it. */
  toClient(destination: string): string;
  /** Inside a transaction it answers RECEIPT or ERROR at once, and not only after COMMIT. */
  readonly answersInTransactions: boolean;
  /** Says whether an ERROR tells of nothing that went wrong. */
  readonly isHarmless: (error: Frame) => boolean;
}

export type DialectName = 'rabbitmq' | 'activemq' | 'plain';

const unchanged = (destination: string): string => destination;

/**
 * RabbitMQ takes one segment after `/topic/` or `/queue/`, the routing key: further slashes are escaped.
 * A `/queue/` stays for ever, and whoever sends to one makes it; what is published to an exchange, from
 * which nobody's queue hangs, is dropped instead, and the queue of a subscription to it goes with the connection.
 */
const rabbitmq: Dialect = {
  // 3.10 undoes `%2F` and nothing else; whoever wants a slash can write it.
  readsAsWritten: (destination) => !/%[\da-f]{2}/i.test(destination),
  toBroker(destination) {
    const prefix = BEFORE_KEY.exec(destination)?.[0] ?? '';
    const key = destination.slice(prefix.length);
    return prefix === '' || !key.includes('/') ? destination : prefix + key.replaceAll('/', '%2F');
  },
  toTransient(destination) {
    const key = keyOf(destination);
    return rabbitmq.toBroker(key === undefined ? destination : `/exchange/amq.direct/${key}`);
  },
  toClient(destination) {
    return destination.replaceAll('%2F', '/');
  },
  answersInTransactions: false,
  // Said of a message that was on its way when its subscription ended; RabbitMQ then goes on.
  isHarmless: ({ headers, body }) =>
    headers.message === 'Subscription not found' && Buffer.from(body).toString().startsWith(LATE_MESSAGE),
};

const LATE_MESSAGE = 'There is no current subscription with tag ';

/** What of a RabbitMQ destination is not the routing key, or the name of the queue. */
const BEFORE_KEY = /^\/(?:topic|queue|temp-queue|reply-queue|amq\/queue|exchange\/[^/]+)\//;

/** What is not a part of a name to ActiveMQ: several destinations, a kind, options, and space around it, which it trims. */
const NOT_A_NAME = /,|:\/\/|\?|^\/[^/]+\/ | $/;

/** On ActiveMQ a queue keeps what is sent to it until someone reads it; a topic keeps nothing. */
const activemq: Dialect = {
  readsAsWritten: (destination) => !NOT_A_NAME.test(destination),
  toBroker: unchanged,
  toTransient(destination) {
    const key = keyOf(destination);
    return key === undefined ? destination : `/topic/${key}`;
  },
  toClient: unchanged,
  answersInTransactions: true,
  isHarmless: () => false,
};

const plain: Dialect = {
  readsAsWritten: () => true,
  toBroker: unchanged,
  toTransient: unchanged,
  toClient: unchanged,
  answersInTransactions: false,
  isHarmless: () => false,
};

const DIALECTS: Readonly<Record<DialectName, Dialect>> = { rabbitmq, activemq, plain };

function keyOf(destination: string): string | undefined {
  return /^\/(?:queue|topic)\/(.+)$/.exec(destination)?.[1];
}

/** The dialect of this name, or with `detect` that of a broker which calls itself `server` in CONNECTED. */
export function dialectOf(name: DialectName | 'detect', server: string): Dialect {
  if (name !== 'detect') return DIALECTS[name];
  if (server.startsWith('RabbitMQ/')) return rabbitmq;
  return server.startsWith('ActiveMQ/') ? activemq : plain;
}
