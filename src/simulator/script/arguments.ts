import { readSpan, writeSpan } from './spans.ts';

/** A word of a line; text in quotation marks is read as JSON reads it. */
export interface Token {
  text: string;
  quoted: boolean;
}

/** One thing that may be said of a fault, after its name and in any order. */
export interface FaultArgument {
  /** The field of the fault it gives. */
  field: string;
  /** How it is written, for a person. */
  usage: string;
  /** Null when these words are not it. */
  read(tokens: readonly Token[]): { value: unknown; words: number } | null;
  /** Null for what goes without saying. */
  write(value: unknown): string | null;
}

/** Words with a meaning of their own: an instrument of that name is written in quotation marks. */
const reserved = new Set(['for', 'by', 'client', 'times', 'ticks']);

function bare(token: Token | undefined): string | null {
  return token === undefined || token.quoted ? null : token.text;
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function one(value: unknown, words = 1): { value: unknown; words: number } | null {
  return value === null ? null : { value, words };
}

/** A keyword and what follows it. */
function after(
  keyword: string,
  tokens: readonly Token[],
  read: (text: string) => unknown,
): { value: unknown; words: number } | null {
  const text = bare(tokens[1]);
  return bare(tokens[0]) === keyword && text !== null ? one(read(text), 2) : null;
}

export function span(field: string, keyword: 'for' | 'by'): FaultArgument {
  return {
    field,
    usage: `${keyword} 30s`,
    read: (tokens) => after(keyword, tokens, readSpan),
    write: (value) => `${keyword} ${writeSpan(Number(value))}`,
  };
}

export const client: FaultArgument = {
  field: 'clientId',
  usage: 'client 11',
  read: (tokens) => after('client', tokens, whole),
  write: (value) => (value === null ? null : `client ${Number(value)}`),
};

export function times(unit: 'times' | 'ticks' = 'times'): FaultArgument {
  return {
    field: 'count',
    usage: `3 ${unit}`,
    read: ([count, word]) => (bare(word) === unit ? one(whole(bare(count)), 2) : null),
    write: (value) => `${Number(value)} ${unit}`,
  };
}

export function choice(field: string, words: readonly string[]): FaultArgument {
  return {
    field,
    usage: words.join('|'),
    read: ([token]) => one(words.find((word) => word === bare(token)) ?? null),
    write: (value) => String(value),
  };
}

export function flag(field: string, word: string): FaultArgument {
  return {
    field,
    usage: word,
    read: ([token]) => (bare(token) === word ? one(true) : null),
    write: (value) => (value === true ? word : null),
  };
}

export function integer(field: string, usage: string): FaultArgument {
  return {
    field,
    usage,
    // A number of times is not a number of its own.
    read: ([token, next]) => (bare(next) === 'times' ? null : one(whole(bare(token)))),
    write: (value) => String(value),
  };
}

export const text: FaultArgument = {
  field: 'message',
  usage: '"text"',
  read: ([token]) => (token?.quoted === true ? one(token.text) : null),
  write: (value) => JSON.stringify(value),
};

export const symbol: FaultArgument = {
  field: 'symbol',
  usage: 'SPY',
  read: ([token]) => {
    if (token === undefined) return null;
    return one(token.quoted || isPlainSymbol(token.text) ? token.text : null);
  },
  write: (value) => (isPlainSymbol(String(value)) ? String(value) : JSON.stringify(value)),
};

function isPlainSymbol(word: string): boolean {
  return /^[A-Za-z][A-Za-z0-9.]*$/.test(word) && !reserved.has(word);
}

export const percent: FaultArgument = {
  field: 'percent',
  usage: '-7%',
  read: ([token]) => {
    const match = /^([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)%$/i.exec(bare(token) ?? '');
    return one(match === null ? null : Number(match[1]));
  },
  write: (value) => `${Number(value)}%`,
};

export const rate: FaultArgument = {
  field: 'bytesPerSecond',
  usage: '100B/s',
  read: ([token]) => one(whole(/^(\d+)B\/s$/.exec(bare(token) ?? '')?.[1] ?? null)),
  write: (value) => `${Number(value)}B/s`,
};

/** A jump of whole seconds, forwards or backwards. */
export const jump: FaultArgument = {
  field: 'seconds',
  usage: '+2m',
  read: ([token]) => {
    const match = /^([+-])(.+)$/.exec(bare(token) ?? '');
    const ms = readSpan(match?.[2] ?? '');
    return one(ms === null ? null : (match?.[1] === '-' ? -ms : ms) / 1000);
  },
  write: (value) => `${Number(value) < 0 ? '-' : '+'}${writeSpan(Math.abs(Number(value)) * 1000)}`,
};
