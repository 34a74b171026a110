import { isDenial, type Verdict } from '#shared/domain/control.ts';

import { verdictMarks } from './verdict-marks.ts';

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
