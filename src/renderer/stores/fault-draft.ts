import {
  simulatorFaultSchema,
  type SimulatorFault,
  type SimulatorFaultKind,
} from '#shared/domain/simulator-fault.ts';

import { formatPlain } from '../format.ts';
import { parseFigure } from './ticket-draft.ts';
import { faultCatalogue, type FaultEntry, type FaultField } from './fault-catalogue.ts';

/** The parameters of a fault while a person writes them, by name: the text in the field, or the value of a choice. */
export type FaultDraft = Readonly<Record<string, string>>;
export type FaultProblems = Readonly<Record<string, string>>;

/** The value of a choice that stands for yes; a flag that is not set is `no`. */
export const yes = 'yes';
const no = 'no';
/** Every client. */
export const everyone = '';

const msPerSecond = 1_000;

function textOf(field: FaultField, value: unknown): string {
  if (typeof value === 'boolean') return value ? yes : no;
  if (typeof value !== 'number') return typeof value === 'string' ? value : everyone;
  return String(field.input === 'seconds' ? value / msPerSecond : value);
}

/** A fault with its usual values, for a person to change. */
export function usualDraft(kind: SimulatorFaultKind): FaultDraft {
  const usual = new Map<string, unknown>(Object.entries(simulatorFaultSchema.parse({ kind })));
  const { fields }: FaultEntry = faultCatalogue[kind];
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, textOf(field, usual.get(name))]),
  );
}

const isBoolean = (text: string): boolean => text === yes || text === no;

/** What a text in a field stands for; undefined where a figure was wanted and the text is none. */
function valueOf(field: FaultField, text: string): unknown {
  switch (field.input) {
    case 'seconds': {
      const seconds = parseFigure(text);
      return seconds === null ? undefined : Math.round(seconds * msPerSecond);
    }
    case 'number':
      return parseFigure(text) ?? undefined;
    case 'client':
      return text === everyone ? null : (parseFigure(text) ?? undefined);
    case 'flag':
      return text === yes;
    case 'choice':
      return isBoolean(text) ? text === yes : text;
    case 'symbol':
      return text.trim().toUpperCase();
    case 'text':
      return text.trim();
  }
}

const unitOf = (field: FaultField): string => {
  if (field.input === 'seconds') return ' s';
  return field.input === 'number' && field.unit !== '' && !field.unit.includes('=')
    ? ` ${field.unit}`
    : '';
};

type Issue = NonNullable<
  ReturnType<typeof simulatorFaultSchema.safeParse>['error']
>['issues'][number];

/** A broken rule of the schema in the words of the field it broke. */
function sentenceOf(field: FaultField, issue: Issue): string {
  const scale = field.input === 'seconds' ? msPerSecond : 1;
  const bound = (value: number | bigint): string =>
    `${formatPlain(Number(value) / scale)}${unitOf(field)}`;
  if (issue.code === 'too_small' && issue.origin === 'string')
    return field.input === 'symbol'
      ? 'Enter the symbol of an instrument, for example SPY.'
      : `${field.label} is needed.`;
  if (issue.code === 'too_small') return `${field.label}: at least ${bound(issue.minimum)}.`;
  if (issue.code === 'too_big' && issue.origin === 'string')
    return `${field.label}: at most ${formatPlain(Number(issue.maximum))} characters.`;
  if (issue.code === 'too_big') return `${field.label}: at most ${bound(issue.maximum)}.`;
  if (issue.code === 'invalid_type' && issue.expected === 'int')
    return `${field.label} is a whole number.`;
  return `${field.label} is not one the gateway knows.`;
}

/** The fault a draft stands for, or what is wrong in which field. */
export function readFault(
  kind: SimulatorFaultKind,
  draft: FaultDraft,
): { fault: SimulatorFault; problems: null } | { fault: null; problems: FaultProblems } {
  const { fields }: FaultEntry = faultCatalogue[kind];
  const problems: Record<string, string> = {};
  const asked: Record<string, unknown> = { kind };
  for (const [name, field] of Object.entries(fields)) {
    const text = draft[name] ?? '';
    const value = valueOf(field, text);
    if (value === undefined) {
      problems[name] =
        text.trim() === ''
          ? `${field.label}: enter a number.`
          : `${field.label} is not a number. Write it like 2.5.`;
    }
    asked[name] = value;
  }
  const parsed = simulatorFaultSchema.safeParse(asked);
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0] ?? '');
    const field = fields[name];
    if (field !== undefined) problems[name] ??= sentenceOf(field, issue);
  }
  return parsed.success && Object.keys(problems).length === 0
    ? { fault: parsed.data, problems: null }
    : { fault: null, problems };
}

function figureWords(field: Extract<FaultField, { input: 'number' }>, value: number): string {
  const { label, noun } = field;
  if (noun !== undefined) return `${formatPlain(value)} ${noun}${value === 1 ? '' : 's'}`;
  const unit = unitOf(field);
  return unit === '' ? `${label.toLowerCase()} ${value}` : `${formatPlain(value)}${unit}`;
}

/** What a fault under way was started with, in a few words: `SPY, 30 s`. */
export function faultFigures(fault: SimulatorFault): string {
  const { fields }: FaultEntry = faultCatalogue[fault.kind];
  const given = new Map<string, unknown>(Object.entries(fault));
  return Object.entries(fields)
    .flatMap(([name, field]) => {
      const value = given.get(name);
      switch (field.input) {
        case 'seconds':
          return [];
        case 'client':
          return [typeof value === 'number' ? `client ${value}` : 'every client'];
        case 'flag':
          return value === true ? [field.label.toLowerCase()] : [];
        case 'choice': {
          const text = textOf(field, value);
          return [field.choices.find(([choice]) => choice === text)?.[1] ?? text];
        }
        case 'number':
          return typeof value === 'number' ? [figureWords(field, value)] : [];
        case 'symbol':
        case 'text':
          return typeof value === 'string' && value !== '' ? [value] : [];
      }
    })
    .join(', ');
}
