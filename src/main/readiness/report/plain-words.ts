import type { CheckRun } from '#shared/domain/readiness.ts';

import type { Cell, Tone } from './document.ts';

/** `2026-01-05 10:00:00 UTC`. */
export function timeText(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`;
}

export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** A share never rounds up to all of it. */
export function percentText(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} kB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

/** `1 check`, `3 checks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

export const resultTones: Readonly<Record<CheckRun['result'], Tone>> = {
  passed: 'good',
  failed: 'bad',
  skipped: 'warning',
};

export function resultCell(run: CheckRun | undefined): Cell {
  return run === undefined
    ? { text: 'not run', tone: 'warning' }
    : { text: run.result, tone: resultTones[run.result] };
}

/** The id of a check's own heading. */
export function checkAnchor(checkId: string): string {
  return `check-${checkId}`;
}
