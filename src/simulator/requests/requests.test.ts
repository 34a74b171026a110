import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { bareGateway, type BareGateway, type CoreClient } from '../core-client.fixture.ts';
import type { Field } from '../wire/fields.ts';

let clock: VirtualClock;
let gateway: BareGateway;
let client: CoreClient;

beforeEach(() => {
  clock = new VirtualClock();
  gateway = bareGateway(clock);
  client = gateway.client();
  client.forget();
});

function contract(conId: number, symbol = '', secType = '', currency = ''): Field[] {
  return [conId, symbol, secType, '', 0, '', '', '', '', currency, '', ''];
}

describe('contracts', () => {
  const details = (...query: Field[]): void => client.send(9, 8, 5, ...query, 0, '', '', '');

  it('are described by conId or by their fields', () => {
    details(...contract(265598));
    details(...contract(0, 'aapl', 'STK', 'USD'));
    const [byId = [], byName = []] = client.of(10);
    expect(byName).toEqual(byId);
    expect(byId.slice(2, 4)).toEqual(['AAPL', 'STK']);
    expect(byId).toEqual(
      expect.arrayContaining([
        '265598',
        'APPLE INC',
        'NASDAQ',
        'SMART,NASDAQ',
        '26,26',
        'US/Eastern',
      ]),
    );
    expect(byId).toContain(
      '20200309:0930-20200309:1600;20200310:0930-20200310:1600;20200311:0930-20200311:1600;' +
        '20200312:0930-20200312:1600;20200313:0930-20200313:1600;20200314:CLOSED',
    );
    expect(client.of(52)).toHaveLength(2);
  });

  it('that fit a vague description all come', () => {
    details(...contract(0, 'USD', 'CASH'));
    expect(client.of(10)).toHaveLength(3);
    expect(client.of(52)).toHaveLength(1);
  });

  it('of a future have its expiry, its underlying and hours that begin the evening before', () => {
    details(...contract(0, 'MES', 'FUT', 'USD'));
    const [fields = []] = client.of(10);
    expect(fields).toEqual(
      expect.arrayContaining(['20200619', 'MESM0', '202006', '416904', 'US/Central']),
    );
    expect(fields.join('|')).toContain('20200308:1700-20200309:1600');
  });

  it('that do not exist are refused', () => {
    details(...contract(1));
    expect(client.errors()).toMatchObject([{ id: 5, code: 200 }]);
  });

  it('are found by symbol and by name', () => {
    client.send(81, 6, 'app');
    client.send(81, 7, 'MES');
    client.send(81, 8, 'zzz');
    const [apple = [], mes = [], none = []] = client.of(79);
    expect(apple).toEqual(expect.arrayContaining(['265598', 'AAPL']));
    expect(mes.slice(4, 6)).toEqual(['MES', 'FUT']);
    expect(none).toEqual(['79', '8', '0']);
  });

  it('have market rules', () => {
    client.send(91, 67);
    client.send(91, 12_345);
    expect(client.of(93)).toEqual([['93', '67', '1', '0', '0.25']]);
    expect(client.errors()).toMatchObject([{ code: 321 }]);
  });
});

