import type { Verdict } from '#shared/domain/control.ts';

import { formatNumber } from '../format.ts';
import { ShareBar } from '../ui/ShareBar.tsx';
import { verdictMarks } from './verdict-marks.ts';

/** A figure a control observed or compares with, to the hundredth and without needless zeros. */
function figure(value: number | null): string {
  if (value === null) return '';
  const digits = Number.isInteger(value) ? 0 : 2;
  return formatNumber(value, digits).replace(/\.00$/, '');
}

/** Every control with what it observed, what it compares with, and in words what keeps an order from leaving. */
export function VerdictTable({ verdicts }: { verdicts: readonly Verdict[] }) {
  return (
    <table className="plain-table verdict-table">
      <thead>
        <tr>
          <th scope="col">Control</th>
          <th scope="col" className="right">
            With this order
          </th>
          <th scope="col" className="right">
            Limit
          </th>
          <th scope="col">Unit</th>
          <th scope="col">Used</th>
        </tr>
      </thead>
      <tbody>
        {verdicts.map(({ controlId, title, outcome, message, observed, limit, unit }) => {
          const { sign, className, word } = verdictMarks[outcome];
          return (
            <tr key={controlId}>
              <th scope="row">
                <span className={className}>
                  <span aria-hidden="true">{sign} </span>
                  <span className="visually-hidden">{word}: </span>
                  {title}
                </span>
                {message !== null && <p className={className}>{message}</p>}
              </th>
              <td className="right strong">{figure(observed)}</td>
              <td className="right">{figure(limit)}</td>
              <td className="muted">{unit}</td>
              <td>
                {observed !== null && limit !== null && (
                  <ShareBar label={`${title}, used`} used={observed} limit={limit} />
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
