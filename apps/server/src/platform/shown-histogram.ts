import { Histogram } from '@prometheus-io/client';

/** A histogram that somebody else keeps: counts of all durations up to so many milliseconds, and of all. */
export interface DurationsReading {
  readonly buckets: readonly { readonly upToMs: number; readonly count: number }[];
  readonly count: number;
  readonly sumMs: number;
}

export function isDurationsReading(value: unknown): value is DurationsReading {
  return typeof value === 'object' && value !== null && 'buckets' in value && 'sumMs' in value;
}

/** Shows such a histogram in seconds, as Prometheus wants them, read when the metrics are. */
export class ShownHistogram extends Histogram<'le'> {
  readonly #about: { name: string; help: string };
  readonly #read: () => DurationsReading;

  constructor(about: { name: string; help: string }, read: () => DurationsReading) {
    super({ ...about, registers: [] });
    this.#about = about;
    this.#read = read;
  }

  override get(): ReturnType<Histogram<'le'>['get']> {
    const { name } = this.#about;
    const { buckets, count, sumMs } = this.#read();
    const bucket = (le: number | string, value: number) => ({
      metricName: `${name}_bucket`,
      labels: { le },
      value,
    });
    const values = [
      ...buckets.map(({ upToMs, count: upTo }) => bucket(upToMs / 1_000, upTo)),
      bucket('+Inf', count),
      { metricName: `${name}_sum`, labels: {}, value: sumMs / 1_000 },
      { metricName: `${name}_count`, labels: {}, value: count },
    ];
    return Promise.resolve({
      ...this.#about,
      type: 'histogram',
      aggregator: 'sum',
      collect: () => undefined,
      values,
    });
  }

  /** What the registry asks for. */
  getForPromString(): ReturnType<Histogram<'le'>['get']> {
    return this.get();
  }
}