describe('quotes', () => {
  const watch = (requestId: number, conId: number, snapshot = 0): void =>
    client.send(1, 11, requestId, ...contract(conId), 0, '', snapshot, 0, '');

  it('come whole at first and then only as they change', () => {
    watch(5, 756733);
    expect(client.received.map(([id]) => id).slice(0, 3)).toEqual(['81', '58', '45']);
    const fields = [...client.of(1), ...client.of(2)].map(([, , , field]) => Number(field));
    expect(fields.toSorted((a, b) => a - b)).toEqual([1, 2, 4, 6, 7, 9, 14]);
    client.forget();
    clock.advance(5000);
    const prices = client
      .of(1)
      .filter(([, , , field]) => field === '4')
      .map((tick) => tick[4]);
    expect(prices.length).toBeGreaterThan(3);
    prices.forEach((price, i) => expect(price).not.toBe(prices[i - 1]));
    expect(client.of(1).some(([, , , field]) => field === '9')).toBe(false);
    expect(Number(client.of(2).findLast(([, , , field]) => field === '8')?.[4])).toBeGreaterThan(0);
  });

  it('of a currency pair have no trades, those of an index no bid and ask', () => {
    watch(5, 12087792);
    watch(6, 416904);
    const fieldsOf = (id: string): string[] =>
      client
        .of(1)
        .filter((tick) => tick[2] === id)
        .map((tick) => tick[3] ?? '');
    expect(fieldsOf('5')).toEqual(['1', '2', '6', '7', '9', '14']);
    expect(fieldsOf('6')).toEqual(['4', '6', '7', '9', '14']);
  });

  it('as a snapshot come once and end', () => {
    watch(5, 756733, 1);
    expect(client.of(57)).toEqual([['57', '1', '5']]);
    client.forget();
    clock.advance(2000);
    expect(client.received).toEqual([]);
  });

  it('stop when cancelled, and only then', () => {
    watch(5, 756733);
    watch(5, 265598);
    client.send(2, 1, 6);
    client.send(2, 1, 5);
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [5, 322],
      [6, 300],
    ]);
    client.forget();
    clock.advance(2000);
    expect(client.received).toEqual([]);
  });

  it('are limited to 100 lines', () => {
    for (let i = 0; i < 101; i += 1) watch(i, 756733);
    expect(client.errors()).toMatchObject([{ id: 100, code: 101 }]);
  });

  it('are the same for two clients and for two gateways of one seed', () => {
    const other = bareGateway(clock).client();
    watch(5, 265598);
    other.send(1, 11, 5, ...contract(265598), 0, '', 0, 0, '');
    clock.advance(3000);
    const ticks = (of: CoreClient): string[][] =>
      of.received.filter(([id]) => id === '1' || id === '2');
    expect(ticks(other)).toEqual(ticks(client));
  });
});

