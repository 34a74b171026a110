import { beforeEach, describe, expect, it } from 'vitest';

import type { BrokerAccountValue, BrokerPosition } from '#shared/domain/broker-word.ts';

import { decideAcceptBreak } from './decide-break.ts';
import {
  aapl,
  account,
  brokerExecution,
  brokerOrder,
  commissionWord,
  executionWord,
  snapshotOf,
  TradingScenario,
} from './trading-scenario.ts';

let desk: TradingScenario;
beforeEach(() => {
  desk = new TradingScenario();
  desk.resolve(aapl);
  desk.reconcile({ accountValues: cash(1000) });
});

function cash(units: number, currency = 'USD'): BrokerAccountValue[] {
  return [{ accountId: account, tag: 'CashBalance', value: units.toFixed(2), currency }];
}

function held(quantity: number, averageCost = 13): BrokerPosition {
  return {
    accountId: account,
    instrument: {
      instrumentId: aapl,
      symbol: 'AAPL',
      displaySymbol: 'AAPL',
      secType: 'STK',
      currency: 'USD',
      multiplier: 1,
    },
    quantity,
    averageCost,
  };
}

/** A buy of ten at 13.26 for a dollar of commission. */
function buyTen(): void {
  desk.place(1);
  desk.hear(executionWord(1, 'a.01'));
  desk.hear(commissionWord('a.01'));
}

const bought = {
  executions: [brokerExecution(1, 'a.01')],
  completedOrders: [brokerOrder(1, { brokerStatus: 'Filled', filledQuantity: 10 })],
};

function accept(breakId: string, said: Parameters<typeof snapshotOf>[0]) {
  const snapshot = snapshotOf({ requestedAt: desk.at, ...said });
  return decideAcceptBreak(desk.books, breakId, snapshot, 'Seen in TWS.', 'rosa');
}

describe('a position break', () => {
  const breakId = `position:${account}:${aapl}`;

  it('that a person accepts makes the broker\u2019s figure the desk\u2019s and is gone', () => {
    buyTen();
    const said = { ...bought, positions: [held(7)], accountValues: cash(866.4) };
    desk.reconcile(said);
    expect(desk.lastBreaks).toMatchObject([{ breakId, desk: '10', broker: '7', acceptable: true }]);
    const decided = accept(breakId, said);
    if (!decided.ok) throw new Error(decided.error.message);
    expect(decided.fact).toMatchObject({ kind: 'position.adopted', by: 'rosa' });
    desk.take([decided.fact]);
    expect(desk.position).toBe(7);
    expect(desk.books.breaks).toEqual([]);
    // What was realised and paid before stays on record.
    expect(desk.books.ledgers.get(aapl)?.position).toMatchObject({ commissionsMicros: 1_000_000 });
    desk.reconcile(said);
    expect(desk.lastBreaks).toEqual([]);
  });

  it('is flat where the broker lists nothing', () => {
    buyTen();
    desk.reconcile({ ...bought, accountValues: cash(866.4) });
    const decided = accept(breakId, bought);
    if (!decided.ok) throw new Error(decided.error.message);
    desk.take([decided.fact]);
    expect(desk.position).toBe(0);
  });

  it('cannot be accepted while a fill may be missing from the broker\u2019s figure', () => {
    desk.reconcile({ positions: [held(7)], accountValues: cash(1000) });
    buyTen();
    expect(accept(breakId, { positions: [held(7)] })).toMatchObject({
      ok: false,
      error: { code: 'conflict', message: expect.stringContaining('just changed') as unknown },
    });
  });

  it('cannot be accepted without a comparison on this connection', () => {
    desk.reconcile({ positions: [held(7)], accountValues: cash(1000) });
    expect(decideAcceptBreak(desk.books, breakId, null, 'Note.', 'rosa')).toMatchObject({
      ok: false,
      error: { code: 'not-ready' },
    });
  });

  it('that is gone or of another kind is refused with a sentence', () => {
    expect(accept(breakId, {})).toMatchObject({ ok: false, error: { code: 'not-found' } });
    desk.place(1);
    desk.loseLink();
    desk.reconcile({ accountValues: cash(1000) });
    expect(accept('order:ref-1', {})).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });
});

