import type { VerdictOutcome } from '#shared/domain/control.ts';

/** How a verdict looks: a sign, a colour and the word for who sees neither. */
export const verdictMarks: Record<
  VerdictOutcome,
  { sign: string; className: string; word: string }
> = {
  pass: { sign: '✓', className: 'verdict-pass', word: 'pass' },
  deny: { sign: '◆', className: 'severity-critical', word: 'deny' },
  unevaluable: { sign: '◆', className: 'severity-critical', word: 'unevaluable, so denied' },
  warn: { sign: '▲', className: 'severity-warning', word: 'warn' },
  skipped: { sign: '–', className: 'faint', word: 'skipped' },
};
