import {
  messageGroupSchema,
  simulatorFaultSchema,
  type SimulatorFault,
  type SimulatorFaultKind,
} from '#shared/domain/simulator-fault.ts';

import {
  choice,
  client,
  flag,
  integer,
  jump,
  percent,
  rate,
  span,
  symbol,
  text,
  times,
  type FaultArgument,
  type Token,
} from './arguments.ts';

const lasting = span('forMs', 'for');
const group = choice('messages', messageGroupSchema.options);

/** What may be said of each fault. Everything may be left out, and then is as usual. */
const grammar: Record<SimulatorFaultKind, readonly FaultArgument[]> = {
  drop: [client],
  'refuse-connections': [lasting],
  silence: [lasting],
  'half-open': [client, lasting],
  'connectivity-lost': [flag('dataLost', 'data-lost'), lasting],
  'port-reset': [integer('port', '4005')],
  notice: [integer('code', '2107'), text],
  'farm-down': [
    choice('farm', ['market-data', 'history', 'definitions']),
    flag('deadAfter', 'dead-after'),
    lasting,
  ],
  'dead-feed': [],
  delay: [group, span('delayMs', 'by'), lasting],
  duplicate: [group, times()],
  reorder: [group, times()],
  'lose-acknowledgement': [times()],
  'swallow-order': [times()],
  'reject-order': [integer('code', '201'), text, times()],
  'late-fill': [times()],
  'pause-fills': [lasting],
  bust: [],
  correct: [percent],
  'malformed-frame': [
    choice('shape', ['bad-length', 'bad-count', 'cut-off', 'bad-reject-text']),
    client,
  ],
  'slow-reader': [rate, lasting],
  'clock-jump': [jump],
  'price-shock': [symbol, percent],
  halt: [symbol, lasting],
  'competing-session': [lasting],
  'tick-burst': [symbol, times('ticks')],
  restart: [lasting],
  'read-only': [lasting],
};

function isKind(word: string): word is SimulatorFaultKind {
  return Object.hasOwn(grammar, word);
}

const kinds = Object.keys(grammar).filter((word) => isKind(word));

/** How a fault is written, with an example of everything that may be said of it. */
export function faultUsage(kind: SimulatorFaultKind): string {
  return [kind, ...grammar[kind].map(({ usage }) => `[${usage}]`)].join(' ');
}

/** Reads a fault's name and what is said of it. A text is what is wrong and what to write. */
export function readFault(tokens: readonly Token[]): SimulatorFault | string {
  const [name, ...said] = tokens;
  if (name === undefined) return `A fault is missing. Write one of ${kinds.join(', ')}.`;
  if (name.quoted || !isKind(name.text)) {
    return `"${name.text}" is no fault. Write one of ${kinds.join(', ')}.`;
  }
  const kind = name.text;
  const left = new Set(grammar[kind]);
  const fields: Record<string, unknown> = { kind };
  for (let rest = said; rest.length > 0;) {
    const argument = [...left].find((each) => each.read(rest) !== null);
    const found = argument?.read(rest);
    if (argument === undefined || found == null) {
      return `"${rest[0]?.text ?? ''}" says nothing of ${kind} here. Write ${faultUsage(kind)}.`;
    }
    fields[argument.field] = found.value;
    left.delete(argument);
    rest = rest.slice(found.words);
  }
  const parsed = simulatorFaultSchema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const wrong = grammar[kind].find(({ field }) => field === issue?.path[0]);
  return `"${wrong?.usage ?? kind}" cannot be so: ${issue?.message ?? 'it is wrong'}. Write ${faultUsage(kind)}.`;
}

/** A fault as {@link readFault} reads it. */
export function writeFault(fault: SimulatorFault): string {
  const values = new Map<string, unknown>(Object.entries(fault));
  const said = grammar[fault.kind].map((argument) => argument.write(values.get(argument.field)));
  return [fault.kind, ...said.filter((words) => words !== null)].join(' ');
}
