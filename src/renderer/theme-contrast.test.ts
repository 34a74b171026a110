import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

const css = readFileSync(new URL('theme.css', import.meta.url), 'utf8');

function coloursOf(theme: 'dark' | 'light'): Map<string, string> {
  const [, block = ''] =
    new RegExp(`\\[data-mantine-color-scheme='${theme}'\\] \\{([^}]*)\\}`).exec(css) ?? [];
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, a = '', b = '']) => [a, b]),
  );
}

/** Relative luminance. Source: WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ['ground', 'bar', 'panel', 'panel-head', 'field', 'selected', 'hover'];
const texts = [
  'text',
  'muted',
  'faint',
  'accent',
  'buy',
  'sell',
  'up',
  'down',
  'info',
  'warning',
  'critical',
];
const onOwnGround = [
  ['on-accent', 'accent-fill'],
  ['on-accent', 'accent-fill-hover'],
  ['on-accent', 'buy-fill'],
  ['on-accent', 'sell-fill'],
  ['on-simulated', 'simulated-fill'],
  ['on-paper', 'paper-fill'],
  ['on-shadow', 'shadow-fill'],
  ['kill-text', 'kill-ground'],
  ['on-kill', 'kill-fill'],
  ['neutral-text', 'neutral-soft'],
  ['up-text', 'up-soft'],
  ['down-text', 'critical-soft'],
  ['warning', 'warning-soft'],
  ['critical', 'critical-soft'],
  ['accent', 'accent-soft'],
  ['buy', 'buy-soft'],
  ['sell', 'sell-soft'],
  ['text', 'flash'],
];

/** Pairs of text and ground below AA. */
function unreadable(theme: 'dark' | 'light'): string[] {
  const colours = coloursOf(theme);
  const pairs = [
    ...surfaces.flatMap((surface) => texts.map((text) => [text, surface])),
    ...onOwnGround,
  ];
  return pairs.flatMap(([text = '', surface = '']) => {
    const [ink, ground] = [colours.get(text), colours.get(surface)];
    if (ink === undefined || ground === undefined) return [`${text} or ${surface} is missing`];
    const ratio = contrast(ink, ground);
    return ratio < 4.5 ? [`${text} on ${surface}: ${ratio.toFixed(2)}`] : [];
  });
}

it.each(['dark', 'light'] as const)(
  'every text of the %s theme can be read where it stands',
  (theme) => {
    expect(unreadable(theme)).toEqual([]);
  },
);

it('names the same colours in both themes', () => {
  expect([...coloursOf('light').keys()].toSorted()).toEqual(
    [...coloursOf('dark').keys()].toSorted(),
  );
});
