import type { DurationCounts, DurationFigures } from '#shared/domain/load.ts';

const bits = 7;
const perPower = 2 ** bits;
const highest = 2 ** 31 - 1;

/**
 * Durations, every one of them counted in a bucket of its size: exact to the microsecond below 256 µs, to 0.8 % above.
 * What it keeps does not grow with how many there are.
 */
export class Durations {
  readonly #counts: number[] = [];
  #count = 0;
  #sumMs = 0;
  #maxMs = 0;

  /** @param ms a negative one, of a clock that disagrees with another, counts as none. */
  add(ms: number): void {
    const duration = Math.max(0, ms);
    const bucket = bucketOf(Math.min(highest, Math.round(duration * 1000)));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count += 1;
    this.#sumMs += duration;
    this.#maxMs = Math.max(this.#maxMs, duration);
  }

  get count(): number {
    return this.#count;
  }

  /** In milliseconds; null where there are none. */
  get maxMs(): number | null {
    return this.#count === 0 ? null : this.#maxMs;
  }

  /** The duration that so many percent did not exceed, milliseconds, rounded up to its bucket's end; null where there are none. */
  percentileMs(percent: number): number | null {
    if (this.#count === 0) return null;
    const rank = Math.max(1, Math.ceil((percent / 100) * this.#count));
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count ?? 0;
      if (seen >= rank) return Math.min(this.#maxMs, (lowerOf(bucket + 1) - 0.5) / 1000);
    }
    return this.#maxMs;
  }

  figures(): DurationFigures {
    return {
      count: this.#count,
      meanMs: this.#count === 0 ? null : this.#sumMs / this.#count,
      p50Ms: this.percentileMs(50),
      p90Ms: this.percentileMs(90),
      p99Ms: this.percentileMs(99),
      p999Ms: this.percentileMs(99.9),
      maxMs: this.maxMs,
    };
  }

  counts(): DurationCounts {
    return [...this.#counts.entries()].flatMap(([bucket, count]): DurationCounts =>
      count === undefined || count === 0 ? [] : [[lowerOf(bucket), count]],
    );
  }
}

function bucketOf(micros: number): number {
  const shift = Math.max(0, 31 - Math.clz32(micros) - bits);
  return shift * perPower + (micros >>> shift);
}

/** The least number of microseconds in a bucket. */
function lowerOf(bucket: number): number {
  const shift = Math.max(0, Math.floor(bucket / perPower) - 1);
  return (bucket - shift * perPower) * 2 ** shift;
}