describe('cash', () => {
  const breakId = `cash:${account}:USD`;

  it('is taken over once, and follows fills and commissions to the cent', () => {
    expect(desk.facts.filter(({ kind }) => kind === 'cash.adopted')).toMatchObject([
      { by: 'desk', body: { balances: [{ currency: 'USD', cashMicros: 1_000_000_000 }] } },
    ]);
    buyTen();
    desk.reconcile({ ...bought, positions: [held(10)], accountValues: cash(866.4) });
    expect(desk.lastBreaks).toEqual([]);
    desk.reconcile({ ...bought, positions: [held(10)], accountValues: cash(866.41) });
    expect(desk.lastBreaks).toEqual([]);
    desk.reconcile({ ...bought, positions: [held(10)], accountValues: cash(866.42) });
    expect(desk.lastBreaks).toMatchObject([
      { breakId, kind: 'cash', desk: '866.40 USD', broker: '866.42 USD', acceptable: true },
    ]);
  });

  it('is not compared while a fill is on its way into it, and a break stays meanwhile', () => {
    desk.reconcile({ accountValues: cash(900) });
    expect(desk.lastBreaks).toMatchObject([{ breakId, broker: '900.00 USD' }]);
    buyTen();
    desk.reconcile({ ...bought, positions: [held(10)], accountValues: cash(766.4) }, 0);
    expect(desk.lastBreaks).toMatchObject([{ breakId, broker: '900.00 USD' }]);
    desk.reconcile({ ...bought, positions: [held(10)], accountValues: cash(766.4) });
    expect(desk.lastBreaks).toMatchObject([{ breakId, desk: '866.40 USD' }]);
  });

  it('a correction takes the old fill back', () => {
    buyTen();
    desk.hear(executionWord(1, 'a.02', { price: 13 }));
    desk.hear(commissionWord('a.02'));
    const corrected = { ...bought, executions: [brokerExecution(1, 'a.02', { price: 13 })] };
    desk.reconcile({ ...corrected, positions: [held(10)], accountValues: cash(869) });
    expect(desk.lastBreaks).toEqual([]);
  });

  it('that a person accepts is the desk\u2019s from then on', () => {
    const said = { accountValues: cash(1003.2) };
    desk.reconcile(said);
    const decided = accept(breakId, said);
    if (!decided.ok) throw new Error(decided.error.message);
    expect(decided.fact).toMatchObject({ kind: 'cash.adopted', by: 'rosa' });
    desk.take([decided.fact]);
    expect(desk.books.breaks).toEqual([]);
    desk.reconcile(said);
    expect(desk.lastBreaks).toEqual([]);
  });

  it('of a currency that is new counts from nothing', () => {
    desk.reconcile({ accountValues: [...cash(1000), ...cash(5, 'EUR')] });
    expect(desk.lastBreaks).toMatchObject([{ subject: 'Cash in EUR', desk: '0.00 EUR' }]);
  });

  it('says nothing where the broker said nothing of it', () => {
    desk.reconcile({ accountValues: [] });
    expect(desk.lastBreaks).toEqual([]);
  });

  it('of another account, and sums of the whole account, are not looked at', () => {
    const foreign = { accountId: 'DU2', tag: 'CashBalance', value: '5', currency: 'USD' };
    const base = { accountId: account, tag: 'CashBalance', value: '7', currency: 'BASE' };
    desk.reconcile({ accountValues: [...cash(1000), foreign, base] });
    expect(desk.lastBreaks).toEqual([]);
  });
});

