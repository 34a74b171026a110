import { describe, expect, test } from 'vitest';

import type { Fact, NewFact } from '#shared/domain/fact.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

import {
  crashProblems,
  recordedDrawdown,
  type CrashRow,
  type LossLine,
  type LossStep,
} from './crash-losses.ts';
import { steadySpeed } from './crashes.ts';

test.each([
  { of: 'a market that falls fast', speed: 300, change: -2_000, is: 150 },
  { of: 'one that rises fast', speed: 300, change: 2_000, is: 150 },
  { of: 'one that can go no slower', speed: 30, change: -6_000, is: 20 },
  { of: 'one that falls as it should', speed: 100, change: -1_000, is: 100 },
  { of: 'one that stands', speed: 100, change: 0, is: 150 },
  { of: 'one that may go no faster', speed: 250, change: 0, is: 300 },
])('the speed of $of is $is', ({ speed, change, is }) => {
  expect(steadySpeed(speed, change, 5_000)).toBe(is);
});

const at = '2026-01-05T15:00:00.000Z';
const lines: LossLine[] = [
  { monitorId: 'daily-loss', soft: 4_000, hard: 5_000, action: 'REDUCING' },
  { monitorId: 'all-time-drawdown', soft: 10_000, hard: 20_000, action: 'HALTED' },
];

function alert(
  seq: number,
  rule: string,
  severity: 'warning' | 'critical',
  observed: number | null,
): LossStep {
  return { seq, at, step: 'alert', rule, severity, observed };
}

function made(seq: number, state: TradingState, by = 'desk', cause = 'loss'): LossStep {
  return { seq, at, step: 'state', state, by, cause };
}

const reducing = [
  alert(1, 'daily-loss', 'warning', 4_100),
  alert(2, 'daily-loss', 'critical', 5_000),
  made(3, 'REDUCING'),
];
const halted = [alert(4, 'all-time-drawdown', 'critical', 20_300), made(5, 'HALTED')];
const sound: CrashRow = {
  crash: 'Crash',
  lines,
  steps: [...reducing, ...halted],
  asked: [
    { state: 'REDUCING', what: 'a purchase', must: false, allowed: false },
    { state: 'REDUCING', what: 'a sale', must: true, allowed: true },
  ],
  drawdown: { shown: 20_300, recorded: 20_300.004 },
  restarted: 'HALTED',
};

describe('a desk in a crash', () => {
  test.each<{ of: string; change: Partial<CrashRow>; says: string[] }>([
    { of: 'one that is made REDUCING and then HALTED', change: {}, says: [] },
    {
      of: 'one that falls past the soft line at once',
      change: { steps: [...reducing.slice(1), ...halted] },
      says: [],
    },
    {
      of: 'one that nothing is done about',
      change: { steps: [] },
      says: ['Crash: The desk became nothing, not REDUCING and then HALTED.'],
    },
    {
      of: 'one that is halted first',
      change: { steps: [...halted, ...reducing] },
      says: ['Crash: The desk became HALTED, REDUCING, not REDUCING and then HALTED.'],
    },
    {
      of: 'what is told too gravely, too lightly and without what was seen',
      change: {
        steps: [
          alert(1, 'daily-loss', 'critical', 4_999),
          alert(2, 'daily-loss', 'warning', 5_001),
          alert(2, 'day-drawdown', 'warning', null),
          made(3, 'REDUCING'),
          ...halted,
        ],
      },
      says: [
        'Crash: daily-loss tells of 4999 as critical; it is warning by its lines.',
        'Crash: daily-loss tells of 5001 as warning; it is critical by its lines.',
        'Crash: day-drawdown does not say what it saw.',
      ],
    },
    {
      of: 'a state that nobody is told the reason of',
      change: { steps: [...reducing, made(5, 'HALTED')] },
      says: ['Crash: It became HALTED with no critical alert that says so.'],
    },
    {
      of: 'a state that a person set',
      change: { steps: [...reducing, ...halted.slice(0, 1), made(5, 'HALTED', 'p1', 'person')] },
      says: ['Crash: It was made HALTED by p1 for person, not by the desk for a loss.'],
    },
    {
      of: 'what is let through, and what is not',
      change: {
        asked: [
          { state: 'REDUCING', what: 'a purchase', must: false, allowed: true },
          { state: 'REDUCING', what: 'a sale', must: true, allowed: false },
        ],
      },
      says: [
        'Crash: While REDUCING a purchase is allowed.',
        'Crash: While REDUCING a sale is denied.',
      ],
    },
    {
      of: 'a drawdown that is off by two cents',
      change: { drawdown: { shown: 20_300, recorded: 20_300.02 } },
      says: ['Crash: It shows a drawdown of 20300; by the record it is 20300.02.'],
    },
    {
      of: 'a drawdown that is not known',
      change: { drawdown: { shown: null, recorded: 20_300 } },
      says: ['Crash: It shows a drawdown of null; by the record it is 20300.'],
    },
    {
      of: 'a loss that is forgotten by a restart',
      change: { restarted: 'ACTIVE' },
      says: ['Crash: Started again it is ACTIVE.'],
    },
  ])('says of $of what is wrong', ({ change, says }) => {
    expect(crashProblems([{ ...sound, ...change }])).toEqual(says);
  });
});

