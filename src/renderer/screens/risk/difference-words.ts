import { limitWords } from '#shared/domain/limit-words.ts';
import { titleOfRule } from '#shared/domain/alert-titles.ts';
import type { LimitsDifference } from '#shared/domain/limits-difference.ts';
import type { LimitScope } from '#shared/domain/limits.ts';

import { formatPlain, unknown } from '../../format.ts';
import { instrumentOf } from '../../stores/instruments.ts';
import { personName } from '../../stores/session-store.ts';

const words = new Map<string, string>(limitWords);

const fields: Record<string, string> = {
  soft: 'warning from',
  hard: 'critical from',
  holdMs: 'held for, ms',
  action: 'when critical',
  assetClasses: 'asset classes',
  orderTypes: 'order types',
};

/** What a difference is of, as a person reads it; what has no words of its own is called as the document calls it. */
export function differencePlace({ path }: LimitsDifference): string {
  const [part = '', ...rest] = path;
  if (part === 'scopes') {
    const [scope = '', , name = '', field] = rest;
    return [words.get(name) ?? name, scopeText(scope), fieldOf(field)].filter(isSaid).join(' · ');
  }
  const named = words.get(part);
  if (named !== undefined) return [named, fieldOf(rest[0])].filter(isSaid).join(' · ');
  if (part === 'restrictedInstruments') return ['Restricted', ...rest].join(' · ');
  const [about = '', field = '', ...deeper] = rest;
  if (part === 'monitors') {
    return ['Monitor', titleOfRule(about), fields[field] ?? field, ...deeper].join(' · ');
  }
  if (part === 'permissions') {
    return ['May trade', personName(about), fields[field] ?? field, ...deeper].join(' · ');
  }
  return path.join(' · ');
}

const isSaid = (text: string | null): text is string => text !== null;

/** The value of a limit is what it is about: it need not be named. */
function fieldOf(field: string | undefined): string | null {
  return field === undefined || field === 'value' ? null : field;
}

/** A scope as the path of a difference has it, `instrument 756733`. */
function scopeText(scope: string): string {
  const [, kind, id] = /^(instrument|person) (.+)$/.exec(scope) ?? [];
  if (id === undefined || (kind !== 'instrument' && kind !== 'person')) return scope;
  return scopeName({ kind, id });
}

/** Whose limit it is: an instrument by its symbol, where the desk watches it, and a person by name. */
export function scopeName({ kind, id }: LimitScope): string {
  if (kind === 'person') return `person ${personName(id)}`;
  const symbol = kind === 'instrument' ? instrumentOf(Number(id))?.displaySymbol : undefined;
  return `${kind.replace('-', ' ')} ${symbol ?? id}`;
}

export function differenceValue(value: LimitsDifference['before']): string {
  if (value === null) return unknown;
  return typeof value === 'number' ? formatPlain(value) : String(value);
}
