import { holds, type Figure } from '#shared/domain/readiness.ts';
import type {
  CheckStatus,
  PhaseScore,
  ReadinessVerdict,
} from '#shared/domain/readiness-verdict.ts';

import { formatMeasured, unknown } from '../../format.ts';
import type { BadgeTone } from '../../ui/Badge.tsx';

export const stateTones: Readonly<Record<CheckStatus['state'] | PhaseScore['state'], BadgeTone>> = {
  'not-run': 'quiet',
  waiting: 'quiet',
  running: 'accent',
  passed: 'good',
  failed: 'critical',
  skipped: 'warning',
  incomplete: 'warning',
};

export const stateWords: Readonly<Record<CheckStatus['state'] | PhaseScore['state'], string>> = {
  'not-run': 'Not run',
  waiting: 'Waiting',
  running: 'Running',
  passed: 'Passed',
  failed: 'Failed',
  skipped: 'Skipped',
  incomplete: 'Incomplete',
};

export const verdictTones: Readonly<Record<ReadinessVerdict, BadgeTone>> = {
  'not-ready': 'critical',
  rehearsed: 'good',
  'ready-for-sign-off': 'good',
  certified: 'good',
  expired: 'warning',
  invalidated: 'critical',
};

const signs = { 'at-most': '≤ ', 'at-least': '≥ ', exactly: '' } as const;

/** From here on a time is easier to read in seconds. */
const secondMs = 1000;

/** A time that is less than what is written of it; what a clock of whole milliseconds reads as 0 is such a time as well. */
const shortestWritten = 0.005;

/**
 * A measured figure with its unit, which is the one its threshold is written in ({@link requiredText}), so that the two
 * compare at a glance. No time is nothing: what rounds to 0 ms is `< 1 ms`.
 */
export function measuredText({ value, unit, threshold }: FigureRead): string {
  if (value === null) return unknown;
  if (unit === 'ms' && Math.abs(value) < shortestWritten) return '< 1 ms';
  return inUnit(value, unit, isInSeconds({ value, unit, threshold }));
}

/** What a figure must be: `≤ 20 ms`, in the unit of what was measured; empty where it only informs. */
export function requiredText({ value, unit, threshold }: FigureRead): string {
  if (threshold === null) return '';
  return `${signs[threshold.compare]}${inUnit(threshold.value, unit, isInSeconds({ value, unit, threshold }))}`;
}

type FigureRead = Pick<Figure, 'value' | 'unit' | 'threshold'>;

/** A row is in seconds where everything in it is a second or more. */
function isInSeconds({ value, unit, threshold }: FigureRead): boolean {
  const times = [value, threshold?.value ?? null].filter((time) => time !== null);
  return unit === 'ms' && times.every((time) => Math.abs(time) >= secondMs);
}

function inUnit(value: number, unit: string, isInSecondsShown: boolean): string {
  if (unit === '') return formatMeasured(value, null);
  if (unit !== 'ms') return formatMeasured(value, unit);
  return isInSecondsShown
    ? formatMeasured(value / secondMs, 's')
    : `${formatMeasured(value, null)} ms`;
}

/** All figures of a check, each with what it must be: what stands behind the one that a list has room for. */
export function figuresInWords(figures: readonly Figure[]): string {
  return figures
    .map((figure) => {
      const required = requiredText(figure);
      return `${figure.title}: ${measuredText(figure)}${required === '' ? '' : `, must be ${required}`}`;
    })
    .join('\n');
}

/** The telling figure of a check, and how many stand beside it: `12 ms and 3 more`. */
export function listedText(figures: readonly Figure[]): string {
  const figure = tellingFigure(figures);
  if (figure === null) return '';
  const others = figures.length - 1;
  return `${measuredText(figure)}${others === 0 ? '' : ` and ${others} more`}`;
}

/**
 * The figure that decides a run: the first that does not hold; else the one that is nearest its threshold, which would be
 * the first to fail; else one that has to be exact, and with no threshold at all the first.
 */
export function tellingFigure(figures: readonly Figure[]): Figure | null {
  const failed = figures.find((figure) => !holds(figure));
  if (failed !== undefined) return failed;
  let nearest: { figure: Figure; used: number } | null = null;
  for (const figure of figures) {
    const used = usedShare(figure);
    if (used !== null && (nearest === null || used > nearest.used)) nearest = { figure, used };
  }
  return (
    nearest?.figure ?? figures.find(({ threshold }) => threshold !== null) ?? figures[0] ?? null
  );
}

/** How much of its threshold a figure that holds has used, 1 at the threshold itself; null where there is no nearer or farther. */
function usedShare({ value, threshold }: Figure): number | null {
  if (value === null || threshold === null || threshold.compare === 'exactly') return null;
  if (value === threshold.value) return 1;
  if (threshold.value <= 0) return 0;
  return threshold.compare === 'at-most' ? value / threshold.value : threshold.value / value;
}

/** A share in percent that never rounds up to all of it. */
export function shareText(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}

/** How long something took: `0.3 s`, `1:12`. */
export function tookText(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
