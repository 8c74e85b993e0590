/** Upper bounds of the buckets, in milliseconds: from what a turn of the event loop takes to the longest wait there is. */
const BOUNDS_MS: readonly number[] = Object.freeze([
  0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000,
]);

/** What a histogram shows. */
export interface HistogramReading {
  /** Durations of at most so many milliseconds each; the last bucket, of all, is `count`. Cumulative, as Prometheus wants them. */
  readonly buckets: readonly { readonly upToMs: number; readonly count: number }[];
  readonly count: number;
  readonly sumMs: number;
}

/** Counts durations by their length. It costs the same however many there are. */
export class Histogram {
  readonly #counts = new Array<number>(BOUNDS_MS.length).fill(0);
  #count = 0;
  #sumMs = 0;

  observe(ms: number): void {
    this.#count += 1;
    this.#sumMs += ms;
    for (let index = 0; index < BOUNDS_MS.length; index += 1) {
      if (ms > (BOUNDS_MS[index] ?? Infinity)) continue;
      this.#counts[index] = (this.#counts[index] ?? 0) + 1;
      return;
    }
  }

  read(): HistogramReading {
    let count = 0;
    const buckets = BOUNDS_MS.map((upToMs, index) => ({
      upToMs,
      count: (count += this.#counts[index] ?? 0),
    }));
    return { buckets, count: this.#count, sumMs: this.#sumMs };
  }
}
