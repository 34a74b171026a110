import { phaseSchema, type Phase } from '#shared/domain/readiness.ts';

import { parseReplay, ReplayError } from '../../simulator/market/replay.ts';

/** An argument that cannot be understood; the message says what to give instead. */
export class ArgumentRefused extends Error {
  override readonly name = 'ArgumentRefused';
}

/** Far enough for every history there is; much further, the calendar between would take minutes to lay out. */
const years = { first: 1970, last: 2069 };

/** A day as `2020-03-09`. Throws {@link ArgumentRefused}. */
export function readDate(text: string): string {
  const moment = new Date(`${text}T00:00:00Z`);
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(moment.getTime()) &&
    moment.toISOString().startsWith(text);
  if (!isDay) throw new ArgumentRefused('Give a day of the calendar such as 2020-03-09.');
  const year = moment.getUTCFullYear();
  if (year < years.first || year > years.last) {
    throw new ArgumentRefused(`Give a day from ${years.first} to ${years.last}.`);
  }
  return text;
}

/** Account ids with commas between them, each once. Throws {@link ArgumentRefused}. */
export function readAccounts(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim());
  const wrong = ids.find((id) => !/^[A-Z]{1,3}\d{5,9}$/.test(id));
  if (wrong !== undefined) {
    throw new ArgumentRefused(
      `"${wrong}" is not an account id. One looks like DU1000001; put commas between several.`,
    );
  }
  if (new Set(ids).size < ids.length) {
    throw new ArgumentRefused('An account is named twice. Name each once.');
  }
  return ids;
}

/** One more `SYMBOL=FILE` after those read before. Throws {@link ArgumentRefused}. */
export function readBars(
  text: string,
  before: readonly { symbol: string; file: string }[] = [],
): { symbol: string; file: string }[] {
  const [, symbol, file] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (symbol === undefined || file === undefined) {
    throw new ArgumentRefused('Give an instrument and a file, such as SPY=spy.csv.');
  }
  if (before.some((each) => each.symbol === symbol)) {
    throw new ArgumentRefused(`${symbol} has its bars already. Name each instrument once.`);
  }
  return [...before, { symbol, file }];
}

/** What is to be replayed, as it was written. Throws {@link ArgumentRefused}. */
export function readReplay(text: string): string {
  try {
    parseReplay(text);
    return text;
  } catch (error) {
    if (error instanceof ReplayError) throw new ArgumentRefused(error.message);
    throw error;
  }
}

/** A time of day as `23:45`. Throws {@link ArgumentRefused}. */
export function readTimeOfDay(text: string): string {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return text;
  throw new ArgumentRefused('Give a time from 00:00 to 23:59, such as 23:45.');
}

/** One more readiness phase after those read before. Throws {@link ArgumentRefused}. */
export function readPhases(text: string, before: readonly Phase[] = []): Phase[] {
  const phase = phaseSchema.safeParse(Number(text));
  if (!phase.success || text.trim() === '') throw new ArgumentRefused('Give a phase from 1 to 6.');
  return [...before, phase.data];
}
