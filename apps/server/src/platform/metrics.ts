import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from '@prometheus-io/client';
import type { FastifyInstance } from 'fastify';
import { mayReadMetrics } from './http/may-read-metrics.ts';
import { ShownHistogram, isDurationsReading } from './shown-histogram.ts';

/** What this node counts, in the Prometheus format at `/metrics`. */
export interface Metrics {
  readonly registry: Registry;
  readonly onPoolWait: (seconds: number) => void;
  readonly onJournalWakeUp: (seconds: number) => void;
  readonly onJournalRead: (entryCount: number) => void;
  /**
   * Shows numbers that somebody else counts, read when the metrics are, each as a metric of its own:
   * `framesIn` with the prefix `carillon_messaging` is `carillon_messaging_frames_in`; of nested objects the
   * names are joined. `tables` says which of them are tables instead, and what their keys are: a table is one
   * metric with that label. Durations in a histogram become seconds.
   */
  readonly showStatistics: (
    prefix: string,
    read: () => object,
    tables?: Readonly<Record<string, string>>,
  ) => void;
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
    showStatistics(prefix, read, tables = {}) {
      const help = `Counted by ${prefix}.`;
      for (const [key, shape] of Object.entries(read()) as [string, unknown][]) {
        const name = `${prefix}_${toSnakeCase(key)}`;
        const readPart = (): unknown => (read() as Record<string, unknown>)[key];
        const label = tables[key];
        if (label !== undefined) showTable({ name, help, label }, readPart);
        else if (isDurationsReading(shape)) showDurations(name.replace(/_ms$/, '_seconds'), help, readPart);
        else showNumbers({ name, help }, readPart);
      }
    },
  };

  function showTable(
    { label, ...about }: { name: string; help: string; label: string },
    readTable: () => unknown,
  ) {
    new Gauge({
      ...about,
      labelNames: [label],
      registers,
      collect() {
        this.reset();
        for (const [key, count] of numbersIn('', readTable())) this.set({ [label]: key }, count);
      },
    });
  }

  function showDurations(name: string, help: string, readDurations: () => unknown): void {
    const none = { buckets: [], count: 0, sumMs: 0 };
    const metric = new ShownHistogram({ name, help }, () => {
      const durations = readDurations();
      return isDurationsReading(durations) ? durations : none;
    });
    registry.registerMetric(metric);
  }

  function showNumbers({ name, help }: { name: string; help: string }, readNumbers: () => unknown): void {
    for (const [part] of numbersIn(name, readNumbers())) {
      new Gauge({
        name: part,
        help,
        registers,
        collect() {
          this.set(new Map(numbersIn(name, readNumbers())).get(part) ?? 0);
        },
      });
    }
  }
}

/** The numbers in a value, with the names that lead to each. */
function numbersIn(name: string, value: unknown): [name: string, value: number][] {
  if (typeof value === 'number') return [[name, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    numbersIn(name === '' ? key : `${name}_${toSnakeCase(key)}`, inner),
  );
}

function toSnakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/\W/g, '_');
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
  app.get('/metrics', { schema: { hide: true }, config: { for: 'operator' } }, async (request, reply) => {
    if (mayReadMetrics(request.raw, token)) {
      return reply.type(registry.contentType).send(await registry.metrics());
    }
    reply.callNotFound();
    return reply;
  });
}
