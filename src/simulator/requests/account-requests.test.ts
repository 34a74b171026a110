import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway, type CoreClient } from '../core-client.fixture.ts';

const ids = ['DF1000000', 'DU1000001', 'DU1000002'];
let clock: VirtualClock;
let gateway: BareGateway;
let client: CoreClient;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock, { accounts: ids, startingCash: 100_000 });
  client = gateway.client();
  client.forget();
});

/** Account values by key and currency, of the account or group that they name. */
function valuesOf(account: string): Map<string, string> {
  return new Map(
    client
      .of(6)
      .filter((fields) => fields[5] === account)
      .map(([, , key = '', value = '', currency = '']) => [`${key} ${currency}`, value]),
  );
}

describe('an advisor', () => {
  it('has its clients’ accounts in the list of accounts', () => {
    client.send(17, 1);
    expect(client.of(15).at(-1)?.at(-1)).toBe('DF1000000,DU1000001,DU1000002');
  });

  it('gets a summary of each account of the group All', () => {
    client.send(62, 1, 5, 'All', 'NetLiquidation');
    expect(client.of(63).map(([, , , account, , value]) => [account, value])).toEqual(
      ids.map((id) => [id, '100000.00']),
    );
    expect(client.of(64)).toEqual([['64', '1', '5']]);
  });

  it.each(['All', 'DF1000000A'])('gets all accounts as one by the name %s', (name) => {
    client.placeOrder(1, { quantity: 10, account: 'DU1000001' });
    client.placeOrder(2, { quantity: 20, account: 'DU1000002' });
    client.forget();
    client.send(6, 2, 1, name);
    const values = valuesOf('All');
    expect(Number(values.get('NetLiquidation USD'))).toBeCloseTo(300_000, -2);
    expect(values.get('AccountOrGroup USD')).toBe('All');
    expect(client.of(7).map((fields) => fields.at(-1))).toEqual(['DU1000001', 'DU1000002']);
    expect(client.of(54)).toEqual([['54', '1', 'All']]);
  });

  it('gets the P&L of all accounts as one', () => {
    client.placeOrder(1, { quantity: 10, account: 'DU1000001' });
    client.placeOrder(2, { quantity: 20, account: 'DU1000002' });
    client.forget();
    for (const [id, account] of [
      [5, 'DU1000001'],
      [6, 'DU1000002'],
      [7, 'All'],
    ] as const) {
      client.send(92, id, account, '');
    }
    const [first = 0, second = 0, both = 0] = client.of(94).map(([, , daily]) => Number(daily));
    expect(both).toBeCloseTo(first + second, 1);
  });

  it('must say for which account an order is', () => {
    client.placeOrder(1, { quantity: 10 });
    expect(client.errors()).toMatchObject([{ id: 1, code: 435 }]);
  });
});

describe('a live account', () => {
  it('is served like any other: what may be sent to it is for the desk to know', () => {
    const live = bareGateway(clock, { accounts: ['U1000001'] }).client();
    live.send(6, 2, 1, '');
    expect(live.of(54)).toEqual([['54', '1', 'U1000001']]);
  });
});

describe('account summaries', () => {
  it('are two at most for a client', () => {
    for (const id of [5, 6, 7]) client.send(62, 1, id, 'All', 'NetLiquidation');
    expect(client.errors()).toMatchObject([{ id: 7, code: 322 }]);
    client.send(63, 1, 5);
    client.send(62, 1, 8, 'All', 'NetLiquidation');
    expect(client.errors()).toHaveLength(1);
  });

  it('tell later only what has changed', () => {
    client.send(62, 1, 5, 'All', 'NetLiquidation,AccountType');
    client.forget();
    client.placeOrder(1, { quantity: 100, account: 'DU1000001' });
    clock.advance(3000);
    const told = client.of(63).map(([, , , account, tag]) => `${account} ${tag}`);
    expect(new Set(told)).toEqual(new Set(['DU1000001 NetLiquidation']));
  });
});

