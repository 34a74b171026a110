import type { z } from 'zod';

import { secTypeSchema } from '#shared/domain/instrument.ts';
import { orderTypeSchema } from '#shared/domain/order.ts';
import {
  limitScopeKinds,
  limitsSchema,
  type LimitName,
  type Limits,
  type LimitScope,
  type RecordedLimits,
} from '#shared/domain/limits.ts';
import { monitorActionSchema, monitorSettingsProblems } from '#shared/domain/monitor-settings.ts';

import { inUnitsOfNow } from './units-before.ts';

/**
 * The unit each limit is compared in. A file that names another is refused: 5 seconds read as 5 milliseconds
 * would be a different limit.
 */
const units: Record<LimitName, string> = {
  maxOrderQuantity: 'units',
  maxOrderValue: 'base currency',
  priceCollar: 'percent',
  priceCollarTicks: 'ticks',
  positionLimit: 'units',
  maxQuoteAge: 'milliseconds',
  acknowledgementDeadline: 'milliseconds',
  dailyLoss: 'base currency',
  dayDrawdown: 'base currency',
  allTimeDrawdown: 'base currency',
  messagesPerSecond: 'messages per second',
  equalOrdersPerSecond: 'orders per second',
  openOrdersPerSide: 'orders',
  openOrders: 'orders',
  valuePerMinute: 'base currency per minute',
  concentration: 'percent',
  grossExposure: 'base currency',
  netExposure: 'base currency',
  whatIfAbove: 'base currency',
  sectorConcentration: 'percent',
  sectorGrossExposure: 'base currency',
  sectorNetExposure: 'base currency',
  assetClassConcentration: 'percent',
  assetClassGrossExposure: 'base currency',
  assetClassNetExposure: 'base currency',
  repeatedExecutions: 'executions',
};

/** What a limits file of an earlier Deskcheck cannot name. */
const addedSince: readonly (keyof Limits)[] = [
  'dayDrawdown',
  'allTimeDrawdown',
  'messagesPerSecond',
  'equalOrdersPerSecond',
  'openOrdersPerSide',
  'openOrders',
  'valuePerMinute',
  'concentration',
  'grossExposure',
  'netExposure',
  'whatIfAbove',
  'sectorConcentration',
  'sectorGrossExposure',
  'sectorNetExposure',
  'assetClassConcentration',
  'assetClassGrossExposure',
  'assetClassNetExposure',
  'repeatedExecutions',
  'priceCollarTicks',
  'restrictedInstruments',
  'scopes',
  'permissions',
  'monitors',
];

/** A limits file that cannot be used: which file, what is wrong in it and what to do, for a person to read. */
export class LimitsFileError extends Error {
  override readonly name = 'LimitsFileError';
  readonly fileName: string;
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[];

  constructor(fileName: string, problems: readonly string[]) {
    super(
      `The limits in ${fileName} cannot be used. ${problems.join(' ')} Correct the file and start the desk again.`,
    );
    this.fileName = fileName;
    this.problems = problems;
  }
}

/**
 * The limits in the text of a limits file. Throws {@link LimitsFileError} naming everything that is wrong.
 * @param shipped where given, a limit that Deskcheck has learnt since its first limits and that the file does not name
 * is taken from these; one that every file has always named is missing.
 */
export function parseLimits(text: string, fileName: string, shipped: Limits | null = null): Limits {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LimitsFileError(fileName, [`It is not JSON: ${reason}.`]);
  }
  const checked = checkedLimits(content, shipped);
  if (!checked.ok) throw new LimitsFileError(fileName, checked.problems);
  return checked.limits;
}

export type CheckedLimits =
  | { readonly ok: true; readonly limits: Limits }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * The limits that a version on record stands for now: what the Deskcheck that recorded it did not know yet is taken
 * from those that ship.
 */
export function limitsOfRecord(recorded: RecordedLimits, shipped: Limits): CheckedLimits {
  return checkedLimits(recorded, shipped);
}

function checkedLimits(content: unknown, shipped: Limits | null): CheckedLimits {
  const parsed = limitsSchema.safeParse(shipped === null ? content : completed(content, shipped));
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => sentencesOf(issue, content));
    return { ok: false, problems };
  }
  const problems = limitsProblems(parsed.data);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, limits: parsed.data };
}

/** What of limits in their form makes no sense, one sentence for each; empty where all of it does. */
export function limitsProblems(limits: Limits): readonly string[] {
  return [
    ...entries(units)
      .filter(([name, unit]) => limits[name].unit !== unit)
      .map(
        ([name, unit]) =>
          `${name}.unit: the desk compares ${name} in ${unit}, not in ${limits[name].unit}.`,
      ),
    ...limits.scopes.flatMap((each, index) => scopeProblems(limits, each, index)),
    ...limits.permissions.flatMap(({ personId }, index) => {
      const first = limits.permissions.findIndex((other) => other.personId === personId);
      if (first === index) return [];
      return [`permissions.${index}: ${personId} has permissions in permissions.${first} already.`];
    }),
    ...monitorSettingsProblems(limits.monitors),
  ];
}

