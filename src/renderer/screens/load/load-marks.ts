import { faultLetter, faultFailures } from '#shared/domain/load-comparison.ts';
import type { FaultFigures, LoadMark } from '#shared/domain/load.ts';

/** A mark as charts show it: by a number where a stage begins, by a letter and a band where something went wrong on purpose. */
export interface ShownMark extends LoadMark {
  label: string;
  /** Of its kind; counts from 0. */
  nth: number;
}

/** Stages and faults, each counted by itself, in the order in which they came. */
export function shownMarks(marks: readonly LoadMark[]): ShownMark[] {
  const counted = { stage: 0, fault: 0 };
  return marks
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((mark) => {
      const nth = counted[mark.kind]++;
      return { ...mark, nth, label: mark.kind === 'fault' ? faultLetter(nth) : String(nth + 1) };
    });
}

/** When a mark was, and what it came to, in few words. */
export function markText(
  { kind, atMs, toMs }: LoadMark,
  figures: FaultFigures | undefined,
): string {
  const at = `${seconds(atMs)} s`;
  if (kind === 'stage') return at;
  const end = toMs === null ? 'not over' : `over after ${seconds(toMs - atMs)} s`;
  if (figures === undefined) return `${at}, ${end}`;
  return `${at}, ${end}, ${faultFailures(figures)} of ${figures.offered} failed`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