describe('money in two currencies', () => {
  it('moves in a currency trade, and comes back after a restart of the account updates', () => {
    client.placeOrder(1, {
      symbol: 'EUR',
      secType: 'CASH',
      exchange: 'IDEALPRO',
      quantity: 20_000,
      account: 'DU1000001',
    });
    client.send(6, 2, 1, 'DU1000001');
    const values = valuesOf('DU1000001');
    expect(values.get('CashBalance EUR')).toBe('20000.00');
    const rate = Number(values.get('ExchangeRate EUR'));
    expect(rate).toBeGreaterThan(1);
    expect(Number(values.get('CashBalance USD'))).toBeCloseTo(100_000 - 20_000 * rate - 2, -1);
    const [base = 0, usd = 0, eur = 0] = ['BASE', 'USD', 'EUR'].map((currency) =>
      Number(values.get(`CashBalance ${currency}`)),
    );
    expect(base).toBeCloseTo(usd + eur * rate, 0);
  });
});

describe('a stock in euros', () => {
  it('is paid with euros, its commission too, and its P&L is told in dollars where sums are', () => {
    const sap = { symbol: 'SAP', currency: 'EUR', quantity: 100, account: 'DU1000001' };
    client.placeOrder(1, { ...sap, whatIf: true });
    client.placeOrder(2, sap);
    clock.advance(2000);
    const commissions = client.of(59);
    expect(new Set(commissions.map(([, , , , currency]) => currency))).toEqual(new Set(['EUR']));
    const [preview = []] = client.of(5);
    // The contract's currency, and the commission's.
    expect(preview.filter((field) => field === 'EUR')).toHaveLength(2);
    client.send(6, 2, 1, 'DU1000001');
    const values = valuesOf('DU1000001');
    const cash = Number(values.get('CashBalance EUR'));
    const worth = Number(values.get('StockMarketValue EUR'));
    const rate = Number(values.get('ExchangeRate EUR'));
    const charged = commissions.reduce((sum, [, , , commission]) => sum + Number(commission), 0);
    // Five basis points of what the shares cost.
    expect(charged / (-cash - charged)).toBeCloseTo(0.0005, 6);
    expect(cash).toBeLessThan(-8000);
    expect(values.get('CashBalance USD')).toBe('100000.00');
    expect(worth).toBeGreaterThan(8000);
    expect(Number(values.get('NetLiquidation USD'))).toBeCloseTo(
      100_000 + (cash + worth) * rate,
      0,
    );
    const [portfolio = []] = client.of(7);
    expect(portfolio).toContain('EUR');
    expect(Number(values.get('UnrealizedPnL BASE'))).toBeCloseTo(
      Number(values.get('UnrealizedPnL EUR')) * rate,
      1,
    );
  });
});

describe('a working order', () => {
  it('takes from the buying power until it ends', () => {
    client.send(62, 1, 5, 'All', 'BuyingPower');
    const buyingPower = (): number =>
      Number(client.of(63).findLast(([, , , account]) => account === 'DU1000001')?.[5]);
    expect(buyingPower()).toBe(200_000);
    client.placeOrder(1, {
      quantity: 100,
      orderType: 'LMT',
      limitPrice: 250,
      account: 'DU1000001',
    });
    clock.advance(3000);
    expect(buyingPower()).toBeLessThan(173_000);
    client.cancelOrder(1);
    clock.advance(3000);
    expect(buyingPower()).toBe(200_000);
  });
});

