import type { Role } from '#shared/domain/people.ts';
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
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}

/** An id as words: `max-order-value` is `Max order value`. */
export function spoken(id: string): string {
  return capitalised(id.replaceAll('-', ' '));
}

/** Text that begins a line. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `one`, `one and two`, `one, two and three`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export const roleWords: Readonly<Record<Role, string>> = {
  operator: 'operator',
  'risk-officer': 'risk officer',
  tester: 'tester',
  administrator: 'administrator',
  bystander: 'bystander',
};

/** `1 check`, `3 checks`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

export const resultTones: Readonly<Record<CheckRun['result'], Tone>> = {
  passed: 'good',
  failed: 'bad',
  skipped: 'warning',
};

/** @param isWaived whether two people accept that it has not passed. */
export function resultCell(run: CheckRun | undefined, isWaived = false): Cell {
  const result: Cell =
    run === undefined
      ? { text: 'not run', tone: 'warning' }
      : { text: run.result, tone: resultTones[run.result] };
  return isWaived && run?.result !== 'passed'
    ? { ...result, text: `${result.text}, waived` }
    : result;
}

/** The id of a check's own heading. */
export function checkAnchor(checkId: string): string {
  return `check-${checkId}`;
}
