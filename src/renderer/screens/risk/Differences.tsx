import type { LimitsDifference } from '#shared/domain/limits-difference.ts';

import { differencePlace, differenceValue } from './difference-words.ts';

const effects: Record<LimitsDifference['effect'], { word: string; className: string }> = {
  tighter: { word: '▼ tighter', className: 'muted' },
  looser: { word: '▲ looser', className: 'severity-warning' },
  other: { word: 'other', className: 'muted' },
};

/** Every place at which two versions of the limits differ: what was, what is, and whether the desk may do more by it. */
export function Differences({
  label,
  differences,
}: {
  label: string;
  differences: readonly LimitsDifference[];
}) {
  return (
    <table className="plain-table" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" className="difference-value">
            Before
          </th>
          <th scope="col" className="difference-value">
            After
          </th>
          <th scope="col">Effect</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((difference) => (
          <tr key={JSON.stringify(difference.path)}>
            <th scope="row">{differencePlace(difference)}</th>
            <td className="difference-value muted">{differenceValue(difference.before)}</td>
            <td className="difference-value strong">{differenceValue(difference.after)}</td>
            <td className={effects[difference.effect].className}>
              {effects[difference.effect].word}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
