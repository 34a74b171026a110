import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** Durations in milliseconds, kept to the nanosecond, with their percentiles. */
export class Latencies {
  readonly #histogram: RecordableHistogram = createHistogram({ figures: 3 });

  addMs(ms: number): void {
    this.#histogram.record(Math.max(1, Math.round(ms * 1e6)));
  }

  get count(): number {
    return this.#histogram.count;
  }

  /** In milliseconds. */
  percentile(percentile: number): number {
    return this.#histogram.percentile(percentile) / 1e6;
  }
}
