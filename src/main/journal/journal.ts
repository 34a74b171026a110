import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import type Database from 'better-sqlite3';
import { z } from 'zod';

import { verdictSchema, type Verdict } from '#shared/domain/control.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { Clock } from '#shared/domain/ports.ts';

import { openAlertArchive, type AlertArchive } from './alert-archive.ts';
import { backUp, type Backup } from './backup.ts';
import { emptyHead, type Head } from './chain.ts';
import {
  applySettings,
  openForReading,
  openForWriting,
  quickCheck,
  readSettings,
} from './connection.ts';
import { prepareDataDir, unusable } from './data-dir.ts';
import { dataFiles, type DataFiles } from './data-files.ts';
import { takeDeskLock, type DeskLock } from './desk-lock.ts';
import { parseFact } from './fact-parsing.ts';
import { pageReader, type FactsPage, type PageQuery } from './facts-page.ts';
import {
  checkChain,
  checkHead,
  databaseHead,
  factWriter,
  lostFacts,
  storedFacts,
} from './facts-table.ts';
import { createHead, HeadFile, readHead, syncFolder } from './head-file.ts';
import { openOrderArchive, type OrderArchive } from './order-archive.ts';
import { everyProjection, openProjections } from './projections/every-projection.ts';
import { JournalBroken, JournalRefused, JournalWriteFailed } from './refusals.ts';
import { migrate, schemaOf } from './schema.ts';
import { refuseSetAside, setAside } from './set-aside.ts';
import { inSlices } from './slices.ts';
import { isDamage, sqliteCode, writeFailure } from './sqlite-errors.ts';
import { verificationSteps, type Verification } from './verification.ts';

/** What the journal tells the desk's log; pino's logger is one. */
export interface JournalLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface JournalOptions {
  dataDir: string;
  clock: Clock;
  log: JournalLog;
}

/** The append-only, hash-chained record of facts, with the tables derived from it. */
export interface Journal {
  head(): Head;
  /**
   * Records facts and what they change in the derived tables in one transaction with one sync. They must carry the
   * seqs that follow the head without a gap. Throws {@link JournalWriteFailed}: then none of them is recorded, no
   * later ones are taken, and the desk halts.
   */
  append(facts: readonly Fact[]): void;
  /** Recorded facts in order, each validated, to rebuild the desk's state at start. Throws {@link JournalRefused}. */
  facts(fromSeq?: number): Iterable<Fact>;
  page(query: PageQuery): FactsPage;
  /** Every verdict of the decision to place an order; empty for an order that was never decided here. */
  verdictsOf(orderRef: string): Verdict[];
  /** What is recorded of orders and fills, looked up one at a time. */
  readonly orders: OrderArchive;
  /** What is recorded of alerts that are dealt with. */
  readonly alerts: AlertArchive;
  /** Proves chain, head and derived tables in slices, beside the running desk. */
  verify(): Promise<Verification>;
  /** Makes a backup, verifies it by opening it, and keeps the last few. Throws {@link BackupFailed}. */
  backup(): Promise<Backup>;
  /** How its database is set, by pragma, as it says now. */
  settings(): Record<string, string | number>;
  close(): void;
}

/**
 * Opens the journal of a data folder for one desk, and makes it if there is none. Everything in it is checked
 * first, without writing; a broken journal is set aside whole.
 * Throws {@link JournalRefused}, with a sentence for a person and what to do.
 */
export function openJournal(options: JournalOptions): Journal {
  prepareDataDir(options.dataDir);
  const files = dataFiles(resolve(options.dataDir));
  const lock = takeDeskLock(files);
  try {
    refuseSetAside(files);
    return openLocked(options, files, lock);
  } catch (error) {
    try {
      throw refusalOf(error, files, options);
    } finally {
      lock.release();
    }
  }
}

function refusalOf(error: unknown, files: DataFiles, options: JournalOptions): unknown {
  if (error instanceof JournalBroken || isDamage(error)) {
    const reason =
      error instanceof JournalBroken ? error.message : 'its file is damaged or is no database.';
    options.log.error({ folder: files.dataDir, reason }, 'The journal is broken.');
    try {
      return setAside(files, reason, options.clock.now());
    } catch (failure) {
      return unusable(
        files.dataDir,
        `holds a broken journal (${reason}) that cannot be set aside`,
        failure,
      );
    }
  }
  if (error instanceof JournalRefused) return error;
  if (sqliteCode(error) === null && !(error instanceof Error && 'code' in error)) return error;
  return unusable(files.database, 'cannot be opened', error);
}

