import { describe, expect, it } from 'vitest';

import { readyLayout, storedLayoutSchema, type LayoutName } from './desk-layouts.ts';

const sizes = [
  { width: 1216, height: 654 },
  { width: 1856, height: 1014 },
  { width: 3776, height: 2094 },
];
const names: LayoutName[] = ['trade', 'watch', 'review'];

function keep(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('ready layouts', () => {
  it.each(names.flatMap((name) => sizes.map((size) => ({ name, ...size }))))(
    '$name at $width × $height is one this console would restore',
    ({ name, ...size }) => {
      const layout = readyLayout(name, size);
      expect(storedLayoutSchema.safeParse(keep(layout)).success).toBe(true);
    },
  );

  it('has every panel at hand for trading', () => {
    for (const size of sizes) {
      expect(Object.keys(readyLayout('trade', size).panels).toSorted()).toEqual([
        'account',
        'chart',
        'executions',
        'orders',
        'positions',
        'ticket',
        'watchlist',
      ]);
    }
  });
});

describe('a layout a browser kept', () => {
  const sound = { ...readyLayout('trade', { width: 1216, height: 654 }) };

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'trade'],
    ['no grid', { panels: sound.panels }],
    ['no panels', { ...sound, panels: {} }],
    ['a size of nothing', { ...sound, grid: { ...sound.grid, width: 0 } }],
    ['a grid that is not a tree', { ...sound, grid: { ...sound.grid, root: { type: 'leaf' } } }],
    [
      'a panel this version does not have',
      {
        ...sound,
        panels: { ...sound.panels, news: { id: 'news', contentComponent: 'news' } },
      },
    ],
    [
      'a panel that shows something else',
      { ...sound, panels: { ...sound.panels, chart: { id: 'chart', contentComponent: 'orders' } } },
    ],
    [
      'a panel in two places',
      {
        ...sound,
        floatingGroups: [{ data: { id: 'x', views: ['chart'] }, position: {} }],
      },
    ],
  ])('with %s is refused', (_, value) => {
    expect(storedLayoutSchema.safeParse(keep(value)).success).toBe(false);
  });
});
