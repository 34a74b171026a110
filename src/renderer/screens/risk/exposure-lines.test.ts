import { describe, expect, it } from 'vitest';

import type {
  ExposureBreakdown,
  ExposureGroup,
  InstrumentExposureRow,
} from '#shared/domain/risk-figures.ts';

import { exposureLines, unvaluedSentence } from './exposure-lines.ts';

const sums = {
  long: 1000,
  short: 0,
  gross: 1000,
  net: 1000,
  grossAtWorst: 1500,
  netLongAtWorst: 1500,
  netShortAtWorst: 1000,
  share: 10,
};
const none = {
  long: null,
  short: null,
  gross: null,
  net: null,
  grossAtWorst: null,
  netLongAtWorst: null,
  netShortAtWorst: null,
  share: null,
};

function row(change: Partial<InstrumentExposureRow>): InstrumentExposureRow {
  return {
    ...sums,
    instrumentId: 1,
    displaySymbol: 'SPY',
    assetClass: 'STK',
    sector: 'Funds',
    quantity: 100,
    workingBuy: 0,
    workingSell: 0,
    valuedAt: 'market',
    problem: null,
    ...change,
  };
}

const group = (name: string | null, change: Partial<ExposureGroup> = {}): ExposureGroup => ({
  ...sums,
  group: name,
  instruments: 2,
  unvalued: 0,
  ...change,
});

const breakdown: ExposureBreakdown = {
  total: group(null),
  instruments: [
    row({}),
    row({ instrumentId: 2, displaySymbol: 'XOM', sector: null, valuedAt: 'cost' }),
    row({
      ...none,
      instrumentId: 3,
      displaySymbol: '#3',
      assetClass: null,
      valuedAt: null,
      problem: 'The broker has not said yet what it is.',
    }),
  ],
  sectors: [group('Technology'), group(null)],
  assetClasses: [group('STK'), group('CASH'), group(null, { ...none, unvalued: 1 })],
};

describe('the lines of the exposure', () => {
  it('are the instruments, each with what it is valued by', () => {
    const lines = exposureLines(breakdown, 'instrument');
    expect(lines.map(({ key, name, assetClass }) => [key, name, assetClass])).toEqual([
      ['1', 'SPY', 'Stocks and ETFs'],
      ['2', 'XOM', 'Stocks and ETFs'],
      ['3', '#3', 'Not known'],
    ]);
    expect(lines.map(({ valuedBy, note }) => [valuedBy, note])).toEqual([
      ['the market', null],
      ['the cost', 'It has no quote, so it is valued at what it cost.'],
      ['no value', 'The broker has not said yet what it is.'],
    ]);
  });

  it('are sectors, and what has none', () => {
    expect(exposureLines(breakdown, 'sector').map(({ name }) => name)).toEqual([
      'Technology',
      'No sector',
    ]);
  });

  it('are asset classes by their names, and say why a sum is not known', () => {
    const lines = exposureLines(breakdown, 'asset-class');
    expect(lines.map(({ name, instruments, quantity }) => [name, instruments, quantity])).toEqual([
      ['Stocks and ETFs', 2, null],
      ['Currencies', 2, null],
      ['Not known', 2, null],
    ]);
    expect(lines.at(-1)).toMatchObject({
      gross: null,
      note: 'One instrument in it cannot be valued, so the sum is not known.',
    });
  });
});

it.each([
  [0, null],
  [1, 'One instrument in it cannot be valued, so the sum is not known.'],
  [3, '3 instruments in it cannot be valued, so the sum is not known.'],
])('%s without a value', (count, sentence) => {
  expect(unvaluedSentence(count)).toBe(sentence);
});
