import { beforeEach, describe, expect, it } from 'vitest';

import type { OrderSide } from '#shared/domain/order.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { captureState, gatewayStateSchema } from '../persistence/gateway-state.ts';
import { ScratchExchange } from './exchange.fixture.ts';
import { nextRevision } from './id-sequences.ts';

let scratch: ScratchExchange;

beforeEach(() => {
  scratch = new ScratchExchange(new VirtualClock());
});

function latest(): { execId: string; price: number } {
  const execution = scratch.exchange.latestExecution();
  if (execution === undefined) throw new RangeError('Nothing has traded.');
  return execution;
}

function netLiquidation(): number {
  return scratch.account().figures(scratch.marks).netLiquidation;
}

const held = (): number => scratch.account().held(scratch.spy).quantity;

describe('the id of a correction', () => {
  it.each([
    ['0000e0d5.69dd7411.01.01', '0000e0d5.69dd7411.01.02'],
    ['0000e0d5.69dd7411.01.09', '0000e0d5.69dd7411.01.10'],
    ['0000e0d5.69dd7411.01.99', '0000e0d5.69dd7411.01.100'],
  ])('of %s is %s', (execId, next) => {
    expect(nextRevision(execId)).toBe(next);
  });
});

describe('a bust', () => {
  it('is the same fill with a quantity of 0, and leaves the account as if it had never been', () => {
    const before = netLiquidation();
    scratch.place();
    expect(held()).toBe(10);
    const traded = latest();
    const bust = scratch.exchange.bust(traded.execId);
    expect(bust).toMatchObject({
      execId: traded.execId.replace(/\.01$/, '.02'),
      quantity: 0,
      price: traded.price,
      cumulativeQuantity: 0,
      commissionMicros: 0,
      realizedMicros: null,
    });
    expect(scratch.executions.at(-1)).toBe(bust);
    expect(held()).toBe(0);
    expect(netLiquidation()).toBeCloseTo(before, 6);
    expect(scratch.order(1)).toMatchObject({ status: 'Filled', filled: 0 });
  });

  it('of a closing fill opens the position again at what it cost, and realises nothing', () => {
    scratch.place();
    const bought = scratch.account().held(scratch.spy);
    scratch.shock(1);
    scratch.place({ side: 'SELL' });
    expect(scratch.account().held(scratch.spy).realizedTodayMicros).not.toBe(0);
    scratch.exchange.bust(latest().execId);
    expect(scratch.account().held(scratch.spy)).toEqual(bought);
  });

  it.each(['SPY', 'ESM0', 'EUR.USD'])(
    'in the middle of a day of %s leaves the account as if it had never been',
    (symbol) => {
      const day = (bust: boolean): unknown => {
        const each = new ScratchExchange(new VirtualClock());
        const instrument = each.listed(symbol);
        const trade = (side: OrderSide, quantity: number): void => {
          each.place({ side, quantity }, { instrument });
          each.ticks(4, instrument);
        };
        trade('BUY', 10);
        if (bust) {
          trade('BUY', 30);
          const execId = each.exchange.latestExecution()?.execId ?? '';
          trade('SELL', 5);
          trade('SELL', 15);
          each.exchange.bust(execId);
        } else {
          each.ticks(4, instrument);
          trade('SELL', 5);
          trade('SELL', 15);
        }
        return { held: each.account().held(instrument), cash: each.account().cash() };
      };
      expect(day(true)).toEqual(day(false));
    },
  );

  it('of another day gives the money and the position back', () => {
    const before = netLiquidation();
    scratch.place();
    const { execId } = latest();
    scratch.account().beginDay(scratch.marks);
    scratch.exchange.bust(execId);
    expect(held()).toBe(0);
    expect(netLiquidation()).toBeCloseTo(before, 6);
  });

  it('stands in the list where the trade stood, and only once', () => {
    scratch.place();
    scratch.place();
    const [first] = scratch.exchange.executions();
    const bust = scratch.exchange.bust(first?.execId ?? '');
    expect(scratch.exchange.executions()[0]).toBe(bust);
    expect(scratch.exchange.executions()).toHaveLength(2);
    expect(scratch.exchange.bust(first?.execId ?? '')).toBeUndefined();
    expect(scratch.exchange.bust(bust?.execId ?? '')).toBeUndefined();
    expect(scratch.exchange.bust('nothing.01')).toBeUndefined();
  });

  it('is kept between runs', () => {
    scratch.place();
    scratch.exchange.bust(latest().execId);
    const { accounts, exchange, ids } = scratch;
    const saved = captureState({ accounts, exchange, ids }, scratch.tick().moment);
    expect(gatewayStateSchema.parse(structuredClone(saved)).executions).toMatchObject([
      { quantity: 0, commissionMicros: 0 },
    ]);
  });

  it('is not the latest execution any more', () => {
    scratch.place();
    const first = latest();
    scratch.place();
    scratch.exchange.bust(latest().execId);
    expect(latest()).toBe(first);
  });
});

describe('a correction', () => {
  it('carries the whole fill at its new price, on the tick, and the account pays the difference', () => {
    scratch.place();
    const before = netLiquidation();
    const traded = latest();
    const corrected = scratch.exchange.correct(traded.execId, traded.price - 1.004);
    const price = Math.round((traded.price - 1) * 100) / 100;
    expect(corrected).toMatchObject({
      execId: traded.execId.replace(/\.01$/, '.02'),
      quantity: 10,
      price,
      cumulativeQuantity: 10,
      averagePrice: price,
    });
    expect(held()).toBe(10);
    expect(netLiquidation()).toBeCloseTo(before + 10, 6);
    expect(scratch.order(1)).toMatchObject({ filled: 10, lastFillPrice: price });
  });

  it('can be corrected again, and busted', () => {
    scratch.place();
    const again = scratch.exchange.correct(latest().execId, 200);
    const third = scratch.exchange.correct(again?.execId ?? '', 201);
    expect(third?.execId).toMatch(/\.03$/);
    expect(scratch.exchange.bust(third?.execId ?? '')?.execId).toMatch(/\.04$/);
    expect(held()).toBe(0);
  });
});
