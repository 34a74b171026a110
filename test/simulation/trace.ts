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
  tail(length = 80): string[] {
    return this.#tail
      .filter(({ kind, text }) => !isHeartbeat(text) && (kind !== 'gateway→desk' || !isTick(text)))
      .slice(-length)
      .map(({ at, kind, text }) => `${at.toFixed(1).padStart(9)} ms  ${kind}  ${readable(text)}`);
  }
}

/** tickPrice, tickSize, tickGeneric, tickString, and the account's and the portfolio's figures. */
function isTick(text: string): boolean {
  return /^(?:1|2|45|46|6|7|8|63)\0/.test(text);
}

function isHeartbeat(text: string): boolean {
  return text.startsWith('49\0');
}

function readable(text: string): string {
  const flat = text.replaceAll('\0', '|');
  return flat.length > 300 ? `${flat.slice(0, 300)}…` : flat;
}
