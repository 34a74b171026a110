import type { Fact } from '#shared/domain/fact.ts';
import type { Verdict } from '#shared/domain/control.ts';

import type { AlertArchive } from '../../src/main/journal/alert-archive.ts';
import type { Backup } from '../../src/main/journal/backup.ts';
import { chainHash, emptyHead, type Head, type StoredFact } from '../../src/main/journal/chain.ts';
import { parseFact } from '../../src/main/journal/fact-parsing.ts';
import type { FactsPage, PageQuery } from '../../src/main/journal/facts-page.ts';
import type { Journal } from '../../src/main/journal/journal.ts';
import type { OrderArchive } from '../../src/main/journal/order-archive.ts';
import { JournalWriteFailed } from '../../src/main/journal/refusals.ts';
import type { Verification } from '../../src/main/journal/verification.ts';

/** The disk of a world: what is on it outlives the desk that wrote it. */
export class Disk {
  readonly stored: StoredFact[] = [];
  readonly #onStored: (fact: StoredFact) => void;
  /** While set, every commit fails with this sentence. */
  failure: string | null = null;

  constructor(before: readonly StoredFact[], onStored: (fact: StoredFact) => void) {
    this.stored.push(...before);
    this.#onStored = onStored;
  }

  head(): Head {
    const last = this.stored.at(-1);
    return last === undefined ? emptyHead : { seq: last.seq, hash: last.hash, at: last.at };
  }

  /** All of them or, by throwing, none. */
  commit(facts: readonly Fact[]): void {
    if (this.failure !== null) {
      throw new JournalWriteFailed(
        `Facts could not be recorded: ${this.failure}`,
        'Free the disk.',
      );
    }
    for (const { seq, at, kind, by, window = null, body: content } of facts) {
      const { seq: last, hash: lastHash } = this.head();
      if (seq !== last + 1) throw new JournalWriteFailed(`Fact ${seq} follows ${last}.`, '');
      const body = JSON.stringify(content);
      const unhashed = { seq, at, kind, by, window, body };
      const fact = { ...unhashed, hash: chainHash(lastHash, unhashed) };
      this.stored.push(fact);
      this.#onStored(fact);
    }
  }

  facts(fromSeq = 1): Fact[] {
    return this.stored.slice(fromSeq - 1).map((stored) => parseFact(stored));
  }
}

/** A world is too short for its desk to forget an order, so there is never one to look up. */
const everythingIsHeld: OrderArchive = {
  order: () => null,
  orderRefOfPermId: () => null,
  executionsOf: () => [],
  orderRefOfExecution: () => null,
  execIdsFrom: () => [],
  lastFactOf: () => Number.POSITIVE_INFINITY,
};

/** Nor one to look an alert up that it has let go of. */
const noneIsDoneWith: AlertArchive = {
  resolved: () => ({ alerts: [], more: false }),
  // Nor has a world a receiver to deliver to.
  changesAfter: () => [],
};

/** The journal of one desk process on a disk in memory. The real one, on SQLite, has its own tests. */
export class MemoryJournal implements Journal {
  readonly orders = everythingIsHeld;
  readonly alerts = noneIsDoneWith;
  readonly #disk: Disk;
  #dead = false;
  #failure: JournalWriteFailed | null = null;

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** The process has died: nothing of it reaches the disk any more. */
  die(): void {
    this.#dead = true;
  }

  head(): Head {
    return this.#disk.head();
  }

  append(facts: readonly Fact[]): void {
    if (this.#dead) throw new JournalWriteFailed('The process has died.', '');
    if (this.#failure !== null) throw this.#failure;
    try {
      this.#disk.commit(facts);
    } catch (error) {
      if (error instanceof JournalWriteFailed) this.#failure = error;
      throw error;
    }
  }

  /** A disk in memory has no settings. */
  settings(): Record<string, number | string> {
    return {};
  }

  facts(fromSeq?: number): Iterable<Fact> {
    return this.#disk.facts(fromSeq);
  }

  page(query: PageQuery): FactsPage {
    const found = this.#disk.stored
      .filter(
        (fact) =>
          (query.beforeSeq === null || fact.seq < query.beforeSeq) &&
          (query.kinds.length === 0 || query.kinds.includes(fact.kind)),
      )
      .toReversed();
    return { entries: found.slice(0, query.limit), more: found.length > query.limit };
  }

  verdictsOf(orderRef: string): Verdict[] {
    for (const fact of this.#disk.facts()) {
      if (fact.kind !== 'order.intended' && fact.kind !== 'order.denied') continue;
      if (fact.body.order.orderRef === orderRef) return fact.body.verdicts;
    }
    return [];
  }

  verify(): Promise<Verification> {
    let hash = emptyHead.hash;
    const broken = this.#disk.stored.find((fact) => {
      hash = chainHash(hash, fact);
      return hash !== fact.hash;
    });
    const difference = broken === undefined ? null : `Fact ${broken.seq} was changed.`;
    return Promise.resolve({
      ok: difference === null,
      facts: this.#disk.stored.length,
      difference,
    });
  }

  backup(): Promise<Backup> {
    return Promise.resolve({ path: 'memory', head: this.head() });
  }

  close(): void {
    this.#failure ??= new JournalWriteFailed('The journal is closed.', 'Start Deskcheck again.');
  }
}
