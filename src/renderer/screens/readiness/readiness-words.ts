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

/** A figure with its unit. */
export function measuredText({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  return value === null ? unknown : formatMeasured(value, unit === '' ? null : unit);
}

/** What a figure must be: `≤ 20 ms`; empty where it only informs. */
export function requiredText({ threshold, unit }: Pick<Figure, 'threshold' | 'unit'>): string {
  if (threshold === null) return '';
  return `${signs[threshold.compare]}${measuredText({ value: threshold.value, unit })}`;
}

/** The figure that says most of a run: the first that does not hold, else the first that has a threshold, else the first. */
export function tellingFigure(figures: readonly Figure[]): Figure | null {
  return (
    figures.find((figure) => !holds(figure)) ??
    figures.find(({ threshold }) => threshold !== null) ??
    figures[0] ??
    null
  );
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
