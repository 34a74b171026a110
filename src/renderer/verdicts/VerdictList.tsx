import { isDenial, type Verdict } from '#shared/domain/control.ts';

const marks: Record<Verdict['outcome'], { sign: string; className: string; word: string }> = {
  pass: { sign: '✓', className: 'verdict-pass', word: 'pass' },
  deny: { sign: '◆', className: 'severity-critical', word: 'deny' },
  unevaluable: { sign: '◆', className: 'severity-critical', word: 'unevaluable, so denied' },
  warn: { sign: '▲', className: 'severity-warning', word: 'warn' },
  skipped: { sign: '–', className: 'faint', word: 'skipped' },
};

/** One line per control that has something to say; with `all`, one per control. */
export function VerdictList({
  verdicts,
  all = false,
}: {
  verdicts: readonly Verdict[];
  all?: boolean;
}) {
  const told = all
    ? verdicts
    : verdicts.filter((verdict) => isDenial(verdict) || verdict.outcome === 'warn');
  if (told.length === 0) return null;
  return (
    <ul className="verdicts">
      {told.map(({ controlId, title, outcome, message, overrideReason }) => (
        <li key={controlId} className={marks[outcome].className}>
          <span aria-hidden="true">{marks[outcome].sign} </span>
          <span className="visually-hidden">{marks[outcome].word}: </span>
          {message ?? title}
          {overrideReason !== null && <span className="muted"> Overridden: {overrideReason}</span>}
        </li>
      ))}
    </ul>
  );
}
