/** Says whether a header of a client's frame goes along to the broker. */
export type HeaderFilter = (name: string, value: string) => boolean;

/** What goes along of clients' frames. */
export interface ClientHeaders {
  readonly ofSend: HeaderFilter;
  readonly ofSubscribe: HeaderFilter;
  readonly ofUnsubscribe: HeaderFilter;
}

/** A subscription is chosen and paced by these; others, as `x-queue-name`, make it one to something else. */
const SUBSCRIBE_HEADERS = new Set(['selector', 'prefetch-count', 'activemq.prefetchSize']);

/** Of RabbitMQ: how the queue is declared that a frame names, and where else its message goes. */
const RABBITMQ_ORDERS = new Set(['durable', 'auto-delete', 'exclusive', 'CC', 'BCC']);
const RABBITMQ_QUEUE_ARGUMENT =
  /^x-(?:queue-|dead-letter-|max-|stream-|single-active-consumer$|message-ttl$|expires$|overflow$)/;
/** Of ActiveMQ: sends later and again, or makes objects of the body. */
const ACTIVEMQ_ORDER = /^(?:AMQ_SCHEDULE|transformation)/;

/**
 * Keeps from the broker what a client would order it to do by headers: whoever authorised the frame saw its
 * destination. A SUBSCRIBE loses all but the few that are known to be harmless, an UNSUBSCRIBE all, a SEND those that are known to
 * be orders, as the rest is its receivers'. `reply-to` stays if the client could use what it names.
 *
 * @param opened names of headers that go along all the same.
 */
export function clientHeaders(
  opened: readonly string[],
  serves: (destination: string) => boolean,
): ClientHeaders {
  const isOpened = new Set(opened);
  return {
    ofSubscribe: (name) => SUBSCRIBE_HEADERS.has(name) || isOpened.has(name),
    ofUnsubscribe: (name) => isOpened.has(name),
    ofSend: (name, value) => {
      if (isOpened.has(name)) return true;
      return name === 'reply-to' ? serves(value) : !isOrder(name);
    },
  };
}

function isOrder(name: string): boolean {
  return RABBITMQ_ORDERS.has(name) || RABBITMQ_QUEUE_ARGUMENT.test(name) || ACTIVEMQ_ORDER.test(name);
}
