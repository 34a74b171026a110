import { describe, expect, it } from 'vitest';

import { chartSvg, ticks, type Painter } from './chart-svg.ts';

const painter: Painter = {
  fill: (paint) => `fill="${paint}"`,
  stroke: (paint) => `stroke="${paint}"`,
  text: '',
};

describe('a chart', () => {
  it('draws bars as long as their values, and escapes its words', () => {
    const { svg } = chartSvg(
      {
        kind: 'bars',
        bars: [
          { label: 'a < b', value: 2, text: '2', tone: 'good' },
          { label: 'c', value: 1, text: '1', tone: 'bad' },
        ],
      },
      painter,
    );
    expect(svg).toContain('a &lt; b');
    const width = (tone: string): number =>
      Number(new RegExp(`width="([\\d.]+)" height="10" fill="${tone}"`).exec(svg)?.[1]);
    expect(width('good')).toBe(2 * width('bad'));
  });

  it.each([
    { kind: 'bars', bars: [] },
    { kind: 'course', seconds: 0, lanes: [] },
    { kind: 'columns', columns: [], unit: 'n', axis: 'ms' },
    { kind: 'lines', axis: 's', unit: 'ms', lines: [{ label: 'p50', points: [] }] },
    { kind: 'lines', axis: 's', unit: 'ms', lines: [{ label: 'p50', points: [{ x: 1, y: 0 }] }] },
  ] as const)('of nothing is still one: %j', (chart) => {
    const { svg } = chartSvg(chart, painter);
    expect(svg).toMatch(/^<svg .*<\/svg>$/);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });

  it('has round ticks', () => {
    expect(ticks(10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticks(0.7, 4)).toHaveLength(4);
    expect(ticks(0)).toEqual([0]);
  });

  it('shortens a label that would begin left of the chart, and no other', () => {
    const short = 'A crash makes the desk REDUCING and then HALTED';
    const long = `${short}, and sets it free by the hands of two people who are not the same`;
    const lane = { spans: [], marks: [] };
    const { svg } = chartSvg(
      { kind: 'course', seconds: 1, lanes: [short, long].map((label) => ({ label, ...lane })) },
      painter,
    );
    expect(svg).toContain(`>${short}</text>`);
    expect(svg).not.toContain(long);
    expect(svg).toMatch(/>A crash makes[^<]*…</);
  });

  it('says once what bars belong to', () => {
    const bar = { value: 1, text: '1', tone: 'good' as const, of: 'A check' };
    const { svg } = chartSvg(
      { kind: 'bars', bars: ['a', 'b'].map((label) => ({ label, ...bar })) },
      painter,
    );
    expect(svg.match(/A check/g)).toHaveLength(1);
  });

  it('has an axis that no value is above', () => {
    const points = [0, 622].map((y, x) => ({ x, y }));
    const { svg } = chartSvg(
      { kind: 'lines', axis: 's', unit: '/s', lines: [{ label: 'done', points }] },
      painter,
    );
    const tops = [...svg.matchAll(/<line x1="[\d.]+" y1="([\d.]+)"/g)].map(([, y]) => Number(y));
    const [, highest] = /points="[^"]* [\d.]+,([\d.]+)"/.exec(svg) ?? [];
    expect(Math.min(...tops)).toBeLessThanOrEqual(Number(highest));
  });
});
