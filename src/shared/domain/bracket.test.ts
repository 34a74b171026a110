import { describe, expect, it } from 'vitest';

import { bracketTicketSchema, exitTickets, type BracketTicket } from './bracket.ts';

const bought: BracketTicket = {
  entry: {
    instrumentId: 7,
    side: 'BUY',
    orderType: 'LMT',
    quantity: 20,
    limitPrice: 100,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
  },
  exits: { takeProfitPrice: 110, stopLossPrice: 95, timeInForce: 'GTC' },
};

function problemsOf(
  entry: Partial<BracketTicket['entry']>,
  exits: Partial<BracketTicket['exits']>,
) {
  const parsed = bracketTicketSchema.safeParse({
    entry: { ...bought.entry, ...entry },
    exits: { ...bought.exits, ...exits },
  });
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

describe('a bracket', () => {
  it('has its profit on one side of the entry and its loss on the other', () => {
    expect(problemsOf({}, {})).toEqual([]);
    expect(problemsOf({ side: 'SELL' }, { takeProfitPrice: 90, stopLossPrice: 105 })).toEqual([]);
    const market = { orderType: 'MKT', limitPrice: null } as const;
    expect(problemsOf(market, {})).toEqual([]);
    expect(problemsOf({ orderType: 'STP', limitPrice: null, stopPrice: 101 }, {})).toEqual([]);
  });

  it.each<[Partial<BracketTicket['entry']>, Partial<BracketTicket['exits']>, string]>([
    [{}, { takeProfitPrice: 100 }, 'The take-profit must be above the price of the entry.'],
    [{}, { stopLossPrice: 100 }, 'The stop-loss must be below the price of the entry.'],
    [
      { side: 'SELL' },
      { takeProfitPrice: 101, stopLossPrice: 105 },
      'The take-profit must be below the price of the entry.',
    ],
    [
      { side: 'SELL' },
      { takeProfitPrice: 90, stopLossPrice: 99 },
      'The stop-loss must be above the price of the entry.',
    ],
    [
      { orderType: 'MKT', limitPrice: null },
      { takeProfitPrice: 95 },
      'The take-profit must be above the price of the entry.',
    ],
    [{ timeInForce: 'IOC' }, {}, 'An entry that is IOC takes no exits. Use DAY or GTC.'],
  ])('is refused with a sentence, %#', (entry, exits, sentence) => {
    expect(problemsOf(entry, exits)).toContain(sentence);
  });

  it('goes out by a limit order or by a stop, on the other side and for the whole of it', () => {
    expect(exitTickets(bought)).toMatchObject({
      takeProfit: { side: 'SELL', orderType: 'LMT', limitPrice: 110, quantity: 20 },
      stopLoss: { side: 'SELL', orderType: 'STP', stopPrice: 95, timeInForce: 'GTC' },
    });
  });
});
