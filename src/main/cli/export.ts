import { once } from 'node:events';
import { closeSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';

import { csvLine } from '#shared/domain/csv.ts';
import { factSentence, type SentenceOrder } from '#shared/domain/fact-sentence.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { GatewayKind } from '#shared/domain/gateway.ts';
import { fromMicros } from '#shared/domain/money.ts';

import { openJournalReader, type JournalReader } from '../journal/journal-reader.ts';
import { JournalBroken, JournalRefused } from '../journal/refusals.ts';
import { say, type ExitCode, type Output } from './output.ts';
import { NoSuchJournal, theJournal } from './the-journal.ts';

export const exportTables = ['journal', 'orders', 'executions', 'positions'] as const;
export type ExportTable = (typeof exportTables)[number];

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions {
  dataDir: string;
  /** Whose journal, where the data folder holds those of several gateways; null where there is one. */
  gateway: GatewayKind | null;
  table: ExportTable;
  format: ExportFormat;
  /** A file that must not exist yet; null writes to the output. */
  file: string | null;
}

interface Export {
  fields: readonly string[];
  rows: Iterable<Record<string, unknown>>;
}

/**
 * Writes a table of a journal as CSV (RFC 4180, money in units of its currency) or as a JSON array (as the desk
 * keeps it, money in micro-units). 0: written; 1: the journal cannot be read to its end; 2: it cannot be done.
 */
export async function exportTable(options: ExportOptions, output: Output): Promise<ExitCode> {
  let reader: JournalReader | null = null;
  try {
    reader = openJournalReader(theJournal(options.dataDir, options.gateway));
    const exported = contents(reader, options.table);
    const text = options.format === 'csv' ? csvText(exported) : jsonText(exported);
    if (options.file === null) await write(text, output.out);
    else writeFile(text, resolve(options.file));
    return 0;
  } catch (error) {
    if (
      error instanceof JournalRefused ||
      error instanceof NoSuchJournal ||
      error instanceof ExportRefused
    ) {
      say(output.err, `${error.message} ${error.advice}`);
      return 2;
    }
    if (!(error instanceof JournalBroken)) throw error;
    say(output.err, `${error.message} Run \`deskcheck verify\` on the data folder.`);
    return 1;
  } finally {
    reader?.close();
  }
}

class ExportRefused extends Error {
  override readonly name = 'ExportRefused';
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}

function contents(reader: JournalReader, table: ExportTable): Export {
  return table === 'journal'
    ? {
        fields: ['seq', 'at', 'kind', 'by', 'window', 'sentence', 'body', 'hash'],
        rows: journalRows(reader),
      }
    : { fields: reader.fieldsOf(table), rows: reader.rows(table) };
}

function* journalRows(reader: JournalReader): Generator<Record<string, unknown>> {
  const names = new Map<number, string>();
  const orders = new Map<string, SentenceOrder>();
  const nameOf = (instrumentId: number): string =>
    names.get(instrumentId) ?? `instrument ${instrumentId}`;
  for (const { fact, stored } of reader.facts()) {
    learn(fact, names, orders);
    const { sentence } = factSentence(fact, nameOf, (orderRef) => orders.get(orderRef) ?? null);
    const { seq, at, kind, by, window = null, body } = fact;
    yield { seq, at, kind, by, window, sentence, body, hash: stored.hash };
  }
}

/** Remembers what later sentences name. */
function learn(fact: Fact, names: Map<number, string>, orders: Map<string, SentenceOrder>): void {
  if (fact.kind === 'instrument.resolved') {
    const { instrumentId, displaySymbol } = fact.body.instrument;
    names.set(instrumentId, displaySymbol);
  }
  if ('order' in fact.body) orders.set(fact.body.order.orderRef, fact.body.order);
}

const microsField = /Micros$/;

function* csvText({ fields, rows }: Export): Generator<string> {
  yield csvLine(fields.map((field) => field.replace(microsField, '')));
  for (const row of rows) yield csvLine(fields.map((field) => csvValue(field, row[field])));
}

function csvValue(field: string, value: unknown): unknown {
  return microsField.test(field) && typeof value === 'number' ? fromMicros(value) : value;
}

function* jsonText({ rows }: Export): Generator<string> {
  let separator = '[\n';
  for (const row of rows) {
    yield `${separator}${JSON.stringify(row)}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/** Into a stream that others use after this, as fast as it takes it. A reader that has enough ends it quietly. */
async function write(text: Iterable<string>, out: Writable): Promise<void> {
  for (const piece of text) {
    if (out.destroyed) return;
    if (out.write(piece)) continue;
    try {
      await once(out, 'drain');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return;
      throw error;
    }
  }
}

/** Into a new file, whole or not at all. */
function writeFile(text: Iterable<string>, file: string): void {
  if (existsSync(file)) {
    throw new ExportRefused(
      `${file} exists already.`,
      'Nothing was written. Choose another name with --out, or move that file away.',
    );
  }
  try {
    const descriptor = openSync(file, 'wx');
    try {
      for (const piece of text) writeSync(descriptor, piece);
      fsyncSync(descriptor);
    } catch (error) {
      rmSync(file);
      throw error;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new ExportRefused(
      `${file} could not be written: ${error.message}.`,
      'Choose another place with --out.',
    );
  }
}
