import { isDenial, type Verdict } from '#shared/domain/control.ts';

import { verdictMarks } from './verdict-marks.ts';

/** What denies stands before what warns, and both before the many that pass. */
function gravity(verdict: Verdict): number {
  return isDenial(verdict) ? 0 : verdict.outcome === 'warn' ? 1 : 2;
}

/** One line per control that has something to say; with `all`, one per control, the graver first. */
export function VerdictList({
  verdicts,
  all = false,
}: {
  verdicts: readonly Verdict[];
  all?: boolean;
}) {
  const told = all
    ? verdicts.toSorted((a, b) => gravity(a) - gravity(b))
    : verdicts.filter((verdict) => isDenial(verdict) || verdict.outcome === 'warn');
  if (told.length === 0) return null;
  return (
    <ul className="verdicts">
      {told.map(({ controlId, title, outcome, message, overrideReason }) => (
        <li key={controlId} className={verdictMarks[outcome].className}>
          <span aria-hidden="true">{verdictMarks[outcome].sign} </span>
          <span className="visually-hidden">{verdictMarks[outcome].word}: </span>
          {message ?? title}
          {overrideReason !== null && <span className="muted"> Overridden: {overrideReason}</span>}
        </li>
      ))}
    </ul>
  );
}
