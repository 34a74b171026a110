import { hash } from 'node:crypto';

/** Where a chain ends: the last fact's seq, its hash and its time. Seq 0 is the chain before the first fact. */
export interface Head {
  seq: number;
  /** Hex SHA-256. */
  hash: string;
  /** ISO-8601 UTC; null before the first fact. */
  at: string | null;
}

export const emptyHead: Head = { seq: 0, hash: '0'.repeat(64), at: null };

/** A fact as it lies in the journal; `body` is the JSON text exactly as it was written and hashed. */
export interface StoredFact {
  seq: number;
  at: string;
  kind: string;
  by: string;
  /** Null for what the desk did itself, and for everything before windows were recorded. */
  window: string | null;
  body: string;
  hash: string;
}

/**
 * The hash of a fact: SHA-256 of the previous hash, a line feed, and the fact as JSON with its keys in the order
 * seq, at, kind, by, window, body; `window` is left out where it is null, as in journals from before there was one.
 * The body is taken as the stored text, so that nothing need be parsed to check a chain.
 */
export function chainHash(previousHash: string, fact: Omit<StoredFact, 'hash'>): string {
  const window = fact.window === null ? '' : `,"window":${JSON.stringify(fact.window)}`;
  const text =
    `${previousHash}\n{"seq":${fact.seq},"at":${JSON.stringify(fact.at)},"kind":${JSON.stringify(fact.kind)}` +
    `,"by":${JSON.stringify(fact.by)}${window},"body":${fact.body}}`;
  return hash('sha256', text, 'hex');
}

/** What is wrong with the next fact of a chain, in a sentence; null when it follows. */
export function chainDifference(before: Head, fact: StoredFact): string | null {
  const expected = before.seq + 1;
  if (fact.seq > expected) return `Fact ${expected} is missing: the next one is ${fact.seq}.`;
  if (fact.seq < expected) return `Fact ${fact.seq} stands where fact ${expected} belongs.`;
  if (chainHash(before.hash, fact) !== fact.hash) {
    return `Fact ${fact.seq} (${fact.kind}, ${fact.at}) does not match its hash: it was changed after it was written.`;
  }
  return null;
}