describe('history', () => {
  const ask = (
    requestId: number,
    conId: number,
    { end = '', size = '5 mins', duration = '1 D', show = 'TRADES', format = 1, keep = 0 } = {},
  ): void =>
    client.send(
      20,
      requestId,
      ...contract(conId),
      0,
      end,
      size,
      duration,
      1,
      show,
      format,
      keep,
      '',
    );

  const bars = (): string[][] => {
    const [, , , , , ...fields] = client.of(17).at(-1) ?? [];
    const found: string[][] = [];
    for (let at = 0; at < fields.length; at += 8) found.push(fields.slice(at, at + 8));
    return found;
  };

  it('of the real day before is what the record says', () => {
    ask(5, 756733, { size: '1 day', duration: '5 D', end: '20200306 16:00:00 US/Eastern' });
    expect(bars().map((bar) => bar[0])).toEqual([
      '20200302',
      '20200303',
      '20200304',
      '20200305',
      '20200306',
    ]);
    expect(bars().at(-1)?.slice(1, 5)).toEqual(['295.42', '298.59', '290.15', '297.24']);
  });

  it('within a day comes in order, in the notation asked for', () => {
    ask(5, 756733, { end: '20200306 16:00:00 US/Eastern', size: '1 hour' });
    expect(bars().map((bar) => bar[0])).toEqual(
      ['09:30:00', '10:30:00', '11:30:00', '12:30:00', '13:30:00', '14:30:00', '15:30:00'].map(
        (time) => `20200306 ${time} US/Eastern`,
      ),
    );
    ask(6, 756733, { end: '20200306-21:00:00', size: '1 hour', format: 2 });
    expect(Number(bars()[0]?.[0])).toBe(Date.parse('2020-03-06T14:30:00Z') / 1000);
  });

  it('includes the bar that is forming', () => {
    clock.advance(90_000);
    ask(5, 756733, { size: '1 min' });
    expect(bars().map((bar) => bar[0]?.slice(9, 17))).toEqual(['09:30:00', '09:31:00']);
  });

  it.each([
    ['1 D', '1 min', 390],
    ['5 D', '5 mins', 390],
    ['1 W', '1 hour', 35],
    ['1 M', '1 day', 20],
    ['1 Y', '1 day', 252],
    ['1 Y', '1 hour', 252 * 7],
    ['3600 S', '5 secs', 720],
  ])('of %s in bars of %s has about %i of them', (duration, size, count) => {
    ask(5, 265598, { duration, size, end: '20200306 16:00:00 US/Eastern' });
    expect(bars().length).toBeGreaterThanOrEqual(count * 0.98);
    expect(bars().length).toBeLessThanOrEqual(count * 1.02);
    for (const [, open, high, low, close] of bars()) {
      expect(Number(high)).toBeGreaterThanOrEqual(Math.max(Number(open), Number(close)));
      expect(Number(low)).toBeLessThanOrEqual(Math.min(Number(open), Number(close)));
    }
  });

  it('of bids is below that of asks', () => {
    ask(5, 12087792, { show: 'BID', end: '20200306 16:00:00 US/Eastern', size: '1 day' });
    const bid = Number(bars()[0]?.[4]);
    ask(6, 12087792, { show: 'ASK', end: '20200306 16:00:00 US/Eastern', size: '1 day' });
    expect(Number(bars()[0]?.[4]) - bid).toBeCloseTo(0.00005, 6);
  });

  it('kept up to date goes on with the forming bar', () => {
    ask(5, 756733, { size: '1 min', keep: 1 });
    client.forget();
    clock.advance(61_000);
    const updates = client.of(90);
    expect(updates.length).toBeGreaterThan(50);
    const starts = new Set(updates.map((update) => update[3]?.slice(9, 17)));
    expect([...starts]).toEqual(['09:30:00', '09:31:00']);
    client.send(25, 1, 5);
    client.forget();
    clock.advance(5000);
    expect(client.of(90)).toEqual([]);
  });

  it('kept up to date leaves out no bar, however fast time runs', () => {
    const fast = bareGateway(clock, { speed: 1000 }).client();
    client = fast;
    ask(5, 756733, { size: '1 min', keep: 1 });
    fast.forget();
    clock.advance(30_000);
    const starts = [...new Set(fast.of(90).map((update) => update[3]))];
    expect(starts.length).toBeGreaterThan(490);
    expect(starts).toContain('20200309 15:59:00 US/Eastern');
    expect(starts).toContain('20200310 09:30:00 US/Eastern');
  });

  it.each([
    ['an unknown size', { size: '7 mins' }, 321],
    ['an unknown duration', { duration: 'one day' }, 321],
    ['an unreadable end', { end: 'yesterday' }, 10314],
    ['an unknown zone', { end: '20200306 16:00:00 Mars/Base' }, 10314],
    ['data that is not simulated', { show: 'OPTION_IMPLIED_VOLATILITY' }, 321],
    ['too many bars', { size: '1 secs', duration: '1 M' }, 162],
    ['an end with bars kept up to date', { end: '20200306 16:00:00', keep: 1 }, 321],
  ])('with %s is refused', (_, request, code) => {
    ask(5, 756733, request);
    expect(client.errors().map((error) => [error.id, error.code])).toEqual([[5, code]]);
  });

  it('is asked for as often as anyone likes, unless pacing is on', () => {
    const errorsAfter = (count: number, show = 'TRADES'): number => {
      client.forget();
      for (let id = 1; id <= count; id += 1) ask(id, 756733, { size: '1 day', show });
      return client.errors().filter(({ code }) => code === 162).length;
    };
    expect(errorsAfter(70)).toBe(0);
    client = bareGateway(clock, { historyPacing: true }).client();
    // The second one is the same request again.
    expect(errorsAfter(2)).toBe(1);
    expect(client.errors()[0]?.text).toContain('pacing violation');
    clock.advance(15_000);
    expect(errorsAfter(1)).toBe(0);
  });

  it('of bid and ask spans the highest ask and the lowest bid', () => {
    clock.advance(60_000);
    const figuresOf = (show: string): number[][] => {
      ask(5, 756733, { size: '1 min', duration: '300 S', show });
      return bars().map((bar) => bar.slice(1, 5).map(Number));
    };
    const [bids, asks, both] = [figuresOf('BID'), figuresOf('ASK'), figuresOf('BID_ASK')];
    expect(both.length).toBeGreaterThan(3);
    both.forEach(([open = 0, high, low, close = 0], i) => {
      expect([high, low]).toEqual([asks[i]?.[1], bids[i]?.[2]]);
      expect(open).toBeGreaterThanOrEqual(bids[i]?.[2] ?? Infinity);
      expect(close).toBeLessThanOrEqual(asks[i]?.[1] ?? 0);
    });
    ask(6, 756733, { show: 'BID_ASK', keep: 1 });
    expect(client.errors()).toMatchObject([{ id: 6, code: 321 }]);
  });

  it('of a schedule is the sessions, day by day', () => {
    ask(5, 756733, {
      size: '1 day',
      duration: '3 D',
      show: 'SCHEDULE',
      end: '20200306 16:00:00 US/Eastern',
    });
    const day = (date: string): string => `${date}-09:30:00 ${date}-16:00:00 ${date}`;
    expect(client.of(106).map((fields) => fields.join(' '))).toEqual([
      '106 5 20200304-09:30:00 20200306-16:00:00 US/Eastern 3 ' +
        ['20200304', '20200305', '20200306'].map(day).join(' '),
    ]);
    ask(6, 756733, { size: '5 mins', show: 'SCHEDULE' });
    expect(client.errors()).toMatchObject([{ id: 6, code: 321 }]);
  });

  it('that is kept up to date has its id for itself', () => {
    ask(5, 756733, { size: '1 min', duration: '300 S', keep: 1 });
    ask(5, 756733, { size: '1 min', duration: '600 S', keep: 1 });
    expect(client.errors()).toMatchObject([{ id: 5, code: 322 }]);
  });

  it('of trades in a currency pair is refused, and so is a cancel of nothing', () => {
    ask(5, 12087792);
    client.send(25, 1, 99);
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [5, 162],
      [99, 366],
    ]);
  });
});