function recorded(...facts: NewFact[]): Fact[] {
  return facts.map((fact, nth) => ({ ...fact, seq: nth + 1, at }));
}

const opened = (exchangeDate: string, totalMicros: number): NewFact => ({
  kind: 'day.opened',
  by: 'desk',
  body: { exchangeDate, totalMicros },
});

function fill(side: 'BUY' | 'SELL', quantity: number, price: number): NewFact {
  return {
    kind: 'execution.received',
    by: 'desk',
    body: {
      corrects: null,
      execution: {
        execId: `${side} ${quantity}`,
        orderRef: 'one',
        permId: 1,
        accountId: 'DU1000001',
        instrumentId: 1,
        displaySymbol: 'SPY',
        side,
        quantity,
        price,
        executedAt: at,
        commissionMicros: null,
        commissionCurrency: null,
        brokerRealizedPnlMicros: null,
      },
    },
  };
}

const commission: NewFact = {
  kind: 'commission.received',
  by: 'desk',
  body: {
    execId: 'one',
    commissionMicros: 1_000_000,
    currency: 'USD',
    brokerRealizedPnlMicros: null,
  },
};

const marked = (exchangeDate: string, dayPeakMicros: number): NewFact => ({
  kind: 'pnl.marked',
  by: 'desk',
  body: { exchangeDate, dayPnlMicros: 0, dayPeakMicros, allTimePeakMicros: dayPeakMicros },
});

describe('the drawdown by the record', () => {
  test.each<{ of: string; facts: NewFact[]; mark: number | null; is: number | null }>([
    { of: 'a day that was not opened', facts: [fill('BUY', 10, 100)], mark: 90, is: null },
    { of: 'a day without a trade', facts: [opened('2026-01-05', 0)], mark: null, is: 0 },
    {
      of: 'a fall',
      facts: [opened('2026-01-05', 0), fill('BUY', 10, 100), commission],
      mark: 90,
      is: 101,
    },
    {
      of: 'a fall from a peak, with some of it sold',
      facts: [
        opened('2026-01-05', 0),
        fill('BUY', 10, 100),
        marked('2026-01-05', 50_000_000),
        fill('SELL', 4, 95),
      ],
      mark: 90,
      is: 130,
    },
    {
      of: 'a rise beyond every peak on record',
      facts: [opened('2026-01-05', 0), fill('BUY', 10, 100), marked('2026-01-05', 50_000_000)],
      mark: 110,
      is: 0,
    },
    {
      of: 'another day, whose peak is its own',
      facts: [
        opened('2026-01-05', 0),
        fill('BUY', 10, 100),
        marked('2026-01-05', 50_000_000),
        opened('2026-01-06', -20_000_000),
      ],
      mark: 97,
      is: 10,
    },
    {
      of: 'what has no price',
      facts: [opened('2026-01-05', 0), fill('BUY', 10, 100)],
      mark: null,
      is: null,
    },
  ])('of $of', ({ facts, mark, is }) => {
    expect(recordedDrawdown(recorded(...facts), () => mark)).toBe(is);
  });
});
