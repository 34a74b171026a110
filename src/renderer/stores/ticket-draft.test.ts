import { describe, expect, it } from 'vitest';

import { emptyQuote } from '#shared/domain/quote.ts';

import { spyInstrument } from '../../../test/support/spy-instrument.ts';
import {
  describeOrder,
  draftFor,
  parseFigure,
  readDraft,
  stepFigure,
  type TicketDraft,
} from './ticket-draft.ts';

const draft: TicketDraft = {
  instrumentId: 756733,
  side: 'BUY',
  orderType: 'LMT',
  quantity: '500',
  limitPrice: '274.85',
  stopPrice: '',
  timeInForce: 'DAY',
  outsideRth: false,
};

describe('figures in fields', () => {
  it.each([
    ['1250', 1250],
    ['1 250.50', 1250.5],
    ['1\u202f250', 1250],
    ['.5', 0.5],
    ['5.', 5],
    ['-3', -3],
    ['\u22123', -3],
    ['1,250', null],
    ['1e5', null],
    ['', null],
    ['.', null],
    ['abc', null],
  ])('%j reads as %s', (text, value) => {
    expect(parseFigure(text)).toBe(value);
  });
});

describe('stepping', () => {
  it.each([
    ['274.85', 1, 0.01, '274.86'],
    ['274.85', -1, 0.01, '274.84'],
    ['274.85', 10, 0.01, '274.95'],
    ['2748.50', 1, 0.25, '2748.75'],
    ['2748.60', 1, 0.25, '2748.75'],
    ['2748.60', -1, 0.25, '2748.50'],
    ['1.14405', 1, 0.00005, '1.14410'],
    ['0.29', 1, 0.01, '0.30'],
    ['0.01', -5, 0.01, '0.00'],
    ['500', 1, 1, '501'],
  ])('%s by %s on %s gives %s', (text, steps, increment, next) => {
    expect(stepFigure(text, steps, increment, null, 0)).toBe(next);
  });

  it('starts an empty field at the price given, and leaves it when there is none', () => {
    expect(stepFigure('', 1, 0.01, 274.8, 0)).toBe('274.80');
    expect(stepFigure('', 1, 0.01, null, 0)).toBe('');
  });

  it('never steps a quantity below the least the instrument trades', () => {
    expect(stepFigure('1', -1, 1, null, 1)).toBe('1');
  });
});

describe('a fresh ticket', () => {
  const quote = { ...emptyQuote(756733), bid: 274.81, ask: 274.83, last: 274.8 };

  it('buys at the ask and sells at the bid', () => {
    expect(draftFor(spyInstrument, 'BUY', quote).limitPrice).toBe('274.83');
    expect(draftFor(spyInstrument, 'SELL', quote).limitPrice).toBe('274.81');
  });

  it('leaves the price open when the market gave none', () => {
    expect(draftFor(spyInstrument, 'BUY', emptyQuote(756733)).limitPrice).toBe('');
    expect(draftFor(spyInstrument, 'BUY', undefined).limitPrice).toBe('');
  });
});

describe('reading a draft', () => {
  it('gives the ticket the desk will judge', () => {
    expect(readDraft({ ...draft, quantity: '1 300' }).ticket).toEqual({
      instrumentId: 756733,
      side: 'BUY',
      orderType: 'LMT',
      quantity: 1300,
      limitPrice: 274.85,
      stopPrice: null,
      timeInForce: 'DAY',
      outsideRth: false,
    });
  });

  it('leaves out prices that the type does not take', () => {
    const { ticket } = readDraft({ ...draft, orderType: 'MKT' });
    expect(ticket).toMatchObject({ limitPrice: null, stopPrice: null });
  });

  it('names each field that is missing or not a number', () => {
    expect(
      readDraft({ ...draft, orderType: 'STP LMT', quantity: '', limitPrice: 'x' }).problems,
    ).toEqual({
      quantity: 'Enter a quantity.',
      limitPrice: 'The limit price is not a number. Write it like 1 250.50.',
      stopPrice: 'Enter a stop price.',
    });
  });

  it('refuses a quantity of nothing', () => {
    expect(readDraft({ ...draft, quantity: '0' }).problems).toEqual({
      quantity: 'The quantity must be more than 0.',
    });
  });
});

describe('an order in words', () => {
  it.each([
    [{}, 'Buy 500 SPY at 274.85'],
    [{ side: 'SELL' as const, limitPrice: null }, 'Sell 500 SPY at market'],
    [{ limitPrice: null, stopPrice: 262 }, 'Buy 500 SPY stop 262.00'],
    [{ stopPrice: 262 }, 'Buy 500 SPY stop 262.00 at 274.85'],
  ])('%j', (change, words) => {
    const order = {
      side: 'BUY' as const,
      orderType: 'LMT',
      quantity: 500,
      limitPrice: 274.85,
      stopPrice: null,
      ...change,
    };
    expect(describeOrder(order, 'SPY', 0.01)).toBe(words);
  });
});