describe('cash of other instruments', () => {
  const euro = 12_087_792;
  const mes = 346_577_750;

  it('a currency pair takes one currency and gives the other', () => {
    desk.resolve(euro, 'EUR', { secType: 'CASH' });
    desk.place(1, { instrumentId: euro });
    desk.hear(executionWord(1, 'a.01', { instrumentId: euro, quantity: 100, price: 1.1 }));
    desk.reconcile({
      executions: [brokerExecution(1, 'a.01', { instrumentId: euro, quantity: 100, price: 1.1 })],
      accountValues: [...cash(890), ...cash(100, 'EUR')],
    });
    expect(desk.lastBreaks.filter(({ kind }) => kind === 'cash')).toEqual([]);
    expect(desk.books.cash.balances).toEqual(
      new Map([
        ['USD', 890_000_000],
        ['EUR', 100_000_000],
      ]),
    );
  });

  it('futures leave their currency uncompared until a day after the last of them is gone', () => {
    desk.resolve(mes, 'MES', { secType: 'FUT', multiplier: 5 });
    const fills = (['BUY', 'SELL'] as const).map((side, index) =>
      brokerExecution(1, `${index}.01`, { instrumentId: mes, side, quantity: 1, price: 2700 }),
    );
    desk.place(1, { instrumentId: mes });
    for (const execution of fills) desk.hear({ kind: 'execution', execution });
    desk.reconcile({ executions: fills, accountValues: cash(950) });
    expect(desk.lastBreaks.filter(({ kind }) => kind === 'cash')).toEqual([]);
    desk.reconcile({ accountValues: cash(950) }, 25 * 60 * 60);
    expect(desk.facts.findLast(({ kind }) => kind === 'cash.adopted')).toMatchObject({
      by: 'desk',
      body: { balances: [{ currency: 'USD', cashMicros: 950_000_000 }] },
    });
    desk.reconcile({ accountValues: cash(940) });
    expect(desk.lastBreaks.filter(({ kind }) => kind === 'cash')).toMatchObject([
      { broker: '940.00 USD' },
    ]);
  });

  it('a fill of an instrument nobody has named yet is booked when it is named', () => {
    desk.place(1, { instrumentId: euro });
    desk.hear(executionWord(1, 'a.01', { instrumentId: euro, quantity: 100, price: 1.1 }));
    const said = { accountValues: cash(123) };
    desk.reconcile(said);
    expect(desk.lastBreaks.filter(({ kind }) => kind === 'cash')).toEqual([]);
    desk.resolve(euro, 'ACME');
    desk.reconcile({ accountValues: cash(890) });
    expect(desk.lastBreaks.filter(({ kind }) => kind === 'cash')).toEqual([]);
  });
});

describe('a fill of the desk that the broker does not list', () => {
  it('is a break where the list reaches back beyond it, and none where it may not', () => {
    const body = { state: 'ready', reason: '', clientId: 1, serverVersion: 193 } as const;
    desk.take([{ kind: 'link.changed', by: 'desk', body }]);
    desk.place(1);
    desk.hear(executionWord(1, 'a.01', { executedAt: '2026-04-13T16:46:00.000Z' }));
    desk.place(2);
    desk.hear(executionWord(2, 'b.01', { executedAt: '2026-04-13T16:47:00.000Z' }));
    const first = brokerExecution(1, 'a.01', { executedAt: '2026-04-13T16:46:00.000Z' });
    const second = brokerExecution(2, 'b.01', { executedAt: '2026-04-13T16:47:00.000Z' });
    const fills = () => desk.lastBreaks.filter(({ breakId }) => breakId.startsWith('execution:b'));
    desk.reconcile({ executions: [first, second], positions: [held(20)] });
    expect(fills()).toEqual([]);
    desk.reconcile({ executions: [first], positions: [held(20)] });
    expect(fills()).toMatchObject([
      { kind: 'execution', desk: 'BUY 10 at 13.26', broker: 'not listed', orderRef: 'ref-2' },
    ]);
    desk.reconcile({ executions: [second], positions: [held(20)] });
    expect(desk.lastBreaks.filter(({ kind }) => kind === 'execution')).toEqual([]);
  });
});
