import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from '@prometheus-io/client';
import type { FastifyInstance } from 'fastify';
import { mayReadMetrics } from './http/may-read-metrics.ts';

/** What this node counts, in the Prometheus format at `/metrics`. */
export interface Metrics {
  readonly registry: Registry;
  readonly onPoolWait: (seconds: number) => void;
  readonly onJournalWakeUp: (seconds: number) => void;
  readonly onJournalRead: (entryCount: number) => void;
  /**
   * Shows numbers that somebody else counts, read when the metrics are. Nested objects become parts of the name:
   * `{ drops: { slow: 2 } }` with the prefix `carillon_messaging` is `carillon_messaging_drops_slow`.
   */
  readonly showStatistics: (prefix: string, read: () => object) => void;
}

const FAST_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Makes the node's metrics, with Node's own (memory, event loop, garbage collection). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const poolWait = new Histogram({
    name: 'carillon_database_pool_wait_seconds',
    help: 'How long callers waited for a connection to the database.',
    buckets: FAST_BUCKETS_SECONDS,
    registers,
  });
  const wakeUp = new Histogram({
    name: 'carillon_journal_wakeup_seconds',
    help: 'From the append of a journal entry, in its transaction, until this node heard of it.',
    buckets: FAST_BUCKETS_SECONDS,
    registers,
  });
  const reads = new Counter({
    name: 'carillon_journal_reads_total',
    help: 'Pages read from the journal.',
    registers,
  });
  const entries = new Counter({
    name: 'carillon_journal_entries_read_total',
    help: 'Entries read from the journal.',
    registers,
  });
  return {
    registry,
    onPoolWait: (seconds) => poolWait.observe(seconds),
    onJournalWakeUp: (seconds) => wakeUp.observe(seconds),
    onJournalRead(entryCount) {
      reads.inc();
      entries.inc(entryCount);
    },
    showStatistics(prefix, read) {
      const gauges = new Map<string, Gauge>();
      for (const [name] of flatten(prefix, read())) gauges.set(name, makeGauge(name));
      function makeGauge(name: string): Gauge {
        return new Gauge({
          name,
          help: `Counted by ${prefix}.`,
          registers,
          collect() {
            this.set(new Map(flatten(prefix, read())).get(name) ?? 0);
          },
        });
      }
    },
  };
}

function flatten(prefix: string, value: object): [name: string, value: number][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const name = `${prefix}_${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/\W/g, '_')}`;
    if (typeof inner === 'number') return [[name, inner] satisfies [string, number]];
    return typeof inner === 'object' && inner !== null ? flatten(name, inner) : [];
  });
}

/** Counts requests by route and status, and serves `/metrics` to those who may read it: to others it is not there. */
export function registerMetrics(
  app: FastifyInstance,
  { registry }: Metrics,
  token: string | undefined,
): void {
  const requests = new Histogram({
    name: 'carillon_http_request_seconds',
    help: 'Time to answer an HTTP request.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: FAST_BUCKETS_SECONDS,
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    // The route's pattern, not the address asked for: a stranger must not be able to make up labels.
    const route = request.routeOptions.url ?? 'unknown';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    requests.observe(labels, reply.elapsedTime / 1000);
    done();
  });
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (mayReadMetrics(request.raw, token)) {
      return reply.type(registry.contentType).send(await registry.metrics());
    }
    reply.callNotFound();
    return reply;
  });
}
