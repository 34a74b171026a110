import type { Token } from './arguments.ts';
import {
  FaultScriptError,
  type FaultScript,
  type ScriptLine,
  type ScriptMistake,
  type ScriptTime,
} from './fault-script.ts';
import { readFault, writeFault } from './fault-grammar.ts';
import { readSpan, writeSpan } from './spans.ts';

const timeUsage =
  'Begin with when: "at 09:45", "at 2020-03-12 09:45:30", "at open+10m", "at close-5m", "after 20s" or "every 5m"';

/**
 * Reads a fault script: one fault on a line, `#` begins a comment. Throws {@link FaultScriptError} with a sentence for
 * each mistake.
 *
 * @param name the script's, as a person knows it
 */
export function parseFaultScript(text: string, name: string): FaultScript {
  const lines: ScriptLine[] = [];
  const mistakes: ScriptMistake[] = [];
  let rounds: number | null = 1;
  for (const [index, source] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const read = readLine(source, line);
    if (read === null) continue;
    if ('sentence' in read) mistakes.push(read);
    else if ('rounds' in read) rounds = read.rounds;
    else lines.push(read);
  }
  const repeats = rounds === null || rounds > 1;
  if (repeats && !lines.some(({ when }) => when.kind !== 'every')) {
    mistakes.push({
      line: text.split(/\r?\n/).length,
      sentence: 'There is nothing to repeat. Write a line with "at" or "after", or leave it out.',
    });
  }
  if (mistakes.length > 0) throw new FaultScriptError(name, mistakes);
  return { lines, rounds };
}

/** A script as {@link parseFaultScript} reads it, one line for each of its own. */
export function formatFaultScript({ lines, rounds }: FaultScript): string {
  const texts = lines.map(({ when, fault }) => `${writeTime(when)} ${writeFault(fault)}`);
  if (rounds === null) texts.push('repeat');
  else if (rounds > 1) texts.push(`repeat ${rounds} times`);
  return texts.map((each) => `${each}\n`).join('');
}

function readLine(
  source: string,
  line: number,
): ScriptLine | ScriptMistake | { rounds: number | null } | null {
  const tokens = readTokens(source);
  if (typeof tokens === 'string') return { line, sentence: tokens };
  if (tokens.length === 0) return null;
  if (tokens[0]?.text === 'repeat') return readRepeat(tokens, line);
  const when = readTime(tokens);
  if (typeof when === 'string') return { line, sentence: when };
  const fault = readFault(tokens.slice(when.words));
  if (typeof fault === 'string') return { line, sentence: fault };
  return { line, when: when.time, fault };
}

function readTokens(source: string): Token[] | string {
  const tokens: Token[] = [];
  for (const [word] of source.matchAll(/"(?:[^"\\]|\\.)*"|[^\s"]+|"/g)) {
    if (word.startsWith('#')) break;
    if (!word.startsWith('"')) tokens.push({ text: word, quoted: false });
    else {
      const text = unquoted(word);
      if (text === null) return 'A text has no end. Close it with a quotation mark.';
      tokens.push({ text, quoted: true });
    }
  }
  return tokens;
}

function unquoted(word: string): string | null {
  try {
    const value: unknown = JSON.parse(word);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

function readRepeat(
  tokens: readonly Token[],
  line: number,
): ScriptMistake | { rounds: number | null } {
  const said = tokens.map(({ text }) => text).join(' ');
  if (said === 'repeat') return { rounds: null };
  const count = Number(/^repeat ([1-9]\d{0,5}) times$/.exec(said)?.[1]);
  if (!Number.isNaN(count)) return { rounds: count };
  return { line, sentence: `"${said}" is not understood. Write "repeat" or "repeat 3 times".` };
}

function readTime(tokens: readonly Token[]): { time: ScriptTime; words: number } | string {
  const [word = '', first = '', second = ''] = tokens.map(({ text }) => text);
  if (word === 'after' || word === 'every') {
    const ms = readSpan(first);
    if (ms === null || ms === 0) {
      return `"${word} ${first}" is no span of time. Write 250ms, 20s, 5m or 1h.`;
    }
    const time: ScriptTime =
      word === 'after' ? { kind: word, delayMs: ms } : { kind: word, periodMs: ms };
    return { time, words: 2 };
  }
  if (word !== 'at') return `"${word}" does not say when. ${timeUsage}.`;
  if (/^(open|close)/.test(first)) return readSession(first);
  const date = isDate(first) ? first : null;
  const time = date === null ? first : second;
  if (!/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time)) {
    return `"${word} ${date === null ? first : `${first} ${second}`}" is no time. ${timeUsage}.`;
  }
  const whole = time.length === 5 ? `${time}:00` : time;
  return { time: { kind: 'at', date, time: whole }, words: date === null ? 2 : 3 };
}

function readSession(text: string): { time: ScriptTime; words: number } | string {
  const match = /^(open|close)(?:([+-])(.+))?$/.exec(text);
  const ms = match?.[3] === undefined ? 0 : readSpan(match[3]);
  if (match === null || ms === null) {
    return `"at ${text}" is no time. Write "at open", "at open+10m" or "at close-5m".`;
  }
  const offsetMs = match[2] === '-' && ms > 0 ? -ms : ms;
  const edge = match[1] === 'open' ? 'open' : 'close';
  return { time: { kind: 'at-session', edge, offsetMs }, words: 2 };
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(text);
}

function writeTime(when: ScriptTime): string {
  switch (when.kind) {
    case 'at':
      return `at ${when.date === null ? '' : `${when.date} `}${when.time}`;
    case 'at-session': {
      const sign = when.offsetMs < 0 ? '-' : '+';
      const offset = when.offsetMs === 0 ? '' : `${sign}${writeSpan(Math.abs(when.offsetMs))}`;
      return `at ${when.edge}${offset}`;
    }
    case 'after':
      return `after ${writeSpan(when.delayMs)}`;
    case 'every':
      return `every ${writeSpan(when.periodMs)}`;
  }
}
