import type { FaultFigures } from '#shared/domain/load.ts';

import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { markText, type ShownMark } from './load-marks.ts';

/** The key to the marks in the charts: which stage began when, and what went wrong on purpose. */
export function LoadMarks({
  marks,
  faults,
}: {
  marks: readonly ShownMark[];
  /** As the run's summary has them; empty while it goes on. */
  faults: readonly FaultFigures[];
}) {
  return (
    <ScrollRegion className="load-marks" label="Stages and faults">
      <ul>
        {marks.map((mark) => {
          const figures = mark.kind === 'fault' ? faults[mark.nth] : undefined;
          return (
            <li key={`${mark.kind}${mark.label}`}>
              <span className="load-mark-label" data-kind={mark.kind}>
                <span className="visually-hidden">
                  {mark.kind === 'fault' ? 'Fault ' : 'Stage '}
                </span>
                {mark.label}
              </span>{' '}
              {mark.what} <span className="muted">{markText(mark, figures)}</span>
            </li>
          );
        })}
      </ul>
    </ScrollRegion>
  );
}
