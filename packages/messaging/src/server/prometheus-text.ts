import type { HistogramReading } from '../core/histogram.ts';
import type { Statistics } from './statistics.ts';

export interface PrometheusOptions {
  /** What the names of all metrics begin with, and an underscore. Default: `messaging`. */
  prefix?: string;
}

/** The samples of one metric: a value, or one for each value of its label. */
type Samples = number | { readonly label: string; readonly values: Readonly<Record<string, number>> };

/** Metrics by name, with what each says: a name that ends in `_total` is a counter's, others are of this moment. */
type Metrics = Readonly<Record<string, readonly [help: string, samples: Samples]>>;

/**
 * Writes an engine's statistics as Prometheus reads them (text format 0.0.4): answer it at `/metrics` as
 * `text/plain; version=0.0.4`. Throws TypeError for a prefix that no name of a metric may begin with.
 */
export function prometheusText(
  statistics: Statistics,
  { prefix = 'messaging' }: PrometheusOptions = {},
): string {
  if (!/^[a-zA-Z_:][\w:]*$/.test(prefix))
    throw new TypeError(`No metric can be named ${JSON.stringify(prefix)}.`);
  const { deliveryMs, handlerMs } = statistics;
  const lines: string[] = [];
  for (const [name, [help, samples]] of Object.entries(metricsOf(statistics))) {
    lines.push(...writeMetric(`${prefix}_${name}`, help, samples));
  }
  lines.push(
    ...writeHistogram(
      `${prefix}_delivery_seconds`,
      'From the first frame of a turn to its last write.',
      deliveryMs,
    ),
  );
  lines.push(
    ...writeHistogram(`${prefix}_handler_seconds`, 'From a message for a handler to its reply.', handlerMs),
  );
  return `${lines.join('\n')}\n`;
}

function metricsOf(statistics: Statistics): Metrics {
  const { cluster } = statistics;
  return {
    sessions: ['Sockets that are open.', { label: 'transport', values: statistics.transports }],
    sessions_opened_total: ['Sockets that were opened.', statistics.sessionsOpened],
    users: ['Users who are connected, on all nodes.', statistics.users],
    subscriptions: ['Subscriptions that are open.', statistics.subscriptions],
    frames_in_total: ['STOMP frames of clients.', statistics.framesIn],
    frames_out_total: ['STOMP frames to clients.', statistics.framesOut],
    deliveries_total: ['MESSAGE frames among these.', statistics.deliveries],
    texts_in_total: ['Messages of clients of text endpoints.', statistics.textsIn],
    texts_out_total: ['Messages to clients of text endpoints.', statistics.textsOut],
    bytes_in_total: ['Bytes of clients, without what transports add.', statistics.bytesIn],
    bytes_out_total: ['Bytes written to transports.', statistics.bytesOut],
    pending_frames: ['Frames that wait for an earlier one of their session.', statistics.pendingFrames],
    handling: ['Messages that are with a handler, or wait for one.', statistics.handling],
    queued_messages: ['Messages that wait in shared queues.', statistics.queuedMessages],
    queued_bytes: ['Memory that they take, about.', statistics.queuedBytes],
    handler_errors_total: [
      'Errors that senders were told.',
      { label: 'code', values: statistics.handlerErrors },
    ],
    refusals_total: ['Handshakes answered by an error.', { label: 'code', values: statistics.refusals }],
    disconnects_total: ['Sessions ended by the server.', { label: 'reason', values: statistics.disconnects }],
    drops_total: ['Messages that went to nobody.', { label: 'reason', values: statistics.drops }],
    links_lost_total: ['Links that were lost.', { label: 'link', values: statistics.linksLost }],
    ...(cluster && {
      cluster_joined: ['1 while this node is linked to the others.', cluster.state === 'joined' ? 1 : 0],
      cluster_nodes: ['Other nodes that are known.', cluster.nodes],
      cluster_published_total: ['Messages handed to the other nodes.', cluster.published],
      cluster_received_total: ['Messages that came from them.', cluster.received],
      cluster_unsent_total: ['Messages that they never get.', cluster.unsent],
      cluster_malformed_total: ['What came and could not be read.', cluster.malformed],
    }),
  };
}

function writeMetric(name: string, help: string, samples: Samples): string[] {
  const type = name.endsWith('_total') ? 'counter' : 'gauge';
  const head = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
  if (typeof samples === 'number') return [...head, `${name} ${samples}`];
  const { label, values } = samples;
  const rows = Object.entries(values).map(
    ([key, value]) => `${name}{${label}="${escapeLabel(key)}"} ${value}`,
  );
  return [...head, ...rows];
}

function writeHistogram(name: string, help: string, { buckets, count, sumMs }: HistogramReading): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} histogram`,
    ...buckets.map(({ upToMs, count: upTo }) => `${name}_bucket{le="${upToMs / 1_000}"} ${upTo}`),
    `${name}_bucket{le="+Inf"} ${count}`,
    `${name}_sum ${sumMs / 1_000}`,
    `${name}_count ${count}`,
  ];
}

/** Reasons may be an application's own words. */
function escapeLabel(value: string): string {
  return value.replace(/[\\"\n]/g, (letter) => (letter === '\n' ? String.raw`\n` : `\\${letter}`));
}
