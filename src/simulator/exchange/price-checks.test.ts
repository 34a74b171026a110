import { beforeEach, describe, expect, it } from 'vitest';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { ScratchExchange } from './exchange.fixture.ts';
import { largestLimitOrder, priceCap, tooFarThrough } from './price-checks.ts';

let scratch: ScratchExchange;

beforeEach(() => {
  scratch = new ScratchExchange(new VirtualClock());
});

const onTick = (price: number): number => Math.round(price * 100) / 100;

describe('a limit too far through the market', () => {
  it('is cancelled as it comes, with both prices', () => {
    const { ask } = scratch.quote();
    const limitPrice = onTick(ask * 1.11);
    expect(scratch.place({ limitPrice })).toEqual({ kind: 'rejected' });
    expect(scratch.said).toEqual([
      'cancelled 1 In accordance with our regulatory obligations as a broker, we cannot accept your order at the ' +
        `limit price ${limitPrice} you selected because it is too far through the market. Please submit your order ` +
        `using a limit price that is closer to the current market price ${ask}.`,
    ]);
    expect(scratch.order(1)).toMatchObject({ status: 'Cancelled', filled: 0 });
    expect(scratch.exchange.workingOrders()).toEqual([]);
  });

  it('is not taken as a change, and the order stays as it was', () => {
    scratch.place({ limitPrice: 200 });
    const changed = scratch.place(
      { limitPrice: onTick(scratch.quote().ask * 1.2) },
      { orderId: 1 },
    );
    expect(changed).toMatchObject({ kind: 'refused', refusal: { code: 109 } });
    expect(scratch.order(1)).toMatchObject({ status: 'Submitted', terms: { limitPrice: 200 } });
  });

  it.each([
    ['a buy far above', 'SPY', { side: 'BUY', by: 0.11 }, true],
    ['a sell far below', 'SPY', { side: 'SELL', by: -0.11 }, true],
    ['a buy somewhat above', 'SPY', { side: 'BUY', by: 0.09 }, false],
    ['a buy far below', 'SPY', { side: 'BUY', by: -0.5 }, false],
    ['a sell far above', 'SPY', { side: 'SELL', by: 0.5 }, false],
    ['a future', 'ESM0', { side: 'BUY', by: 0.3 }, false],
    ['a currency', 'EUR.USD', { side: 'SELL', by: -0.3 }, false],
  ] as const)('is looked for in %s', (_, symbol, { side, by }, isTooFar) => {
    const instrument = scratch.listed(symbol);
    const quote = scratch.quote(instrument);
    const touch = side === 'BUY' ? quote.ask : quote.bid;
    const terms = {
      ...scratch.termsOf({ side, limitPrice: touch * (1 + by) }),
      orderType: 'LMT',
    } as const;
    expect(tooFarThrough(terms, instrument, quote)).toBe(isTooFar ? touch : null);
    const atClose = { ...terms, orderType: 'LOC' } as const;
    expect(tooFarThrough(atClose, instrument, quote)).toBeNull();
  });
});

describe('a price cap', () => {
  it('stands 5 % from the touch, on the tick', () => {
    expect(priceCap('BUY', 100.01, scratch.spy)).toBe(105.01);
    expect(priceCap('SELL', 100.01, scratch.spy)).toBe(95.01);
  });

  it('stops a limit order that asks for more, and says so', () => {
    const amazon = scratch.listed('AMZN');
    const limitPrice = onTick(scratch.quote(amazon).ask * 1.08);
    const cap = onTick(scratch.quote(amazon).ask * 1.05);
    scratch.place({ limitPrice, quantity: 4000 }, { instrument: amazon });
    const filled = scratch.order(1).filled;
    expect(filled).toBeGreaterThan(0);
    expect(filled).toBeLessThan(4000);
    scratch.shock(6, amazon);
    expect(scratch.said.at(-1)).toMatch(/^warned 1 399 Order Message:\nBUY 4000 AMZN /);
    expect(scratch.said.at(-1)).toContain(`to ${cap} before`);
    expect(scratch.order(1)).toMatchObject({ filled, status: 'Submitted' });
    scratch.shock(-3, amazon);
    expect(scratch.order(1).filled).toBeGreaterThan(filled);
  });

  it('begins anew for an order that is changed', () => {
    const amazon = scratch.listed('AMZN');
    scratch.place({ quantity: 4000 }, { instrument: amazon });
    scratch.shock(6, amazon);
    const { filled } = scratch.order(1);
    expect(scratch.said.at(-1)).toContain('warned 1 399');
    scratch.place({ quantity: 4001 }, { instrument: amazon, orderId: 1 });
    expect(scratch.order(1).filled).toBeGreaterThan(filled);
  });
});