describe('accounts', () => {
  it('report a summary that follows fills', () => {
    client.send(62, 1, 5, 'All', 'NetLiquidation,BuyingPower,TotalCashValue');
    expect(client.of(63).map((fields) => fields.slice(3))).toEqual([
      ['DU1000001', 'BuyingPower', '2000000.00', 'USD'],
      ['DU1000001', 'NetLiquidation', '1000000.00', 'USD'],
      ['DU1000001', 'TotalCashValue', '1000000.00', 'USD'],
    ]);
    expect(client.of(64)).toHaveLength(1);
    client.forget();
    client.placeOrder(1, { quantity: 100 });
    expect(client.of(63).map((fields) => fields[4])).toContain('TotalCashValue');
    client.send(63, 1, 5);
    client.forget();
    client.placeOrder(2, { quantity: 100 });
    expect(client.of(63)).toEqual([]);
  });

  it.each([
    ['another group', ['Family', 'NetLiquidation']],
    ['an unknown tag', ['All', 'Happiness']],
    ['no tag', ['All', '']],
  ])('refuse a summary of %s', (_, [group = '', tags = '']) => {
    client.send(62, 1, 5, group, tags);
    expect(client.errors()).toMatchObject([{ id: 5, code: 321 }]);
  });

  it('report updates, the portfolio and their end', () => {
    client.placeOrder(1, { quantity: 100 });
    client.forget();
    client.send(6, 2, 1, 'DU1000001');
    const values = new Map(
      client.of(6).map(([, , key, value, currency]) => [`${key}:${currency}`, value]),
    );
    expect(values.get('AccountReady:')).toBe('true');
    expect(Number(values.get('NetLiquidation:USD'))).toBeCloseTo(999_998, -2);
    expect(client.of(7)[0]?.slice(2, 5)).toEqual(['756733', 'SPY', 'STK']);
    expect(client.of(8)).toEqual([['8', '1', '09:30']]);
    expect(client.of(54)).toEqual([['54', '1', 'DU1000001']]);
    client.forget();
    client.placeOrder(2, { action: 'SELL', quantity: 100 });
    expect(client.of(7)[0]).toContain('0');
    client.send(6, 2, 0, 'DU1000001');
    client.forget();
    clock.advance(10_000);
    expect(client.of(6)).toEqual([]);
  });

  it('report positions as they are and as they change', () => {
    client.send(61, 1);
    expect(client.received).toEqual([['62', '1']]);
    client.placeOrder(1, { quantity: 100 });
    const [bought = []] = client.of(61);
    expect(bought.slice(2, 5)).toEqual(['DU1000001', '756733', 'SPY']);
    expect(bought.at(-2)).toBe('100');
    client.placeOrder(2, { action: 'SELL', quantity: 100 });
    expect(client.of(61).at(-1)?.at(-2)).toBe('0');
    client.send(64, 1);
    client.forget();
    client.placeOrder(3, { quantity: 100 });
    expect(client.of(61)).toEqual([]);
  });

  it('report P&L of the account and of one position, every second that it moves', () => {
    client.send(92, 5, 'DU1000001', '');
    client.send(94, 6, 'DU1000001', '', 756733);
    expect(client.of(94)).toEqual([['94', '5', '0', '0', '0']]);
    expect(client.of(95)).toEqual([['95', '6', '0', '0', '0', '0', '0']]);
    client.placeOrder(1, { quantity: 100 });
    clock.advance(3000);
    const [, , daily, unrealized, realized] = client.of(94).at(-1) ?? [];
    expect(daily).toBe(unrealized);
    expect(realized).toBe('0');
    expect(client.of(95).at(-1)?.slice(2, 5)).toEqual(['100', daily, unrealized]);
    client.send(93, 5);
    client.send(95, 6);
    client.forget();
    clock.advance(3000);
    expect(client.received).toEqual([]);
  });

  it('report by several requests at once', () => {
    client.placeOrder(1, { quantity: 100 });
    client.forget();
    client.send(76, 2, 5, 'DU1000001', '', 1);
    client.send(74, 1, 6, 'DU1000001', '');
    expect(client.of(73).length).toBeGreaterThan(10);
    expect(client.of(74)).toEqual([['74', '1', '5']]);
    expect(client.of(71)[0]).toContain('756733');
    expect(client.of(72)).toEqual([['72', '1', '6']]);
    client.send(77, 2, 5);
    client.send(75, 1, 6);
    client.send(75, 1, 6);
    expect(client.errors()).toMatchObject([{ id: 6, code: 300 }]);
  });

  it('that are not there are refused', () => {
    client.send(92, 5, 'U7654321', '');
    client.send(6, 2, 1, 'U7654321');
    expect(client.errors().map(({ id, code }) => [id, code])).toEqual([
      [5, 321],
      [-1, 321],
    ]);
  });

  it('can be several, a live-looking one among them', () => {
    const several = bareGateway(clock, { accounts: ['DU1000001', 'U7654321'] });
    const trader = several.client();
    expect(trader.of(15)).toEqual([['15', '1', 'DU1000001,U7654321']]);
    trader.placeOrder(1, { quantity: 10 });
    trader.placeOrder(1, { quantity: 10, account: 'U7654321' });
    expect(trader.errors().at(-1)).toMatchObject({ id: 1, code: 435 });
    expect(several.control.orders()).toMatchObject([{ accountId: 'U7654321' }]);
  });
});