function scopeProblems(
  { scopes }: Limits,
  { scope, limits }: Limits['scopes'][number],
  index: number,
): readonly string[] {
  const { kind, id } = scope;
  const place = `scopes.${index}`;
  const named = entries(limits).map(([name]) => name);
  const first = scopes.findIndex((other) => other.scope.kind === kind && other.scope.id === id);
  return [
    ...(idForms[kind].holds(id) ? [] : [`${place}.scope.id: ${idForms[kind].says(id)}`]),
    ...(first < index
      ? [`${place}: ${kind} ${id} has its limits in scopes.${first} already.`]
      : []),
    ...(named.length === 0 ? [`${place}.limits: name a limit, or take the scope out.`] : []),
    ...named
      .filter((name) => !limitScopeKinds[name].includes(kind))
      .map(
        (name) =>
          `${place}.limits.${name} is measured over more than one ${kind} and can be set for ${['desk', ...limitScopeKinds[name]].join(' or ')} alone.`,
      ),
  ];
}

/** How a scope is named, so that one that is misspelt and would bind nobody is found. */
const idForms: Record<
  LimitScope['kind'],
  { holds: (id: string) => boolean; says: (id: string) => string }
> = {
  account: { holds: (id) => id.trim() === id, says: () => 'name the account as the broker does.' },
  'asset-class': {
    holds: (id) => secTypeSchema.safeParse(id).success,
    says: (id) => `${id} is no asset class. Name one of ${secTypeSchema.options.join(', ')}.`,
  },
  sector: { holds: (id) => id.trim() === id, says: () => 'name the sector as the broker does.' },
  instrument: {
    holds: (id) => /^[1-9]\d*$/.test(id),
    says: (id) => `${id} is no conId. Name the instrument by the number that IB gives it.`,
  },
  person: { holds: (id) => id.trim() === id, says: () => 'name the person by their id.' },
};

function completed(content: unknown, shipped: Limits): unknown {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return content;
  const unnamed = addedSince.filter((name) => !Object.hasOwn(content, name));
  const whole = { ...content, ...Object.fromEntries(unnamed.map((name) => [name, shipped[name]])) };
  const { monitors }: { monitors?: unknown } = whole;
  const named = typeof monitors === 'object' && monitors !== null && !Array.isArray(monitors);
  if (!named) return whole;
  // A monitor that Deskcheck has learnt since the file was written is set as it ships.
  return { ...whole, monitors: { ...shipped.monitors, ...inUnitsOfNow(monitors, whole) } };
}

/** What is wrong at one place of the file, for a person who has the file open. */
function sentencesOf(issue: z.core.$ZodIssue, content: unknown): string[] {
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const where = place === '' ? '' : ` in ${place}`;
    return issue.keys.map((key) => `The desk knows no limit ${key}${where}: is it misspelt?`);
  }
  if (place === '') return ['The file must hold one object with a limit under each name.'];
  if (valueAt(content, issue.path) === undefined) return [`${place} is missing.`];
  if (issue.code === 'too_small') {
    return issue.origin === 'string'
      ? [`${place} is empty: say why the limit is what it is.`]
      : [`${place} must be more than 0.`];
  }
  if (issue.code === 'invalid_value')
    return [`${place} must be one of ${issue.values.join(', ')}.`];
  const last = issue.path.at(-1);
  const form = typeof last === 'string' ? forms[last] : undefined;
  return [`${place} must be ${form ?? 'an object with value, unit and reason'}.`];
}

const forms: Record<string, string> = {
  version: 'a whole number',
  value: 'a number',
  unit: 'text',
  reason: 'text',
  symbol: 'text',
  monitors: 'an object with a setting under each monitor',
  soft: 'a number or null',
  hard: 'a number or null',
  holdMs: 'a whole number of milliseconds',
  action: `one of ${monitorActionSchema.options.join(', ')}`,
  restrictedInstruments: 'a list of symbols, each with a reason',
  scopes: 'a list of scopes, each with its limits',
  permissions: 'a list of what each person may trade, each with a reason',
  personId: 'text',
  instruments: 'a list of symbols, or null for all',
  assetClasses: `a list of ${secTypeSchema.options.join(', ')}, or null for all`,
  orderTypes: `a list of ${orderTypeSchema.options.join(', ')}, or null for all`,
  accounts: 'a list of accounts, or null for all',
  scope: 'an object with kind and id',
  id: 'text',
  limits: 'an object with a limit under each name',
};

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    content,
  );
}

function entries<K extends string, V>(record: Partial<Record<K, V>>): [K, V][] {
  const found: [K, V][] = [];
  for (const key in record) {
    const value = record[key];
    if (value !== undefined) found.push([key, value]);
  }
  return found;
}
