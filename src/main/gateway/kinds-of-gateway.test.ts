import { afterEach, describe, expect, it } from 'vitest';

import {
  linkUnderTest,
  wireOrderOf,
  type LinkUnderTest,
} from '../../../test/support/link-under-test.ts';
import type { SimulatedGatewayOptions } from '../../simulator/gateway-options.ts';
import { startSimulatedGateway, type SimulatedGateway } from '../../simulator/gateway.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { tickAt } from '#shared/domain/price-increment.ts';
import type { DepthBook } from '#shared/domain/market-depth.ts';

import { LiveAccountError } from './link-errors.ts';
import type { InstrumentQuery } from './order-wire.ts';

let gateway: SimulatedGateway;
let link: LinkUnderTest;

afterEach(async () => {
  await link.stop();
  await gateway.close();
});

async function readyLink(options: SimulatedGatewayOptions = {}): Promise<void> {
  gateway = await startSimulatedGateway({ latencyMs: 5, quoteRate: 20, ...options });
  link = linkUnderTest(gateway.port);
  await link.ready();
}

async function instrumentOf(query: InstrumentQuery): Promise<Instrument> {
  const [found] = await link.link.instrumentDetails(query);
  if (found === undefined) throw new Error(`The simulated gateway knows no ${query.symbol}.`);
  return found;
}

const spy: InstrumentQuery = {
  symbol: 'SPY',
  secType: 'STK',
  exchange: 'SMART',
  currency: 'USD',
};

function noComplaints(): string[] {
  return link.log.filter((line) => line.startsWith('error') || line.includes('could not'));
}