describe('what clients ask for as they connect', () => {
  const asked = (id: number, ...fields: Field[]): string[][] => {
    client.forget();
    client.send(id, ...fields);
    return client.received;
  };

  it('is answered with its end where the simulated market has none of it', () => {
    expect(asked(67, 1, 5)).toEqual([['67', '1', '5', '']]);
    expect(asked(78, 5, 'IBM', '', 'STK', 8314)).toEqual([['76', '5']]);
    expect(asked(79, 5)).toEqual([['77', '5', '0']]);
  });

  it('names the venues', () => {
    const [[id, count, ...venues] = []] = asked(82);
    expect([id, venues.length]).toEqual(['80', Number(count) * 5]);
    expect(venues.join(' ')).toContain('NASDAQ STK  Deep 2147483647');
    const [components = []] = asked(83, 5, '9c0001');
    expect(components.slice(0, 2)).toEqual(['82', '5']);
    expect(components.slice(3)).toHaveLength(Number(components[2]) * 3);
    expect(components.join(' ')).toContain('NASDAQ Q');
  });

  it('tells how far the data goes back', () => {
    const head = (conId: number, show: string, format: number): string[][] =>
      asked(87, 5, ...contract(conId), 0, 1, show, format);
    expect(head(756733, 'TRADES', 1)).toEqual([['88', '5', '20000103-14:30:00']]);
    expect(head(756733, 'BID', 2)).toEqual([
      ['88', '5', String(Date.parse('2000-01-03T14:30:00Z') / 1000)],
    ]);
    expect(head(12087792, 'TRADES', 1)[0]?.[3]).toBe('162');
    expect(head(1, 'TRADES', 1)[0]?.[3]).toBe('200');
    expect(head(756733, 'FEE_RATE', 1)[0]?.[3]).toBe('321');
    expect(asked(90, 5)).toEqual([]);
  });

  it('spreads the volume of some days over prices', () => {
    const [[id, , count, ...rows] = []] = asked(88, 5, ...contract(756733), 0, 1, '3 days');
    expect([id, rows.length]).toEqual(['89', Number(count) * 2]);
    const prices = rows.filter((_, i) => i % 2 === 0).map(Number);
    expect(prices.length).toBeGreaterThan(50);
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(rows.every((_, i) => i % 2 === 0 || Number(rows[i]) > 0)).toBe(true);
    expect(asked(88, 5, ...contract(756733), 0, 1, 'ever')[0]?.[3]).toBe('321');
    expect(asked(88, 5, ...contract(756733), 0, 1, '900 years')[0]?.[3]).toBe('321');
    expect(asked(88, 5, ...contract(12087792), 0, 1, '3 days')[0]?.[3]).toBe('162');
    expect(asked(89, 5)).toEqual([]);
  });

  it('includes every summary tag of the official clients', () => {
    const tags =
      'AccountType,NetLiquidation,TotalCashValue,SettledCash,AccruedCash,BuyingPower,' +
      'EquityWithLoanValue,PreviousDayEquityWithLoanValue,GrossPositionValue,RegTEquity,RegTMargin,' +
      'SMA,InitMarginReq,MaintMarginReq,AvailableFunds,ExcessLiquidity,Cushion,FullInitMarginReq,' +
      'FullMaintMarginReq,FullAvailableFunds,FullExcessLiquidity,LookAheadNextChange,' +
      'LookAheadInitMarginReq,LookAheadMaintMarginReq,LookAheadAvailableFunds,' +
      'LookAheadExcessLiquidity,HighestSeverity,DayTradesRemaining,DayTradesRemainingT+1,' +
      'DayTradesRemainingT+2,DayTradesRemainingT+3,DayTradesRemainingT+4,Leverage';
    asked(62, 1, 5, 'All', tags);
    expect(client.errors()).toEqual([]);
    expect(client.of(63).map((fields) => fields[4])).toEqual(tags.split(',').toSorted());
    asked(62, 1, 6, 'All', '$LEDGER:ALL');
    expect(client.of(63).map((fields) => fields[4])).toContain('NetLiquidationByCurrency');
  });
});

