import { createHash } from 'node:crypto';

export type TraceKind = 'fact' | 'desk→gateway' | 'gateway→desk' | 'event' | 'command';

interface TraceEntry {
  at: number;
  kind: TraceKind;
  text: string;
}

const kept = 400;

/**
 * Everything that happened in a world, with its virtual time, as one hash: two runs of a seed that differ in one byte
 * or one microsecond have different hashes. The last entries are kept to be read.
 */
export class Trace {
  readonly #hash = createHash('sha256');
  #tail: TraceEntry[] = [];
  #count = 0;

  add(at: number, kind: TraceKind, text: string): void {
    this.#count += 1;
    this.#hash.update(`${at.toFixed(3)}\t${kind}\t${text}\n`);
    if (isNoise(kind, text)) return;
    this.#tail.push({ at, kind, text });
    if (this.#tail.length > 2 * kept) this.#tail = this.#tail.slice(-kept);
  }

  get count(): number {
    return this.#count;
  }

  /** Hex SHA-256 of all entries so far. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  /** The last entries, oldest first, without ticks and heartbeats. */
  tail(length = 120): string[] {
    return this.#tail
      .slice(-length)
      .map(({ at, kind, text }) => `${at.toFixed(1).padStart(9)} ms  ${kind}  ${readable(text)}`);
  }
}

/** tickPrice, tickSize, tickGeneric, tickString; account values and portfolio; the heartbeat, both ways. */
const noise = /^(?:1|2|45|46|6|7|8|63|49|81|58)\0/;

function isNoise(kind: TraceKind, text: string): boolean {
  if (kind === 'gateway→desk') return noise.test(text);
  return kind === 'desk→gateway' && text.startsWith('49\0');
}

function readable(text: string): string {
  const flat = text.replaceAll('\0', '|');
  return flat.length > 300 ? `${flat.slice(0, 300)}…` : flat;
}