describe('an order for an option', () => {
  const option = (localSymbol: string): { conId: number; account: string } => {
    const found = gateway.market.instruments.find((each) => each.localSymbol === localSymbol);
    if (found === undefined) throw new Error(`There is no ${localSymbol}.`);
    return { conId: found.conId, account: 'DU1000001' };
  };

  it('trades, is paid in full and costs 65 cents a contract', () => {
    client.placeOrder(1, { ...option('SPY   200417C00290000'), quantity: 10 });
    clock.advance(2000);
    const [, , , commission, currency] = client.of(59)[0] ?? [];
    expect([commission, currency]).toEqual(['6.5', 'USD']);
    client.send(6, 2, 1, 'DU1000001');
    const values = valuesOf('DU1000001');
    const [value = 0, cash = 0, withLoan = 0] = [
      'OptionMarketValue USD',
      'CashBalance USD',
      'EquityWithLoanValue USD',
    ].map((key) => Number(values.get(key)));
    expect(value).toBeGreaterThan(1000);
    expect(cash).toBeCloseTo(100_000 - value - 6.5, -2);
    expect(withLoan).toBe(cash);
  });

  it('must be on the increment of its price', () => {
    const apple = option('AAPL  200417C00290000');
    for (const [id, limitPrice] of [
      [1, 3.02],
      [2, 3.05],
      [3, 2.02],
    ] as const) {
      client.placeOrder(id, { ...apple, quantity: 1, orderType: 'LMT', limitPrice });
    }
    expect(client.errors()).toMatchObject([{ id: 1, code: 110 }]);
  });

  it('that is sold needs the margin of a naked option', () => {
    client.placeOrder(1, {
      ...option('SPY   200417P00280000'),
      action: 'SELL',
      quantity: 1,
      whatIf: true,
    });
    client.send(62, 1, 5, 'All', 'InitMarginReq');
    client.placeOrder(2, { ...option('SPY   200417P00280000'), action: 'SELL', quantity: 1 });
    clock.advance(3000);
    const margin = Number(client.of(63).findLast(([, , , id]) => id === 'DU1000001')?.[5]);
    // Its price, about 10, and a fifth of about 280.
    expect(margin).toBeGreaterThan(100 * (280 * 0.2));
    expect(margin).toBeLessThan(100 * (290 * 0.2 + 25));
  });
});

describe('a future that ends', () => {
  it('is settled in cash, and is gone the next day', () => {
    const last = bareGateway(clock, { startDate: '2020-03-20', speed: 1000 });
    const trader = last.client();
    const march = last.market.instruments.find(({ localSymbol }) => localSymbol === 'MESH0');
    expect(march).toBeDefined();
    trader.placeOrder(1, { conId: march?.conId ?? 0, quantity: 2 });
    trader.send(61, 1);
    expect(trader.of(61).at(-1)?.at(-2)).toBe('2');
    trader.placeOrder(2, {
      conId: march?.conId ?? 0,
      quantity: 1,
      orderType: 'LMT',
      limitPrice: 1500,
      timeInForce: 'GTC',
    });
    clock.advance(24_000);
    expect(trader.statuses(2).at(-1)).toBe('Cancelled');
    expect(trader.of(61).at(-1)?.at(-2)).toBe('0');
    trader.send(
      9,
      8,
      5,
      march?.conId ?? 0,
      '',
      '',
      '',
      0,
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      0,
      '',
      '',
      '',
    );
    expect(trader.errors().at(-1)).toMatchObject({ id: 5, code: 200 });
  });
});

describe('an account whose margin is gone', () => {
  it('is warned, and then the gateway closes what it must', () => {
    client.placeOrder(1, { quantity: 650, account: 'DU1000001' });
    clock.advance(5000);
    gateway.control.priceShock('SPY', -40);
    clock.advance(3000);
    client.send(6, 2, 1, 'DU1000001');
    expect(valuesOf('DU1000001').get('HighestSeverity ')).toBe('3');
    expect(gateway.notices).toMatchObject([
      expect.stringMatching(/DU1000001 is short of maintenance margin by .* Close positions/),
    ]);
    expect(gateway.control.executions().every(({ side }) => side === 'BUY')).toBe(true);
    clock.advance(20_000);
    const sales = gateway.control.executions().filter(({ side }) => side === 'SELL');
    expect(sales.length).toBeGreaterThan(0);
    expect(sales.every(({ orderRef }) => orderRef === '')).toBe(true);
    client.send(7, 3, 9, 0, 'DU1000001', '', '', '', '', 'SELL');
    // An order of no client: its order id and client id are 0, and the execution is marked as a liquidation.
    const asOthersSee = client.of(11).find((fields) => fields[1] === '9') ?? [];
    expect(asOthersSee[2]).toBe('0');
    expect(asOthersSee.slice(asOthersSee.indexOf('SLD') + 4, -1).slice(0, 2)).toEqual(['0', '1']);
    clock.advance(3000);
    expect(Number(valuesOf('DU1000001').get('ExcessLiquidity USD'))).toBeGreaterThan(0);
    const sold = sales.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(sold).toBeLessThanOrEqual(650);
    clock.advance(20_000);
    expect(gateway.control.executions().filter(({ side }) => side === 'SELL')).toEqual(sales);
  });
});
