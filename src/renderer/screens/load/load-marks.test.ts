import { describe, expect, it } from 'vitest';

import type { LoadMark } from '#shared/domain/load.ts';

import { markText, shownMarks } from './load-marks.ts';

const stage = (atMs: number, what: string): LoadMark => ({ kind: 'stage', atMs, toMs: null, what });
const fault = (atMs: number, toMs: number | null, what: string): LoadMark => ({
  kind: 'fault',
  atMs,
  toMs,
  what,
});

describe('the marks of a load run', () => {
  it('number the stages and letter the faults, each in their order', () => {
    const marks = [fault(900, null, 'Link dropped'), stage(0, 'calm'), stage(800, 'trouble')];
    expect(
      shownMarks([...marks, fault(1500, 1600, 'Rejects')]).map(({ label, what }) => [label, what]),
    ).toEqual([
      ['1', 'calm'],
      ['2', 'trouble'],
      ['A', 'Link dropped'],
      ['B', 'Rejects'],
    ]);
  });

  it('say when a fault was, whether it is over, and what failed in it', () => {
    const latency = {
      count: 0,
      meanMs: null,
      p50Ms: null,
      p90Ms: null,
      p99Ms: null,
      p999Ms: null,
      maxMs: null,
    };
    const figures = {
      title: 'Rejects',
      fromMs: 1500,
      toMs: 2100,
      offered: 30,
      errors: [
        { what: 'rejected', count: 4 },
        { what: 'refused: not-ready', count: 1 },
      ],
      latency,
    };
    expect(markText(stage(1500, 'calm'), undefined)).toBe('1.5 s');
    expect(markText(fault(1500, null, 'Rejects'), undefined)).toBe('1.5 s, not over');
    expect(markText(fault(1500, 2100, 'Rejects'), figures)).toBe(
      '1.5 s, over after 0.6 s, 5 of 30 failed',
    );
  });
});
