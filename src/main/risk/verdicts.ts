import type { Verdict } from '#shared/domain/control.ts';

import type { Control } from './control.ts';

/** The figures behind a verdict. */
export interface Measured {
  readonly observed: number;
  readonly limit: number;
  readonly unit: string;
}

export interface VerdictsOf {
  /** For controls that compare no figures; one frozen object, so that the hot path makes none. */
  readonly pass: Verdict;
  passWith(observed: number, limit: number, unit: string): Verdict;
  deny(message: string, measured?: Measured): Verdict;
  warn(message: string, measured?: Measured): Verdict;
  /** It was not asked, and why. */
  skipped(message: string): Verdict;
  unevaluable(message: string): Verdict;
}

/** The verdicts one control can give, with its id and title filled in. */
export function verdictsOf({
  id,
  title,
  hard = true,
}: Pick<Control, 'id' | 'title'> & Partial<Pick<Control, 'hard'>>): VerdictsOf {
  const say = (
    outcome: 'deny' | 'warn' | 'skipped' | 'unevaluable',
    message: string,
    measured: Measured | undefined,
  ): Verdict => ({
    controlId: id,
    title,
    outcome,
    message,
    observed: measured?.observed ?? null,
    limit: measured?.limit ?? null,
    unit: measured?.unit ?? null,
    scope: null,
    hard,
    overrideReason: null,
  });
  return {
    pass: Object.freeze<Verdict>({
      controlId: id,
      title,
      outcome: 'pass',
      message: null,
      observed: null,
      limit: null,
      unit: null,
      scope: null,
      hard,
      overrideReason: null,
    }),
    passWith: (observed, limit, unit) => ({
      controlId: id,
      title,
      outcome: 'pass',
      message: null,
      observed,
      limit,
      unit,
      scope: null,
      hard,
      overrideReason: null,
    }),
    deny: (message, measured) => say('deny', message, measured),
    warn: (message, measured) => say('warn', message, measured),
    skipped: (message) => say('skipped', message, undefined),
    unevaluable: (message) => say('unevaluable', message, undefined),
  };
}
