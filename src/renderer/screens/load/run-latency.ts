import type { DurationFigures, LoadSummary, OperationKind } from '#shared/domain/load.ts';

import { formatNumber } from '../../format.ts';

const kindWords: Readonly<Record<OperationKind, string>> = { quote: 'Quotes', order: 'Orders' };

/** One line of the latency table. */
export interface LatencyRow {
  title: string;
  /** From when to when, one sentence. */
  why: string;
  figures: DurationFigures;
}

/** What was measured of each kind of operation: from when it was due, and from when it was really begun. */
export function latencyRowsOf({ kinds }: Pick<LoadSummary, 'kinds'>): LatencyRow[] {
  return kinds.flatMap(({ kind, latency, service }) => [
    {
      title: `${kindWords[kind]}, from due`,
      why: 'From when an operation was due by the schedule, so that a late sender hides nothing.',
      figures: latency,
    },
    {
      title: `${kindWords[kind]}, service`,
      why: 'From when an operation was really begun.',
      figures: service,
    },
  ]);
}

/** The frames a second of the window that watched, or why there are none. */
export function framesText({ frames }: Pick<LoadSummary, 'frames'>): string {
  return frames === null
    ? 'Frames on screen: not measured, for no window showed the load lab meanwhile.'
    : `Frames on screen: ${formatNumber(frames.mean, 0)} /s, ${formatNumber(frames.lowest, 0)} at the lowest.`;
}