describe('a simulated gateway', () => {
  it('with several accounts is followed account by account, positions and cash included', async () => {
    const accounts = ['DU1000001', 'DU1000002'];
    await readyLink({ accounts });
    expect(link.link.accountIds()).toEqual(accounts);
    expect(link.snapshots[0]?.complete).toBe(true);
    for (const accountId of accounts) {
      const cash = link.snapshots[0]?.accountValues.find(
        (value) =>
          value.accountId === accountId &&
          value.tag === 'TotalCashBalance' &&
          value.currency === 'USD',
      );
      expect(Number(cash?.value)).toBe(1_000_000);
    }
    const instrument = await instrumentOf(spy);
    link.link.tradeOnly('DU1000002');
    link.link.placeOrder(
      wireOrderOf({
        orderId: link.link.nextOrderId(),
        accountId: 'DU1000002',
        instrument,
        orderType: 'MKT',
        limitPrice: null,
        quantity: 3,
      }),
    );
    await link.until('it is filled', () => link.ofKind('execution').length > 0);
    link.link.requestSnapshot();
    await link.until('another snapshot', () => link.snapshots.length === 2);
    expect(link.snapshots[1]?.positions.map((held) => [held.accountId, held.quantity])).toEqual([
      ['DU1000002', 3],
    ]);
    expect(noComplaints()).toEqual([]);
  });

  it('with a live account among them previews, and takes nothing else', async () => {
    await readyLink({ accounts: ['DU1000001', 'U1000009'] });
    const instrument = await instrumentOf(spy);
    const preview = await link.link.whatIf(
      wireOrderOf({ instrument, accountId: 'U1000009', quantity: 1 }),
    );
    expect(preview.initialMarginAfter).not.toBeNull();
    expect(() => link.link.placeOrder(wireOrderOf({ instrument }))).toThrow(LiveAccountError);
    expect(() => link.link.cancelAllOrders()).toThrow(LiveAccountError);
    link.link.requestSnapshot();
    await link.until('another snapshot', () => link.snapshots.length === 2);
    expect(link.snapshots[1]?.openOrders).toEqual([]);
  });

  it('with Read-Only API shows it', async () => {
    await readyLink({ readOnly: true });
    const instrument = await instrumentOf(spy);
    link.link.placeOrder(wireOrderOf({ orderId: link.link.nextOrderId(), instrument }));
    await link.until('it is refused', () => link.ofKind('order-error').length === 1);
    expect(link.link.readOnlyApi()).toBe(true);
    expect(link.status().reason).toContain('Read-Only API');
  });

  it('streams a book that stands in order', async () => {
    await readyLink();
    const instrument = await instrumentOf(spy);
    const books: DepthBook[] = [];
    const leave = link.link.subscribeDepth(instrument, 5, (book) => books.push(book));
    await link.until('a whole book', () => books.at(-1)?.asks.length === 5);
    const { bids = [], asks = [] } = books.at(-1) ?? {};
    expect(bids).toHaveLength(5);
    const prices = [
      ...bids.map(({ price }) => price).toReversed(),
      ...asks.map((row) => row.price),
    ];
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(new Set(prices).size).toBe(10);
    leave();
    expect(noComplaints()).toEqual([]);
  });

  it('names the steps of a price', async () => {
    await readyLink();
    const instrument = await instrumentOf(spy);
    const steps = await link.link.priceIncrements(instrument);
    expect(steps.at(-1)?.increment).toBe(instrument.minTick);
    expect(steps[0]?.lowEdge).toBe(0);
  });

  it('lists the options on a stock, with the steps of their price, and takes an order for one', async () => {
    await readyLink();
    const apple = await instrumentOf({ ...spy, symbol: 'AAPL' });
    const [chain] = await link.link.optionChain(apple);
    const expiry = chain?.expiries[0];
    const strike = chain?.strikes[Math.floor(chain.strikes.length / 2)];
    if (expiry === undefined || strike === undefined) throw new Error('There are no options.');
    expect(chain).toMatchObject({ underlyingId: apple.instrumentId, multiplier: 100 });
    const [option] = await link.link.searchInstruments(`AAPL ${expiry} ${strike} C`);
    if (option === undefined) throw new Error('The chain names an option that cannot be found.');
    expect(option).toMatchObject({ secType: 'OPT', multiplier: 100, expiry, strike, right: 'C' });
    const steps = await link.link.priceIncrements(option);
    expect([tickAt(steps, 1), tickAt(steps, 12)]).toEqual([0.01, 0.05]);
    const orderId = link.link.nextOrderId();
    link.link.placeOrder(
      wireOrderOf({ orderId, instrument: option, orderType: 'MKT', limitPrice: null, quantity: 1 }),
    );
    await link.until('it is filled', () =>
      link.ofKind('order-status').some(({ update }) => update.brokerStatus === 'Filled'),
    );
    expect(link.ofKind('execution')[0]?.execution.instrumentId).toBe(option.instrumentId);
    expect(noComplaints()).toEqual([]);
  });

  it('passes over what the desk does not trade', async () => {
    await readyLink();
    await expect(link.link.searchInstruments('US-T')).resolves.toEqual([]);
    expect(noComplaints()).toEqual([]);
  });

  it('takes an order for a future, with its multiplier and its expiry', async () => {
    await readyLink();
    const [future] = await link.link.instrumentDetails({ symbol: 'MES', secType: 'FUT' });
    if (future === undefined) throw new Error('The simulated gateway knows no MES.');
    expect(future).toMatchObject({ secType: 'FUT', multiplier: 5, strike: null });
    expect(future.expiry).toMatch(/^\d{8}$/);
    const orderId = link.link.nextOrderId();
    link.link.placeOrder(
      wireOrderOf({ orderId, instrument: future, orderType: 'MKT', limitPrice: null, quantity: 2 }),
    );
    await link.until('it is filled', () =>
      link.ofKind('order-status').some(({ update }) => update.brokerStatus === 'Filled'),
    );
    expect(link.ofKind('execution')[0]?.execution.instrumentId).toBe(future.instrumentId);
  });

  it('with delayed data alone is asked for that, and says so', async () => {
    await readyLink({ subscriptions: 'delayed' });
    const instrument = await instrumentOf(spy);
    link.link.subscribeQuotes(instrument);
    await link.until('it comes', () => link.quotes.at(-1)?.marketDataType === 'delayed');
    const about = link.ofKind('notice').filter((notice) => notice.instrumentId !== null);
    expect(about.map(({ message }) => message).join(' ')).toContain('Delayed data is asked for');
    expect(link.link.quoteLines().used).toBe(1);
    expect(
      link.quotes.every(({ marketDataType, bid }) => marketDataType !== 'live' || bid === null),
    ).toBe(true);
  });

  it('without any market data says so, and holds no line', async () => {
    await readyLink({ subscriptions: 'none' });
    const instrument = await instrumentOf(spy);
    link.link.subscribeQuotes(instrument);
    await link.until(
      'it is said',
      () =>
        link.link.quoteLines().used === 0 &&
        link.ofKind('notice').some((notice) => notice.instrumentId !== null),
    );
    expect(link.quotes.every(({ bid }) => bid === null)).toBe(true);
  });
});
