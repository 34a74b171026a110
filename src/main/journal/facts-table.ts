import type Database from 'better-sqlite3';

import type { Fact } from '#shared/domain/fact.ts';

import { chainDifference, chainHash, emptyHead, type Head, type StoredFact } from './chain.ts';

const columns = 'seq, at, kind, "by", "window", body, hash';
const chunk = 500;

/** The chain's head as the database has it. */
export function databaseHead(database: Database.Database): Head {
  const last = database
    .prepare<[], Head>('SELECT seq, hash, at FROM facts ORDER BY seq DESC LIMIT 1')
    .get();
  return last ?? emptyHead;
}

/** Facts from `fromSeq` on, in order, read in chunks so that others may write in between. */
export function* storedFacts(database: Database.Database, fromSeq = 1): Generator<StoredFact> {
  const read = database.prepare<[number, number], StoredFact>(
    `SELECT ${columns} FROM facts WHERE seq >= ? ORDER BY seq LIMIT ?`,
  );
  let next = fromSeq;
  for (;;) {
    const facts = read.all(next, chunk);
    yield* facts;
    const last = facts.at(-1);
    if (last === undefined || facts.length < chunk) return;
    next = last.seq + 1;
  }
}

/** Follows the chain to its end, fact by fact; gives the first difference in a sentence, or null. */
export function* chainSteps(database: Database.Database): Generator<undefined, string | null> {
  let head = emptyHead;
  for (const fact of storedFacts(database)) {
    const difference = chainDifference(head, fact);
    if (difference !== null) return difference;
    head = { seq: fact.seq, hash: fact.hash, at: fact.at };
    yield;
  }
  return null;
}

/** {@link chainSteps} in one go. */
export function checkChain(database: Database.Database): string | null {
  const steps = chainSteps(database);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** What a kept head says of a chain: null when the chain goes through it, else the difference in a sentence. */
export function checkHead(database: Database.Database, kept: Head): string | null {
  if (kept.seq === 0) return null;
  const end = databaseHead(database);
  if (end.seq < kept.seq) {
    return `The journal ends at fact ${end.seq}, but fact ${kept.seq} (${kept.at ?? ''}) was recorded: its end was cut off.`;
  }
  const hash = database
    .prepare<[number], string>('SELECT hash FROM facts WHERE seq = ?')
    .pluck()
    .get(kept.seq);
  return hash === kept.hash
    ? null
    : `Fact ${kept.seq} is not the one that was recorded: its hash differs from the kept head.`;
}

/** What a kept head says of a database that is gone or empty: null where nothing was recorded, else a sentence. */
export function lostFacts(
  kept: Head | 'missing' | 'damaged',
  database: 'gone' | 'empty',
): string | null {
  return typeof kept === 'string' || kept.seq === 0
    ? null
    : `journal.db is ${database}, though ${kept.seq} facts were recorded.`;
}

/** Writes facts behind a head and says what the head is then. Runs inside the caller's transaction. */
export function factWriter(
  database: Database.Database,
): (head: Head, facts: readonly Fact[]) => Head {
  const insert = database.prepare<[number, string, string, string, string | null, string, string]>(
    `INSERT INTO facts (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  return (before, facts) => {
    let head = before;
    for (const { seq, at, kind, by: author, window: from, body: content } of facts) {
      // SQLite keeps text as UTF-8, in which a lone surrogate cannot be written: hash what will be read back.
      const by = author.toWellFormed();
      const window = from?.toWellFormed() ?? null;
      const body = JSON.stringify(content);
      const hash = chainHash(head.hash, { seq, at, kind, by, window, body });
      insert.run(seq, at, kind, by, window, body, hash);
      head = { seq, hash, at };
    }
    return head;
  };
}