describe('a large limit order', () => {
  it('is rejected, with the size that would do', () => {
    const largest = largestLimitOrder(scratch.spy) ?? Number.NaN;
    scratch.place({ limitPrice: 100, quantity: largest + 1 });
    expect(scratch.said).toEqual([
      expect.stringMatching(/^rejected 1 201 Order rejected - reason:.*Large Limit Orders for/),
    ]);
    expect(scratch.said[0]).toContain(`(not exceeding ${largest})`);
    expect(scratch.order(1).status).toBe('Inactive');
  });

  it('is a matter of stocks alone', () => {
    expect(largestLimitOrder(scratch.listed('ESM0'))).toBeNull();
    expect(largestLimitOrder(scratch.listed('EUR.USD'))).toBeNull();
  });
});

describe('a currency order below the least of IdealPro', () => {
  it('is an odd lot, which its client is told', () => {
    scratch.place({ limitPrice: 1, quantity: 19_999 }, { instrument: scratch.listed('EUR.USD') });
    expect(scratch.said).toEqual([
      'warned 1 399 Order Message:\nBUY 19999 EUR.USD IDEALPRO\nWarning: Your order size is below the EUR 20000 ' +
        'IdealPro minimum and will be routed as an odd lot order.',
      'changed 1 Submitted',
    ]);
  });

  it.each([
    ['EUR.USD', 20_000],
    ['USD.JPY', 25_000],
    ['SPY', 1],
  ])('is none in %s of %i', (symbol, quantity) => {
    scratch.place({ limitPrice: 1, quantity }, { instrument: scratch.listed(symbol) });
    expect(scratch.said).toEqual(['changed 1 Submitted']);
  });
});

describe('working orders on one side', () => {
  it('may be so many of an account in a contract, and the next is rejected', () => {
    scratch = new ScratchExchange(new VirtualClock(), { ordersPerSideLimit: 3 });
    const last = (): string | undefined => scratch.said.at(-1);
    for (let i = 0; i < 4; i += 1) scratch.place({ limitPrice: 100 });
    expect(last()).toBe(
      'rejected 4 201 Order rejected - reason:Your account has a minimum of 3 orders working on either the ' +
        'buy or sell side for this particular contract',
    );
    scratch.place({ limitPrice: 600, side: 'SELL' });
    expect(last()).toBe('changed 5 Submitted');
    scratch.place({ limitPrice: 100 }, { account: 'DU1000002' });
    expect(last()).toBe('changed 6 Submitted');
    scratch.place({ limitPrice: 100 }, { instrument: scratch.listed('QQQ') });
    expect(last()).toBe('changed 7 Submitted');
    scratch.exchange.cancel(1, 1);
    scratch.place({ limitPrice: 100 });
    expect(last()).toBe('changed 8 Submitted');
  });

  it('may be changed when there are as many as there may be', () => {
    scratch = new ScratchExchange(new VirtualClock(), { ordersPerSideLimit: 1 });
    scratch.place({ limitPrice: 100 });
    expect(scratch.place({ limitPrice: 101 }, { orderId: 1 })).toEqual({ kind: 'accepted' });
  });
});
