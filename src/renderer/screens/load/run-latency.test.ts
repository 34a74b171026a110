import { describe, expect, it } from 'vitest';

import { loadSummaryExample } from '#shared/domain/load.fixture.ts';

import { framesText, latencyRowsOf } from './run-latency.ts';

describe('the latency of a run', () => {
  it('has the scheduled latency and the service time of each kind that was measured', () => {
    const [kind] = loadSummaryExample.kinds;
    if (kind === undefined) throw new Error('The example has no kind.');
    const service = { ...kind.service, maxMs: 0.5 };
    const rows = latencyRowsOf({
      kinds: [
        { ...kind, service },
        { ...kind, kind: 'quote' },
      ],
    });
    expect(rows.map(({ title, figures }) => [title, figures.maxMs])).toEqual([
      ['Orders, from due', 1.5],
      ['Orders, service', 0.5],
      ['Quotes, from due', 1.5],
      ['Quotes, service', 1.5],
    ]);
  });

  it('says the frames on screen, and why there are none', () => {
    expect(framesText({ frames: { mean: 58.6, lowest: 31 } })).toBe(
      'Frames on screen: 59 /s, 31 at the lowest.',
    );
    expect(framesText({ frames: null })).toContain('no window showed the load lab');
  });
});
