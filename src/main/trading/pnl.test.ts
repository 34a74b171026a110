import { describe, expect, it } from 'vitest';

import { exposureOf } from './books.ts';
import { totalPnlMicros } from './pnl.ts';
import { positionRows } from './position-rows.ts';
import { aapl, commissionWord, executionWord, TradingScenario } from './trading-scenario.ts';

const dollars = (currency: string) => (currency === 'USD' ? 1 : null);

/** Bought 10 at 100 and sold 4 at 110, 1 commission each. */
function tradedDesk(): TradingScenario {
  const desk = new TradingScenario();
  desk.place(1);
  desk.hear(executionWord(1, 'a.01', { quantity: 10, price: 100 }));
  desk.hear(commissionWord('a.01'));
  desk.place(2, { side: 'SELL', quantity: 4 });
  desk.hear(executionWord(2, 'b.01', { side: 'SELL', quantity: 4, price: 110 }));
  desk.hear(commissionWord('b.01'));
  return desk;
}

describe('total P&L', () => {
  it('is realised plus unrealised less commissions', () => {
    const { books } = tradedDesk();
    expect(totalPnlMicros(books, () => 105, dollars)).toBe((40 + 30 - 2) * 1e6);
  });

  it('cannot be said without a mark, a rate or an instrument', () => {
    const desk = tradedDesk();
    expect(totalPnlMicros(desk.books, () => null, dollars)).toBeNull();
    expect(
      totalPnlMicros(
        desk.books,
        () => 105,
        () => null,
      ),
    ).toBeNull();
    desk.hear(executionWord(3, 'c.01', { permId: 7, orderId: 0, instrumentId: 42 }));
    expect(totalPnlMicros(desk.books, () => 105, dollars)).toBeNull();
  });

  it('needs no mark of what is flat', () => {
    const desk = tradedDesk();
    desk.place(3, { side: 'SELL', quantity: 6 });
    desk.hear(executionWord(3, 'c.01', { side: 'SELL', quantity: 6, price: 90 }));
    expect(totalPnlMicros(desk.books, () => null, dollars)).toBe((40 - 60 - 2) * 1e6);
    expect(exposureOf(desk.books, aapl).position).toBe(0);
  });

  it('converts what is in another currency, commissions too', () => {
    const desk = tradedDesk();
    desk.hear({
      kind: 'commission',
      commission: {
        execId: 'b.01',
        commissionMicros: 2_000_000,
        currency: 'EUR',
        realizedPnlMicros: null,
      },
    });
    const rate = (currency: string) => ({ USD: 0.5, EUR: 1 })[currency] ?? null;
    expect(totalPnlMicros(desk.books, () => 105, rate)).toBe(((40 + 30 - 1) / 2 - 2) * 1e6);
  });
});

describe('position rows', () => {
  it('show cost, mark and P&L in the instrument’s currency', () => {
    expect(positionRows(tradedDesk().books, () => 105)).toMatchObject([
      {
        instrumentId: aapl,
        displaySymbol: 'AAPL',
        quantity: 6,
        averageCost: 100,
        mark: 105,
        unrealizedPnl: 30,
        realizedPnl: 40,
        commissions: 2,
      },
    ]);
  });

  it('have no unrealised P&L without a mark', () => {
    expect(positionRows(tradedDesk().books, () => null)).toMatchObject([
      { mark: null, unrealizedPnl: null, realizedPnl: 40 },
    ]);
  });
});
