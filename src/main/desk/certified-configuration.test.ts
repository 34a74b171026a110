import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { alertRules } from '../alerts/alert-rules.ts';
import { changedSince } from '../readiness/changed-since.ts';
import { killControls } from '../risk/kill-controls.ts';
import { parseLimits } from '../risk/limits.ts';
import { configurationOf } from './certified-configuration.ts';

const shipped = new URL('../../../resources/limits/default.json', import.meta.url);
const limits = parseLimits(readFileSync(shipped, 'utf8'), 'default.json');
const ships = { version: '1', commit: 'c0ffee', limits };
const staleQuote = limits.monitors['market-data-stale'];

it.each<[string, Partial<Parameters<typeof configurationOf>[0]>, string | null]>([
  ['nothing', {}, null],
  ['only the number of the limits', { limits: { ...limits, version: limits.version + 1 } }, null],
  [
    'a limit',
    { limits: { ...limits, maxOrderQuantity: { ...limits.maxOrderQuantity, value: 7 } } },
    'the limits were changed',
  ],
  [
    'how long a monitor waits',
    {
      limits: {
        ...limits,
        monitors: {
          ...limits.monitors,
          'market-data-stale': { ...staleQuote, holdMs: staleQuote.holdMs + 1 },
        },
      },
    },
    'the alert rules were changed',
  ],
  [
    'how grave an alert is',
    { rules: { ...alertRules, 'order-rejected': { nature: 'event', severity: 'info' } } },
    'the alert rules were changed',
  ],
  [
    'what the kill switch flattens with',
    { kill: killControls.slice(1) },
    'what the kill switch does was changed',
  ],
  ['the version', { version: '2' }, 'another version of the program was installed'],
  ['the commit', { commit: 'decade' }, 'another version of the program was installed'],
])('a change of %s is a change of what is certified', (_what, change, sentence) => {
  expect(changedSince(configurationOf(ships), configurationOf({ ...ships, ...change }))).toBe(
    sentence,
  );
});