function openLocked(options: JournalOptions, files: DataFiles, lock: DeskLock): Journal {
  const kept = readHead(files.head);
  const found = inspect(files, kept);
  // The head comes first: a database with facts and no head is then never the work of a crash.
  if (kept === 'missing' || kept === 'damaged') createHead(files.head, emptyHead);
  const database = openForWriting(files);
  try {
    applySettings(database);
    migrate(database, found.schema, () => rebuildDerivedTables(database));
    syncFolder(files.dataDir);
    return new OpenJournal(options, files, lock, database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Checks what is there without writing. Throws {@link JournalBroken} and {@link JournalRefused}. */
function inspect(files: DataFiles, kept: Head | 'missing' | 'damaged'): { schema: number } {
  if (!existsSync(files.database)) {
    const lost = lostFacts(kept, 'gone');
    if (lost !== null) throw new JournalBroken(lost);
    return { schema: 0 };
  }
  const database = openForReading(files);
  try {
    const schema = schemaOf(database, files.dataDir);
    if (schema === 0) {
      const lost = lostFacts(kept, 'empty');
      if (lost !== null) throw new JournalBroken(lost);
      return { schema };
    }
    const damage = quickCheck(database);
    if (damage !== null) throw new JournalBroken(`SQLite finds its file damaged: ${damage}.`);
    const broken = checkChain(database);
    if (broken !== null) throw new JournalBroken(broken);
    if (typeof kept !== 'string') {
      const difference = checkHead(database, kept);
      if (difference !== null) throw new JournalBroken(difference);
    } else if (databaseHead(database).seq > 0) {
      throw new JournalBroken(`The kept head, journal.head, is ${kept}: its end may be cut off.`);
    }
    return { schema };
  } finally {
    database.close();
  }
}

function rebuildDerivedTables(database: Database.Database): void {
  for (const { table } of everyProjection) database.exec(`DELETE FROM ${table}`);
  const apply = openProjections(database);
  for (const stored of storedFacts(database)) apply(parseFact(stored));
}

class OpenJournal implements Journal {
  readonly #options: JournalOptions;
  readonly #files: DataFiles;
  readonly #lock: DeskLock;
  readonly #database: Database.Database;
  readonly #headFile: HeadFile;
  readonly #record: (facts: readonly Fact[]) => Head;
  readonly #readPage: (query: PageQuery) => FactsPage;
  readonly #verdictsOf: Database.Statement<[string], string>;
  readonly orders: OrderArchive;
  readonly alerts: AlertArchive;
  #head: Head;
  #failure: JournalWriteFailed | null = null;
  #backup: Promise<Backup> | null = null;

  constructor(
    options: JournalOptions,
    files: DataFiles,
    lock: DeskLock,
    database: Database.Database,
  ) {
    this.#options = options;
    this.#files = files;
    this.#lock = lock;
    this.#database = database;
    this.#head = databaseHead(database);
    const write = factWriter(database);
    const apply = openProjections(database);
    const transaction = database.transaction((facts: readonly Fact[]): Head => {
      const head = write(this.#head, facts);
      for (const fact of facts) apply(fact);
      return head;
    });
    this.#record = (facts) => transaction.immediate(facts);
    this.#readPage = pageReader(database);
    this.#verdictsOf = database
      .prepare<[string], string>(
        `SELECT facts.body -> '$.verdicts' FROM decisions JOIN facts USING (seq)
         WHERE decisions.order_ref = ? AND decides = 'place'
         ORDER BY seq DESC LIMIT 1`,
      )
      .pluck();
    this.orders = openOrderArchive(database);
    this.alerts = openAlertArchive(database);
    this.#headFile = new HeadFile(files.head, options.clock, (error) => {
      this.#fail('the kept head could not be synced', error);
    });
    this.#headFile.write(this.#head);
  }

  head(): Head {
    return this.#head;
  }

  append(facts: readonly Fact[]): void {
    if (this.#failure !== null) throw this.#failure;
    const gap = facts.find((fact, index) => fact.seq !== this.#head.seq + 1 + index);
    if (gap !== undefined) {
      throw this.#fail(
        `fact ${gap.seq} does not follow fact ${this.#head.seq} without a gap`,
        null,
      );
    }
    if (facts.length === 0) return;
    try {
      this.#head = this.#record(facts);
      this.#headFile.write(this.#head);
    } catch (error) {
      throw this.#fail(null, error);
    }
  }

  *facts(fromSeq = 1): Generator<Fact> {
    try {
      for (const stored of storedFacts(this.#database, fromSeq)) yield parseFact(stored);
    } catch (error) {
      if (!(error instanceof JournalBroken)) throw error;
      // The chain was found whole, so the fact is as it was written: by a program that knows more.
      throw new JournalRefused(
        'newer',
        `This Deskcheck cannot read a fact in ${this.#files.dataDir}: ${error.message}`,
        'Install the version that wrote it or choose another folder with --data.',
      );
    }
  }

  page(query: PageQuery): FactsPage {
    return this.#readPage(query);
  }

  verdictsOf(orderRef: string): Verdict[] {
    const text = this.#verdictsOf.get(orderRef);
    return text === undefined ? [] : z.array(verdictSchema).parse(JSON.parse(text));
  }

  verify(): Promise<Verification> {
    return inSlices(this.#options.clock, verificationSteps(this.#files.dataDir));
  }

  backup(): Promise<Backup> {
    this.#backup ??= backUp(this.#database, this.#files, this.#options.clock).finally(() => {
      this.#backup = null;
    });
    return this.#backup;
  }

  settings(): Record<string, string | number> {
    return readSettings(this.#database);
  }

  close(): void {
    if (!this.#database.open) return;
    this.#failure ??= new JournalWriteFailed('The journal is closed.', 'Start Deskcheck again.');
    try {
      this.#headFile.close();
    } finally {
      this.#database.close();
      this.#lock.release();
    }
  }

  #fail(what: string | null, error: unknown): JournalWriteFailed {
    const { sentence, advice } = writeFailure(error);
    this.#failure = new JournalWriteFailed(
      `Facts could not be recorded: ${what ?? sentence}. Nothing more is recorded and nothing more is sent.`,
      advice,
      error,
    );
    this.#options.log.error({ err: error, head: this.#head.seq }, this.#failure.message);
    return this.#failure;
  }
}