describe('executions and orders', () => {
  it('are found by client, symbol, side and time', () => {
    client.placeOrder(1, { quantity: 10 });
    client.placeOrder(2, { quantity: 10, symbol: 'QQQ' });
    clock.advance(120_000);
    client.placeOrder(3, { action: 'SELL', quantity: 5 });
    const count = (...filter: Field[]): number => {
      client.forget();
      client.send(7, 3, 60, ...filter);
      expect(client.of(55)).toEqual([['55', '1', '60']]);
      return client.of(11).length;
    };
    expect(count(0, '', '', '', '', '', '')).toBe(3);
    expect(count(1, 'DU1000001', '', 'SPY', 'STK', '', '')).toBe(2);
    expect(count(0, '', '', '', '', '', 'SELL')).toBe(1);
    expect(count(0, '', '20200309 09:31:00', '', '', '', '')).toBe(1);
    expect(count(0, '', '20200309-13:31', '', '', '', '')).toBe(1);
    expect(count(0, '', '20200309 08:31:00 US/Central', '', '', '', '')).toBe(1);
    expect(count(0, '', '', '', '', 'NASDAQ', '')).toBe(1);
    expect(count(2, '', '', '', '', '', '')).toBe(0);
    client.forget();
    client.send(7, 3, 61, 0, '', 'this morning', '', '', '', '');
    expect(client.errors()).toMatchObject([{ id: 61, code: 321 }]);
  });

  it('of other clients are seen by those who ask for all', () => {
    client.placeOrder(1, { orderType: 'LMT', limitPrice: 200, orderRef: 'theirs' });
    const other = gateway.client(2);
    other.forget();
    other.send(5, 1);
    expect(other.of(5)).toEqual([]);
    other.send(16, 1);
    expect(other.of(5)[0]).toContain('theirs');
    expect(other.of(53)).toHaveLength(2);
    other.send(15, 1, 1);
    expect(other.errors()).toMatchObject([{ code: 321 }]);
  });

  it('carry the fields of their server version', () => {
    const fieldCounts = [176, 177, 183, 184, 193].map((version, clientId) => {
      const versioned = gateway.client(10 + clientId, version);
      versioned.forget();
      versioned.placeOrder(1, { orderType: 'LMT', limitPrice: 200 });
      versioned.cancelOrder(1);
      versioned.send(99, 0);
      return [versioned.of(5)[0]?.length, versioned.of(101)[0]?.length];
    });
    const [[open = 0, completed = 0] = []] = fieldCounts;
    expect(fieldCounts).toEqual([
      [open, completed],
      // Without the advisor's profile.
      [open - 1, completed - 1],
      // With the customer's account, then with whether the customer is professional.
      [open, completed],
      [open + 1, completed + 1],
      // Accrued interest, overnight trading, and two fields of CME in open orders alone.
      [open + 5, completed + 1],
    ]);
  });
});
