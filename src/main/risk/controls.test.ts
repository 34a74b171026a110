import { describe, expect, it } from 'vitest';

import type { WhatIf } from '#shared/domain/broker-word.ts';
import type { VerdictOutcome } from '#shared/domain/control.ts';
import type { PersonPermission } from '#shared/domain/limits.ts';
import { linkStateSchema, type LinkState } from '#shared/domain/gateway.ts';

import { controls } from './chain.ts';
import { context, instrument, limits, modify, proposal, quote } from './context.fixture.ts';
import type { Control, ControlContext, UnansweredOrder } from './control.ts';
import { accountKind } from './controls/account-kind.ts';
import { assetClassConcentration } from './controls/asset-class-concentration.ts';
import { assetClassExposure } from './controls/asset-class-exposure.ts';
import { buyingPower } from './controls/buying-power.ts';
import { concentration } from './controls/concentration.ts';
import { dailyLoss } from './controls/daily-loss.ts';
import { drawdown } from './controls/drawdown.ts';
import { duplicateOrder } from './controls/duplicate-order.ts';
import { grossExposure } from './controls/gross-exposure.ts';
import { instrumentAndTick } from './controls/instrument-and-tick.ts';
import { linkState } from './controls/link-state.ts';
import { marketHours } from './controls/market-hours.ts';
import { maxOrderQuantity } from './controls/max-order-quantity.ts';
import { maxOrderValue } from './controls/max-order-value.ts';
import { messageRate } from './controls/message-rate.ts';
import { netExposure } from './controls/net-exposure.ts';
import { openOrderCount } from './controls/open-order-count.ts';
import { personPermission } from './controls/person-permission.ts';
import { positionLimit } from './controls/position-limit.ts';
import { priceCollar } from './controls/price-collar.ts';
import { repeatedExecution } from './controls/repeated-execution.ts';
import { restrictedList } from './controls/restricted-list.ts';
import { sectorConcentration } from './controls/sector-concentration.ts';
import { sectorExposure } from './controls/sector-exposure.ts';
import { selfTrade } from './controls/self-trade.ts';
import { shortPeriodValue } from './controls/short-period-value.ts';
import { shortSale } from './controls/short-sale.ts';
import { staleQuote } from './controls/stale-quote.ts';
import { tradingState } from './controls/trading-state.ts';
import { unansweredOrder } from './controls/unanswered-order.ts';
import { whatIfMargin } from './controls/what-if-margin.ts';

interface Row {
  it: string;
  given?: Partial<ControlContext>;
  gives: VerdictOutcome;
  /** Part of the sentence, with plain spaces. */
  says?: string;
}

const held = (position: number, workingBuy = 0, workingSell = 0) => ({
  position,
  workingBuy,
  workingSell,
});
const sell = (quantity: number) => proposal({ side: 'SELL', quantity });
const market = (side: 'BUY' | 'SELL') => proposal({ side, orderType: 'MKT', limitPrice: null });

const preview = (
  initialMarginAfter: number | null,
  equityWithLoanAfter: number | null,
): WhatIf => ({
  initialMarginAfter,
  initialMarginChange: null,
  maintenanceMarginAfter: null,
  equityWithLoanAfter,
  commission: null,
  commissionCurrency: null,
  warning: null,
});

const otherLinkStates = linkStateSchema.options.filter((state) => state !== 'ready');

const waits = (
  awaits: UnansweredOrder['awaits'],
  waitedMs: number,
): Pick<ControlContext, 'unanswered'> => ({
  unanswered: { order: 'BUY 10 SPY LMT', awaits, waitedMs },
});

const restricted = (symbol: string): Pick<ControlContext, 'limits'> => ({
  limits: {
    ...limits(),
    restrictedInstruments: [{ symbol, reason: 'The desk advises its issuer.' }],
  },
});

const others = (gross: number, long = 0, short = 0): Pick<ControlContext, 'otherExposure'> => ({
  otherExposure: { gross, long, short },
});

const permitted = (change: Partial<PersonPermission>): Pick<ControlContext, 'limits'> => ({
  limits: {
    ...limits(),
    permission: {
      personId: 'ada',
      instruments: null,
      assetClasses: null,
      orderTypes: null,
      accounts: null,
      reason: 'She trades for the index book alone.',
      ...change,
    },
  },
});

const inSector = (gross: number, long = 0, short = 0): Pick<ControlContext, 'sectorExposure'> => ({
  sectorExposure: { gross, long, short },
});
const inClass = (
  gross: number,
  long = 0,
  short = 0,
): Pick<ControlContext, 'assetClassExposure'> => ({
  assetClassExposure: { gross, long, short },
});
const shrinks: Pick<ControlContext, 'proposal' | 'exposure'> = {
  proposal: sell(100),
  exposure: held(100),
};
const losses = (
  dayPnl: number | null,
  dayDrawdown: number | null = 0,
  allTimeDrawdown: number | null = 0,
): Pick<ControlContext, 'losses' | 'holdsPositions'> => ({
  losses: { dayPnl, dayDrawdown, allTimeDrawdown },
  holdsPositions: true,
});

/** As a journal of a later Deskcheck could have it. */
const paused: Partial<ControlContext> = Object.assign<
  Partial<ControlContext>,
  { deskState: string }
>({}, { deskState: 'PAUSED' });

const steps = [
  { lowEdge: 0, increment: 0.01 },
  { lowEdge: 3, increment: 0.05 },
];

const tables: [Control, Row[]][] = [
  [
    unansweredOrder,
    [
      { it: 'an instrument in which everything is answered', gives: 'pass' },
      { it: 'an order within its deadline', given: waits('order', 4999), gives: 'pass' },
      {
        it: 'an order not answered at the deadline',
        given: waits('order', 5000),
        gives: 'deny',
        says: 'has not answered the order of BUY 10 SPY LMT for 5 s',
      },
      {
        it: 'a modify not answered',
        given: waits('modify', 6000),
        gives: 'deny',
        says: 'the modify',
      },
      {
        it: 'a cancel not answered',
        given: waits('cancel', 6000),
        gives: 'deny',
        says: 'the cancel',
      },
      {
        it: 'an order of unknown fate, however short',
        given: waits('fate', 0),
        gives: 'deny',
        says: 'what became of BUY 10 SPY LMT',
      },
      {
        it: 'an order that only shrinks what is held',
        given: { ...waits('fate', 0), exposure: held(100), proposal: sell(100) },
        gives: 'pass',
      },
      {
        it: 'an order that shrinks and then crosses zero',
        given: { ...waits('fate', 0), exposure: held(100), proposal: sell(101) },
        gives: 'deny',
      },
      {
        it: 'a wait that is no number',
        given: waits('order', Number.NaN),
        gives: 'unevaluable',
      },
    ],
  ],
  [
    accountKind,
    [
      { it: 'a paper account', gives: 'pass' },
      { it: 'a paper advisor account', given: { accountId: 'DF1000001' }, gives: 'pass' },
      {
        it: 'a live account, whatever the gateway calls itself',
        given: { accountId: 'U1000001', gatewayKind: 'paper' },
        gives: 'deny',
        says: 'U1000001 is not a paper account',
      },
      { it: 'an id that only begins like a paper one', given: { accountId: 'DUX' }, gives: 'deny' },
      { it: 'a shadow', given: { gatewayKind: 'shadow' }, gives: 'deny', says: 'shadow' },
      { it: 'an account not yet named', given: { accountId: null }, gives: 'unevaluable' },
      { it: 'an empty account', given: { accountId: '' }, gives: 'unevaluable' },
      { it: 'no gateway', given: { gatewayKind: null }, gives: 'unevaluable' },
    ],
  ],
  [
    linkState,
    [
      { it: 'a ready link', gives: 'pass' },
      ...otherLinkStates.map((state: LinkState): Row => ({
        it: `a link that is ${state}`,
        given: { linkState: state },
        gives: 'deny',
        says: 'Orders leave when the link is ready.',
      })),
      { it: 'no link', given: { linkState: null }, gives: 'unevaluable' },
    ],
  ],
  [
    tradingState,
    [
      { it: 'an ACTIVE desk', gives: 'pass' },
      {
        it: 'a HALTED desk',
        given: { deskState: 'HALTED' },
        gives: 'deny',
        says: 'The desk is HALTED',
      },
      {
        it: 'a HALTED desk, even for an order that shrinks',
        given: { deskState: 'HALTED', proposal: sell(10), exposure: held(100) },
        gives: 'deny',
      },
      {
        it: 'a HALTED instrument on an ACTIVE desk',
        given: { instrumentState: 'HALTED' },
        gives: 'deny',
        says: 'SPY is HALTED',
      },
      { it: 'a state that the desk does not know', given: paused, gives: 'unevaluable' },
      { it: 'REDUCING and a new position', given: { deskState: 'REDUCING' }, gives: 'deny' },
      {
        it: 'REDUCING and an order that shrinks',
        given: { deskState: 'REDUCING', proposal: sell(100), exposure: held(100) },
        gives: 'pass',
      },
      {
        it: 'REDUCING and an order that would cross zero',
        given: { deskState: 'REDUCING', proposal: sell(101), exposure: held(100) },
        gives: 'deny',
      },
      {
        it: 'REDUCING and an order that would cross zero with the working ones',
        given: { deskState: 'REDUCING', proposal: sell(60), exposure: held(100, 0, 41) },
        gives: 'deny',
      },
      {
        it: 'REDUCING and a buy that shrinks a short position',
        given: { deskState: 'REDUCING', exposure: held(-100) },
        gives: 'pass',
      },
      {
        it: 'REDUCING and a modify to a smaller quantity',
        given: {
          deskState: 'REDUCING',
          proposal: modify({ quantity: 50 }),
          exposure: held(0, 100),
        },
        gives: 'pass',
      },
      {
        it: 'REDUCING and a smaller quantity at a better price',
        given: {
          deskState: 'REDUCING',
          proposal: modify({ quantity: 50, limitPrice: 100.5 }),
          exposure: held(0, 100),
        },
        gives: 'deny',
      },
    ],
  ],
  [
    instrumentAndTick,
    [
      {
        it: 'a price on the step of its market rule',
        given: { priceIncrements: steps, proposal: proposal({ limitPrice: 2.99 }) },
        gives: 'pass',
      },
      {
        it: 'a price between the wider steps above',
        given: { priceIncrements: steps, proposal: proposal({ limitPrice: 100.03 }) },
        gives: 'deny',
        says: 'is not on the tick of SPY, 0.05',
      },
      {
        it: 'a contract on its last trade date',
        given: { instrument: instrument({ expiry: '20200619' }), marketDate: '20200619' },
        gives: 'pass',
      },
      {
        it: 'a contract that has expired',
        given: { instrument: instrument({ expiry: '20200619' }), marketDate: '20200620' },
        gives: 'deny',
        says: 'expired on 2020-06-19 and does not trade any more',
      },
      {
        it: 'a contract that may have expired',
        given: { instrument: instrument({ expiry: '20200619' }), marketDate: null },
        gives: 'unevaluable',
      },
      {
        it: 'a contract without a last trade date',
        given: { instrument: instrument({ expiry: '' }), marketDate: '20200620' },
        gives: 'unevaluable',
      },
      {
        it: 'a price on the tick',
        given: { proposal: proposal({ limitPrice: 99.99 }) },
        gives: 'pass',
      },
      {
        it: 'a price between ticks',
        given: { proposal: proposal({ limitPrice: 99.995 }) },
        gives: 'deny',
        says: 'The limit price 99.995 is not on the tick of SPY, 0.01.',
      },
      {
        it: 'a stop price between ticks',
        given: { proposal: proposal({ orderType: 'STP', limitPrice: null, stopPrice: 99.995 }) },
        gives: 'deny',
        says: 'stop price',
      },
      {
        it: 'a tick of a half of a thirty-second',
        given: {
          instrument: instrument({ minTick: 0.015625 }),
          proposal: proposal({ limitPrice: 100.015625 }),
        },
        gives: 'pass',
      },
      { it: 'no instrument', given: { instrument: null }, gives: 'deny', says: 'not known' },
      {
        it: 'an index',
        given: { instrument: instrument({ secType: 'IND' }) },
        gives: 'deny',
        says: 'cannot be traded',
      },
      {
        it: 'a limit order without a price',
        given: { proposal: proposal({ limitPrice: null }) },
        gives: 'deny',
      },
      {
        it: 'a market order with a price',
        given: { proposal: proposal({ orderType: 'MKT' }) },
        gives: 'deny',
        says: 'takes no limit price',
      },
      { it: 'a stock at 0', given: { proposal: proposal({ limitPrice: 0 }) }, gives: 'deny' },
      {
        it: 'a future below 0',
        given: {
          instrument: instrument({ secType: 'FUT' }),
          proposal: proposal({ limitPrice: -37.63 }),
        },
        gives: 'pass',
      },
      {
        it: 'a fraction of a lot',
        given: { proposal: proposal({ quantity: 10.5 }) },
        gives: 'deny',
        says: 'The quantity 10.5 is not a multiple of 1',
      },
      {
        it: 'less than the smallest order',
        given: { instrument: instrument({ minSize: 200 }) },
        gives: 'deny',
      },
      {
        it: 'the smallest order',
        given: { instrument: instrument({ minSize: 100 }) },
        gives: 'pass',
      },
      { it: 'a quantity of 0', given: { proposal: proposal({ quantity: 0 }) }, gives: 'deny' },
      {
        it: 'a modify to what is filled already',
        given: { proposal: modify({ quantity: 40 }, { filledQuantity: 40 }) },
        gives: 'deny',
        says: 'already filled',
      },
      {
        it: 'a price that is no number',
        given: { proposal: proposal({ limitPrice: Number.NaN }) },
        gives: 'unevaluable',
      },
      {
        it: 'a quantity that is no number',
        given: { proposal: proposal({ quantity: Number.NaN }) },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    priceCollar,
    [
      { it: 'a price at the market', gives: 'pass' },
      {
        it: 'a price exactly at the collar',
        given: {
          quote: quote({ bid: 99.99, ask: 100.01 }),
          proposal: proposal({ limitPrice: 105 }),
        },
        gives: 'pass',
      },
      {
        it: 'a buy a tick beyond it',
        given: {
          quote: quote({ bid: 99.99, ask: 100.01 }),
          proposal: proposal({ limitPrice: 105.01 }),
        },
        gives: 'deny',
        says: "Limit price 105.01 is 5.01 % above the market's 100; the desk allows 5 %.",
      },
      {
        it: 'a sell far below',
        given: { proposal: proposal({ side: 'SELL', limitPrice: 10 }) },
        gives: 'deny',
        says: 'below',
      },
      {
        it: 'a stop price far away',
        given: { proposal: proposal({ orderType: 'STP', limitPrice: null, stopPrice: 120 }) },
        gives: 'deny',
        says: 'Stop price 120',
      },
      {
        it: 'a stop-limit whose limit is far away',
        given: {
          proposal: proposal({ orderType: 'STP LMT', limitPrice: 120, stopPrice: 101 }),
        },
        gives: 'deny',
        says: 'Limit price 120',
      },
      {
        it: 'a modify to a price far away',
        given: { proposal: modify({ limitPrice: 120 }), exposure: held(0, 100) },
        gives: 'deny',
      },
      { it: 'a market order in a tight market', given: { proposal: market('BUY') }, gives: 'pass' },
      {
        it: 'a market order into a stub quote',
        given: { proposal: market('BUY'), quote: quote({ ask: 900 }) },
        gives: 'deny',
        says: 'Ask 900',
      },
      {
        it: 'a market sell into a stub quote',
        given: { proposal: market('SELL'), quote: quote({ bid: 0.01 }) },
        gives: 'deny',
        says: 'Bid 0.01',
      },
      {
        it: 'a market order with nobody to trade with',
        given: { proposal: market('BUY'), quote: quote({ ask: null }) },
        gives: 'unevaluable',
        says: 'There is no ask for SPY',
      },
      {
        it: 'a market without sides but with a last trade',
        given: { quote: quote({ bid: null, ask: null, last: 100 }) },
        gives: 'pass',
      },
      { it: 'no quote', given: { quote: null, quoteAgeMs: null }, gives: 'unevaluable' },
      {
        it: 'a stale quote',
        given: { quoteAgeMs: 3001 },
        gives: 'unevaluable',
        says: 'no fresh quote',
      },
      {
        it: 'a stale quote and an order that shrinks',
        given: { quoteAgeMs: 3001, proposal: sell(100), exposure: held(100) },
        gives: 'warn',
        says: 'not fresh',
      },
      {
        it: 'a stale quote and a shrinking order far from it',
        given: {
          quoteAgeMs: 3001,
          proposal: proposal({ side: 'SELL', limitPrice: 10 }),
          exposure: held(100),
        },
        gives: 'deny',
      },
      {
        it: 'a market that has no price above 0',
        given: { quote: quote({ bid: -1, ask: 0, last: null }) },
        gives: 'unevaluable',
      },
      {
        it: 'a price that is no number',
        given: { proposal: proposal({ limitPrice: Number.NaN }) },
        gives: 'unevaluable',
      },
      {
        it: 'a limit order without a price',
        given: { proposal: proposal({ limitPrice: null }) },
        gives: 'unevaluable',
      },
      {
        it: 'a collar that is no number',
        given: { limits: limits({ priceCollar: Number.NaN }) },
        gives: 'unevaluable',
      },
      {
        it: 'a price exactly at the collar of ticks',
        given: {
          quote: quote({ bid: 99.99, ask: 100.01 }),
          limits: limits({ priceCollarTicks: 200 }),
          proposal: proposal({ limitPrice: 102 }),
        },
        gives: 'pass',
      },
      {
        it: 'a tick beyond it, well within the percentage',
        given: {
          quote: quote({ bid: 99.99, ask: 100.01 }),
          limits: limits({ priceCollarTicks: 200 }),
          proposal: proposal({ limitPrice: 102.01 }),
        },
        gives: 'deny',
        says: 'Limit price 102.01 is 201 ticks above the market\u2019s 100; the desk allows 200.',
      },
      {
        it: 'ticks of another size above a price',
        given: {
          quote: quote({ bid: 99.95, ask: 100.05 }),
          priceIncrements: [{ lowEdge: 0, increment: 0.05 }],
          limits: limits({ priceCollarTicks: 40 }),
          proposal: proposal({ limitPrice: 102.05 }),
        },
        gives: 'deny',
        says: '41 ticks',
      },
      {
        it: 'an instrument whose tick is not known',
        given: { instrument: instrument({ minTick: 0 }) },
        gives: 'unevaluable',
      },
      {
        it: 'a collar of ticks that is no number',
        given: { limits: limits({ priceCollarTicks: Number.NaN }) },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    maxOrderQuantity,
    [
      {
        it: 'the largest quantity',
        given: { proposal: proposal({ quantity: 1000 }) },
        gives: 'pass',
      },
      {
        it: 'one more',
        given: { proposal: proposal({ quantity: 1001 }) },
        gives: 'deny',
        says: "Order quantity 1 001 is above the desk's 1 000.",
      },
      {
        it: 'one more, although it shrinks',
        given: { proposal: sell(1001), exposure: held(5000) },
        gives: 'deny',
      },
      {
        it: 'a modify to one more',
        given: { proposal: modify({ quantity: 1001 }) },
        gives: 'deny',
      },
      {
        it: 'a quantity that is no number',
        given: { proposal: proposal({ quantity: Number.NaN }) },
        gives: 'unevaluable',
      },
      {
        it: 'a quantity without end',
        given: { proposal: proposal({ quantity: Number.POSITIVE_INFINITY }) },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    maxOrderValue,
    [
      { it: 'exactly the limit', given: { proposal: proposal({ quantity: 1000 }) }, gives: 'pass' },
      {
        it: 'more',
        given: { proposal: proposal({ quantity: 1520 }) },
        gives: 'deny',
        says: "Order value 152 000 USD is above the desk's 100 000 USD.",
      },
      {
        it: 'a market order, at the ask',
        given: { proposal: { ...market('BUY'), quantity: 1000 } },
        gives: 'deny',
        says: '100 020 USD',
      },
      {
        it: 'a market sell, at the bid',
        given: { proposal: { ...market('SELL'), quantity: 1000 } },
        gives: 'pass',
      },
      {
        it: 'a sell far below the market, which trades at the bid',
        given: { proposal: proposal({ side: 'SELL', limitPrice: 1, quantity: 1001 }) },
        gives: 'deny',
      },
      {
        it: 'a future, by its multiplier',
        given: { instrument: instrument({ secType: 'FUT', multiplier: 50 }) },
        gives: 'deny',
        says: '500 000 USD',
      },
      {
        it: 'another currency, by its rate',
        given: { exchangeRate: 11 },
        gives: 'deny',
        says: '110 000 USD',
      },
      {
        it: 'another currency without a rate',
        given: { exchangeRate: null },
        gives: 'unevaluable',
      },
      {
        it: 'a rate that is no number',
        given: { exchangeRate: Number.NaN },
        gives: 'unevaluable',
        says: 'not known',
      },
      {
        it: 'a market order without a price',
        given: { proposal: market('BUY'), quote: quote({ ask: null, last: null }) },
        gives: 'unevaluable',
        says: 'There is no price for SPY',
      },
      { it: 'no instrument', given: { instrument: null }, gives: 'unevaluable' },
    ],
  ],
  [
    positionLimit,
    [
      { it: 'exactly the limit', given: { exposure: held(1900) }, gives: 'pass' },
      {
        it: 'one more',
        given: { exposure: held(1901) },
        gives: 'deny',
        says: 'the position in SPY would be 2 001; the desk allows 2 000 either way.',
      },
      { it: 'working buys count', given: { exposure: held(1000, 901) }, gives: 'deny' },
      {
        it: 'working sells do not help a buy',
        given: { exposure: held(1901, 0, 1901) },
        gives: 'deny',
      },
      {
        it: 'a short position counts as much',
        given: { proposal: sell(100), exposure: held(-1901) },
        gives: 'deny',
        says: '\u22122 001',
      },
      {
        it: 'a modify counts its order once',
        given: { proposal: modify({ quantity: 200 }), exposure: held(1800, 100) },
        gives: 'pass',
      },
      {
        it: 'a modify that enlarges beyond it',
        given: { proposal: modify({ quantity: 201 }), exposure: held(1800, 100) },
        gives: 'deny',
      },
      {
        it: 'what is filled is in the position already',
        given: {
          proposal: modify({ quantity: 200 }, { workingQuantity: 60, filledQuantity: 40 }),
          exposure: held(1840, 60),
        },
        gives: 'pass',
      },
      {
        it: 'a position above the limit may shrink',
        given: { proposal: sell(100), exposure: held(9000) },
        gives: 'pass',
      },
      {
        it: 'a position that is no number',
        given: { exposure: held(Number.NaN) },
        gives: 'unevaluable',
      },
      {
        it: 'working orders that are less than the modified one',
        given: { proposal: modify({ quantity: 200 }), exposure: held(0, 99) },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    buyingPower,
    [
      { it: 'exactly what is left', given: { buyingPower: 10_000 }, gives: 'pass' },
      {
        it: 'a cent less',
        given: { buyingPower: 9999.99 },
        gives: 'deny',
        says: 'The order needs 10 000 USD of buying power; 9 999.99 USD is left',
      },
      {
        it: 'working orders take their part',
        given: { buyingPower: 15_000, reservedBuyingPower: 5001 },
        gives: 'deny',
      },
      {
        it: 'only the part that opens needs any',
        given: { buyingPower: 3999, proposal: sell(100), exposure: held(60) },
        gives: 'deny',
        says: 'needs 4 000 USD',
      },
      {
        it: 'none is needed to shrink, though nothing is known',
        given: { buyingPower: null, proposal: sell(100), exposure: held(100) },
        gives: 'pass',
      },
      { it: 'an unknown figure', given: { buyingPower: null }, gives: 'unevaluable' },
      {
        it: 'a figure that is no number',
        given: { buyingPower: Number.NaN },
        gives: 'unevaluable',
      },
      { it: 'unknown reservations', given: { reservedBuyingPower: null }, gives: 'unevaluable' },
      { it: 'an unknown rate', given: { exchangeRate: null }, gives: 'unevaluable' },
      { it: 'a negative figure', given: { buyingPower: -1 }, gives: 'deny' },
    ],
  ],
  [
    staleQuote,
    [
      { it: 'a fresh quote', gives: 'pass' },
      { it: 'a quote just old enough', given: { quoteAgeMs: 3000 }, gives: 'pass' },
      {
        it: 'a stale quote',
        given: { quoteAgeMs: 3001 },
        gives: 'deny',
        says: 'The quote for SPY is 3 001 ms old; the desk allows 3 000 ms.',
      },
      {
        it: 'a stale quote and an order that shrinks',
        given: { quoteAgeMs: 3001, proposal: sell(100), exposure: held(100) },
        gives: 'warn',
        says: 'only shrinks exposure',
      },
      {
        it: 'a delayed quote',
        given: { quote: quote({ marketDataType: 'delayed' }) },
        gives: 'deny',
        says: 'delayed, not live',
      },
      {
        it: 'a frozen quote',
        given: { quote: quote({ marketDataType: 'frozen' }) },
        gives: 'deny',
      },
      { it: 'a halted market', given: { quote: quote({ halted: true }) }, gives: 'deny' },
      { it: 'no quote', given: { quote: null, quoteAgeMs: null }, gives: 'unevaluable' },
      {
        it: 'no quote, even to shrink',
        given: { quote: null, quoteAgeMs: null, proposal: sell(100), exposure: held(100) },
        gives: 'unevaluable',
      },
      {
        it: 'a quote without a price',
        given: { quote: quote({ bid: null, ask: null, last: null }) },
        gives: 'unevaluable',
      },
      { it: 'an unknown age', given: { quoteAgeMs: null }, gives: 'unevaluable' },
      { it: 'an age that is no number', given: { quoteAgeMs: Number.NaN }, gives: 'unevaluable' },
      { it: 'an age below 0', given: { quoteAgeMs: -1 }, gives: 'unevaluable' },
    ],
  ],
  [
    messageRate,
    [
      { it: 'a desk that has sent nothing', gives: 'pass' },
      { it: 'the last message of the second', given: { messagesInSecond: 39 }, gives: 'pass' },
      {
        it: 'one more',
        given: { messagesInSecond: 40 },
        gives: 'deny',
        says: 'This would be message 41 within a second; the desk allows 40.',
      },
      {
        it: 'a modify over the rate',
        given: { messagesInSecond: 40, proposal: modify() },
        gives: 'deny',
      },
      {
        it: 'a count that is no number',
        given: { messagesInSecond: Number.NaN },
        gives: 'unevaluable',
      },
      {
        it: 'a limit that is no number',
        given: { limits: limits({ messagesPerSecond: Number.NaN }) },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    duplicateOrder,
    [
      { it: 'an order like no other', gives: 'pass' },
      {
        it: 'the very same order again',
        given: { equalOrdersInSecond: 1 },
        gives: 'deny',
        says: 'The very same order has just been sent',
      },
      {
        it: 'as many as the desk allows',
        given: { equalOrdersInSecond: 2, limits: limits({ equalOrdersPerSecond: 3 }) },
        gives: 'pass',
      },
      {
        it: 'one more than that',
        given: { equalOrdersInSecond: 3, limits: limits({ equalOrdersPerSecond: 3 }) },
        gives: 'deny',
      },
      {
        it: 'a modify, which makes no second order',
        given: { equalOrdersInSecond: 1, proposal: modify() },
        gives: 'pass',
      },
      {
        it: 'a count that is no number',
        given: { equalOrdersInSecond: Number.NaN },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    openOrderCount,
    [
      { it: 'the first order', gives: 'pass' },
      {
        it: 'the last on its side',
        given: { openOrders: { onSide: 14, total: 14 } },
        gives: 'pass',
      },
      {
        it: 'one more on its side',
        given: { openOrders: { onSide: 15, total: 15 } },
        gives: 'deny',
        says: 'This would be open order 16 to buy SPY; the desk allows 15.',
      },
      {
        it: 'the last altogether',
        given: { openOrders: { onSide: 0, total: 199 } },
        gives: 'pass',
      },
      {
        it: 'one more altogether',
        given: { openOrders: { onSide: 0, total: 200 } },
        gives: 'deny',
        says: 'This would be open order 201 altogether; the desk allows 200.',
      },
      {
        it: 'a modify, which opens no order',
        given: { openOrders: { onSide: 15, total: 200 }, proposal: modify() },
        gives: 'pass',
      },
      {
        it: 'a count that is no number',
        given: { openOrders: { onSide: Number.NaN, total: 1 } },
        gives: 'unevaluable',
      },
      {
        it: 'fewer altogether than on one side',
        given: { openOrders: { onSide: 2, total: 1 } },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    selfTrade,
    [
      { it: 'nothing of the account on the other side', gives: 'pass' },
      { it: 'a buy a tick below an own sell', given: { restingOpposite: 100.01 }, gives: 'pass' },
      {
        it: 'a buy at an own sell',
        given: { restingOpposite: 100 },
        gives: 'deny',
        says: "the account's own sell order at 100 in SPY",
      },
      {
        it: 'a sell a tick above an own buy',
        given: { restingOpposite: 99.99, proposal: sell(100) },
        gives: 'pass',
      },
      {
        it: 'a sell at an own buy, although it shrinks',
        given: { restingOpposite: 100, proposal: sell(100), exposure: held(100) },
        gives: 'deny',
      },
      {
        it: 'a modify onto an own sell',
        given: { restingOpposite: 101, proposal: modify({ limitPrice: 101 }) },
        gives: 'deny',
      },
      {
        it: 'a market order that the market meets first',
        given: { restingOpposite: 101, proposal: market('BUY') },
        gives: 'pass',
      },
      {
        it: 'a market order while the own sell is the market',
        given: { restingOpposite: 100.02, proposal: market('BUY') },
        gives: 'deny',
      },
      {
        it: 'a market order without a market',
        given: { restingOpposite: 100, proposal: market('BUY'), quote: quote({ ask: null }) },
        gives: 'unevaluable',
      },
      {
        it: 'a stop order, which is in no book yet',
        given: {
          restingOpposite: 100,
          proposal: proposal({ orderType: 'STP', limitPrice: null, stopPrice: 101 }),
        },
        gives: 'pass',
      },
      {
        it: 'an own price that is no number',
        given: { restingOpposite: Number.NaN },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    restrictedList,
    [
      { it: 'an empty list', gives: 'pass' },
      { it: 'a list with others', given: restricted('GME'), gives: 'pass' },
      {
        it: 'a listed symbol, whatever its case',
        given: restricted('spy'),
        gives: 'deny',
        says: 'SPY is on the restricted list: The desk advises its issuer.',
      },
      {
        it: 'an option on a listed symbol',
        given: {
          ...restricted('SPY'),
          instrument: instrument({ secType: 'OPT', displaySymbol: 'SPY 20200320 C 270' }),
        },
        gives: 'deny',
      },
      {
        it: 'a listed symbol, even to shrink',
        given: { ...restricted('SPY'), proposal: sell(100), exposure: held(100) },
        gives: 'deny',
      },
      {
        it: 'no instrument',
        given: { ...restricted('GME'), instrument: null },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    personPermission,
    [
      { it: 'a person of whom nothing is said', gives: 'pass' },
      { it: 'a person who may trade everything', given: permitted({}), gives: 'pass' },
      {
        it: 'everything that is permitted, whatever its case',
        given: permitted({
          instruments: ['spy'],
          assetClasses: ['STK'],
          orderTypes: ['LMT'],
          accounts: ['DU1000001'],
        }),
        gives: 'pass',
      },
      {
        it: 'another instrument',
        given: permitted({ instruments: ['QQQ', 'IWM'] }),
        gives: 'deny',
        says: 'ada may not trade SPY: She trades for the index book alone.',
      },
      {
        it: 'an option on a permitted symbol',
        given: {
          ...permitted({ instruments: ['SPY'] }),
          instrument: instrument({ secType: 'OPT', displaySymbol: 'SPY 20200320 C 270' }),
        },
        gives: 'pass',
      },
      {
        it: 'another asset class',
        given: permitted({ assetClasses: ['FUT', 'OPT'] }),
        gives: 'deny',
        says: 'asset class STK',
      },
      {
        it: 'another order type',
        given: permitted({ orderTypes: ['MKT'] }),
        gives: 'deny',
        says: 'with LMT orders',
      },
      {
        it: 'another account',
        given: permitted({ accounts: ['DU2000002'] }),
        gives: 'deny',
        says: 'in account DU1000001',
      },
      {
        it: 'a person who may trade nothing',
        given: permitted({ instruments: [] }),
        gives: 'deny',
      },
      {
        it: 'an instrument that is not permitted, even to shrink',
        given: {
          ...permitted({ instruments: ['QQQ'] }),
          proposal: sell(100),
          exposure: held(100),
        },
        gives: 'deny',
      },
      { it: 'nobody', given: { personId: null }, gives: 'unevaluable' },
      {
        it: 'no instrument',
        given: { ...permitted({ instruments: ['SPY'] }), instrument: null },
        gives: 'unevaluable',
      },
      {
        it: 'no account',
        given: { ...permitted({ accounts: ['DU1000001'] }), accountId: null },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    marketHours,
    [
      { it: 'the regular session', gives: 'pass' },
      {
        it: 'a closed market',
        given: { session: 'closed' },
        gives: 'deny',
        says: 'The market of SPY is closed: the order would wait at the broker until it opens.',
      },
      {
        it: 'a closed market and an order that shrinks',
        given: { session: 'closed', proposal: sell(100), exposure: held(100) },
        gives: 'warn',
      },
      {
        it: 'extended hours, for which the order is not meant',
        given: { session: 'extended' },
        gives: 'deny',
        says: 'The regular session of SPY is over or not begun',
      },
      {
        it: 'extended hours and a limit order that is meant for them',
        given: { session: 'extended', proposal: proposal({ outsideRth: true }) },
        gives: 'pass',
      },
      {
        it: 'extended hours and a market order',
        given: { session: 'extended', proposal: { ...market('BUY'), outsideRth: true } },
        gives: 'deny',
        says: 'a MKT order does not trade',
      },
      {
        it: 'a closed market and an order for extended hours',
        given: { session: 'closed', proposal: proposal({ outsideRth: true }) },
        gives: 'deny',
      },
      {
        it: 'a modify in a closed market',
        given: { session: 'closed', proposal: modify({ quantity: 200 }), exposure: held(0, 100) },
        gives: 'deny',
      },
      { it: 'hours that say nothing', given: { session: null }, gives: 'unevaluable' },
      {
        it: 'hours that say nothing and an order that shrinks',
        given: { session: null, proposal: sell(100), exposure: held(100) },
        gives: 'warn',
      },
    ],
  ],
  [
    shortSale,
    [
      { it: 'a buy', gives: 'pass' },
      {
        it: 'a sale of all that is held',
        given: { proposal: sell(100), exposure: held(100) },
        gives: 'pass',
      },
      {
        it: 'a short sale of shares that can be borrowed',
        given: { proposal: sell(100), quote: quote({ shortable: 'available' }) },
        gives: 'pass',
      },
      {
        it: 'exactly as many as there are',
        given: {
          proposal: sell(100),
          quote: quote({ shortable: 'available', shortableShares: 100 }),
        },
        gives: 'pass',
      },
      {
        it: 'one more than there are',
        given: {
          proposal: sell(101),
          quote: quote({ shortable: 'available', shortableShares: 100 }),
        },
        gives: 'deny',
        says: 'sells 101 of SPY short; 100 can be borrowed',
      },
      {
        it: 'one more than is held, with none to borrow',
        given: {
          proposal: sell(101),
          exposure: held(100),
          quote: quote({ shortable: 'unavailable' }),
        },
        gives: 'deny',
        says: 'no shares of SPY to borrow',
      },
      {
        it: 'shares that have yet to be located',
        given: { proposal: sell(100), quote: quote({ shortable: 'to-be-located' }) },
        gives: 'warn',
      },
      {
        it: 'a future, which nobody borrows',
        given: { proposal: sell(1), instrument: instrument({ secType: 'FUT' }) },
        gives: 'pass',
      },
      {
        it: 'a short sale of which the broker says nothing',
        given: { proposal: sell(100) },
        gives: 'unevaluable',
      },
      {
        it: 'no quote',
        given: { proposal: sell(100), quote: null },
        gives: 'unevaluable',
      },
      {
        it: 'a count of shares that is no number',
        given: {
          proposal: sell(100),
          quote: quote({ shortable: 'available', shortableShares: Number.NaN }),
        },
        gives: 'unevaluable',
      },
      {
        it: 'a position that is no number',
        given: { proposal: sell(100), exposure: held(Number.NaN) },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    shortPeriodValue,
    [
      { it: 'the first order of the minute', gives: 'pass' },
      { it: 'exactly the limit', given: { valueInMinute: 190_000 }, gives: 'pass' },
      {
        it: 'a cent more',
        given: { valueInMinute: 190_000.01 },
        gives: 'deny',
        says: 'sent 200 000.01 USD within a minute; it allows 200 000 USD',
      },
      {
        it: 'an order that shrinks, whatever was sent',
        given: { valueInMinute: 500_000, proposal: sell(100), exposure: held(100) },
        gives: 'pass',
      },
      {
        it: 'a modify that follows the market, adding nothing',
        given: {
          valueInMinute: 200_000,
          proposal: modify({ limitPrice: 101 }),
          exposure: held(0, 100),
        },
        gives: 'pass',
      },
      {
        it: 'a modify that adds more than is left',
        given: {
          valueInMinute: 190_000,
          proposal: modify({ quantity: 201 }),
          exposure: held(0, 100),
        },
        gives: 'deny',
      },
      { it: 'a sum that is no number', given: { valueInMinute: Number.NaN }, gives: 'unevaluable' },
      { it: 'no exchange rate', given: { exchangeRate: null }, gives: 'unevaluable' },
    ],
  ],
  [
    concentration,
    [
      { it: 'one per cent of the account', gives: 'pass' },
      { it: 'exactly the limit', given: { netLiquidation: 20_000 }, gives: 'pass' },
      {
        it: 'more, with what is held and working',
        given: { netLiquidation: 30_000, exposure: held(40, 11) },
        gives: 'deny',
        says: 'SPY would be 50.33 % of the account',
      },
      {
        it: 'an order that shrinks a concentrated position',
        given: { netLiquidation: 20_000, proposal: sell(100), exposure: held(1000) },
        gives: 'pass',
      },
      {
        it: 'an account of unknown worth',
        given: { netLiquidation: null },
        gives: 'unevaluable',
      },
      { it: 'an account worth nothing', given: { netLiquidation: 0 }, gives: 'unevaluable' },
      {
        it: 'a position that is no number',
        given: { exposure: held(Number.NaN) },
        gives: 'unevaluable',
      },
      { it: 'no exchange rate', given: { exchangeRate: null }, gives: 'unevaluable' },
    ],
  ],
  [
    grossExposure,
    [
      { it: 'a desk that holds nothing', gives: 'pass' },
      { it: 'exactly the limit', given: others(490_000), gives: 'pass' },
      {
        it: 'a cent more',
        given: others(490_000.01),
        gives: 'deny',
        says: 'gross exposure would be 500 000.01 USD; it allows 500 000 USD',
      },
      {
        it: 'a short sale, which adds as a buy does',
        given: { ...others(490_001), proposal: sell(100) },
        gives: 'deny',
      },
      {
        it: 'working sells that weigh more than the buy',
        given: { ...others(480_001), exposure: held(0, 0, 200) },
        gives: 'deny',
      },
      {
        it: 'an order that shrinks, on a desk far above',
        given: { ...others(900_000), proposal: sell(100), exposure: held(100) },
        gives: 'pass',
      },
      {
        it: 'a position without a price',
        given: { otherExposure: null },
        gives: 'unevaluable',
        says: 'has no price',
      },
      { it: 'a sum that is no number', given: others(Number.NaN), gives: 'unevaluable' },
      { it: 'no exchange rate', given: { exchangeRate: null }, gives: 'unevaluable' },
    ],
  ],
  [
    netExposure,
    [
      { it: 'a desk that holds nothing', gives: 'pass' },
      { it: 'exactly the limit', given: others(0, 290_000, 290_000), gives: 'pass' },
      {
        it: 'a cent more',
        given: others(0, 290_000.01, 0),
        gives: 'deny',
        says: 'net long 300 000.01 USD; it allows 300 000 USD',
      },
      {
        it: 'a short sale beyond it the other way',
        given: { ...others(0, 0, -290_001), proposal: sell(100) },
        gives: 'deny',
        says: 'net short',
      },
      {
        it: 'a buy on a desk that is far too short',
        given: others(0, -900_000, -900_000),
        gives: 'pass',
      },
      {
        it: 'an order that shrinks, on a desk far above',
        given: { ...others(0, 900_000, 900_000), proposal: sell(100), exposure: held(100) },
        gives: 'pass',
      },
      { it: 'a position without a price', given: { otherExposure: null }, gives: 'unevaluable' },
      { it: 'a sum that is no number', given: others(0, Number.NaN), gives: 'unevaluable' },
      {
        it: 'a position of its own that is no number',
        given: { exposure: held(Number.NaN) },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    whatIfMargin,
    [
      { it: 'below the value nobody is asked', gives: 'pass' },
      {
        it: 'at the value nobody is asked',
        given: { limits: limits({ whatIfAbove: 10_000 }) },
        gives: 'pass',
      },
      {
        it: 'an order that only shrinks needs no margin',
        given: {
          limits: limits({ whatIfAbove: 1 }),
          proposal: sell(100),
          exposure: held(100),
        },
        gives: 'pass',
      },
      {
        it: 'the equity carries the margin',
        given: { limits: limits({ whatIfAbove: 9_999 }), whatIf: preview(5_000, 5_001) },
        gives: 'pass',
      },
      {
        it: 'the equity is just the margin',
        given: { limits: limits({ whatIfAbove: 9_999 }), whatIf: preview(5_000, 5_000) },
        gives: 'pass',
      },
      {
        it: 'the equity does not carry the margin',
        given: { limits: limits({ whatIfAbove: 9_999 }), whatIf: preview(5_000.01, 5_000) },
        gives: 'deny',
        says: 'By the broker the account would need 5 000.01 USD of initial margin',
      },
      {
        it: 'the equity carries the margin with what the preview may not contain',
        given: {
          limits: limits({ whatIfAbove: 9_999 }),
          whatIf: preview(5_000, 8_000),
          notInWhatIf: 3_000,
        },
        gives: 'pass',
      },
      {
        it: 'the equity does not carry it with what the preview may not contain',
        given: {
          limits: limits({ whatIfAbove: 9_999 }),
          whatIf: preview(5_000, 8_000),
          notInWhatIf: 3_000.01,
        },
        gives: 'deny',
        says: 'and 3 000.01 USD for orders that it may not have counted yet',
      },
      {
        it: 'nobody knows what the preview may not contain',
        given: {
          limits: limits({ whatIfAbove: 9_999 }),
          whatIf: preview(5_000, 8_000),
          notInWhatIf: null,
        },
        gives: 'unevaluable',
        says: 'Ask again.',
      },
      {
        it: 'a change is judged by what is left of the order',
        given: {
          limits: limits({ whatIfAbove: 9_999 }),
          proposal: modify({ quantity: 150 }, { filledQuantity: 100, workingQuantity: 0 }),
        },
        gives: 'pass',
      },
      {
        it: 'the broker was not asked',
        given: { limits: limits({ whatIfAbove: 9_999 }) },
        gives: 'unevaluable',
        says: 'was not asked',
      },
      {
        it: 'the broker did not answer',
        given: {
          limits: limits({ whatIfAbove: 9_999 }),
          whatIf: { unavailable: 'No answer in 5 s.' },
        },
        gives: 'unevaluable',
        says: 'No answer in 5 s.',
      },
      {
        it: 'the preview names no margin',
        given: { limits: limits({ whatIfAbove: 9_999 }), whatIf: preview(null, 5_000) },
        gives: 'unevaluable',
      },
      {
        it: 'the preview names no equity',
        given: { limits: limits({ whatIfAbove: 9_999 }), whatIf: preview(5_000, null) },
        gives: 'unevaluable',
      },
      {
        it: 'the order cannot be valued',
        given: { exchangeRate: null },
        gives: 'unevaluable',
      },
      {
        it: 'the limit is not a number',
        given: { limits: limits({ whatIfAbove: Number.NaN }) },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    sectorExposure,
    [
      { it: 'a desk that holds nothing', gives: 'pass' },
      { it: 'exactly the gross limit', given: inSector(390000), gives: 'pass' },
      {
        it: 'a cent more',
        given: inSector(390000.01),
        gives: 'deny',
        says: 'the gross exposure in sector Funds would be 400 000.01 USD',
      },
      { it: 'exactly the net limit', given: inSector(0, 240000, 0), gives: 'pass' },
      {
        it: 'a cent more, net',
        given: inSector(0, 240000.01, 0),
        gives: 'deny',
        says: 'sector Funds would be net long 250 000.01 USD',
      },
      {
        it: 'a short sale beyond it the other way',
        given: { ...inSector(0, 0, -240001), proposal: sell(100) },
        gives: 'deny',
        says: 'net short',
      },
      {
        it: 'an order that shrinks, far above',
        given: { ...inSector(9e6, 9e6), ...shrinks },
        gives: 'pass',
      },
      {
        it: 'an instrument without a sector',
        given: { instrument: instrument({ sector: null }) },
        gives: 'skipped',
        says: 'The broker names no sector for SPY.',
      },
      { it: 'no instrument', given: { instrument: null }, gives: 'unevaluable' },
      { it: 'a position without a price', given: { sectorExposure: null }, gives: 'unevaluable' },
      {
        it: 'a sum that is no number',
        given: inSector(Number.NaN),
        gives: 'unevaluable',
        says: 'has no price',
      },
      {
        it: 'no exchange rate',
        given: { exchangeRate: null },
        gives: 'unevaluable',
        says: 'The rate',
      },
    ],
  ],
  [
    sectorConcentration,
    [
      { it: 'one per cent of the account', gives: 'pass' },
      { it: 'exactly the limit', given: inSector(590000), gives: 'pass' },
      {
        it: 'more, with what is held beside it',
        given: inSector(600000),
        gives: 'deny',
        says: 'sector Funds would be 61 % of the account',
      },
      {
        it: 'an order that shrinks, far above',
        given: { ...inSector(9e6), ...shrinks },
        gives: 'pass',
      },
      {
        it: 'an instrument without a sector',
        given: { instrument: instrument({ sector: null }) },
        gives: 'skipped',
        says: 'The broker names no sector for SPY.',
      },
      { it: 'no instrument', given: { instrument: null }, gives: 'unevaluable' },
      { it: 'a position without a price', given: { sectorExposure: null }, gives: 'unevaluable' },
      { it: 'an account of unknown worth', given: { netLiquidation: null }, gives: 'unevaluable' },
      { it: 'an account worth nothing', given: { netLiquidation: 0 }, gives: 'unevaluable' },
      { it: 'no exchange rate', given: { exchangeRate: null }, gives: 'unevaluable' },
    ],
  ],
  [
    assetClassExposure,
    [
      { it: 'a desk that holds nothing', gives: 'pass' },
      { it: 'exactly the gross limit', given: inClass(440000), gives: 'pass' },
      {
        it: 'a cent more',
        given: inClass(440000.01),
        gives: 'deny',
        says: 'the gross exposure in asset class STK would be 450 000.01 USD',
      },
      { it: 'exactly the net limit', given: inClass(0, 270000, 0), gives: 'pass' },
      {
        it: 'a cent more, net',
        given: inClass(0, 270000.01, 0),
        gives: 'deny',
        says: 'asset class STK would be net long 280 000.01 USD',
      },
      {
        it: 'a short sale beyond it the other way',
        given: { ...inClass(0, 0, -270001), proposal: sell(100) },
        gives: 'deny',
        says: 'net short',
      },
      {
        it: 'an order that shrinks, far above',
        given: { ...inClass(9e6, 9e6), ...shrinks },
        gives: 'pass',
      },
      { it: 'no instrument', given: { instrument: null }, gives: 'unevaluable' },
      {
        it: 'a position without a price',
        given: { assetClassExposure: null },
        gives: 'unevaluable',
      },
      {
        it: 'a sum that is no number',
        given: inClass(Number.NaN),
        gives: 'unevaluable',
        says: 'has no price',
      },
      {
        it: 'no exchange rate',
        given: { exchangeRate: null },
        gives: 'unevaluable',
        says: 'The rate',
      },
    ],
  ],
  [
    assetClassConcentration,
    [
      { it: 'one per cent of the account', gives: 'pass' },
      { it: 'exactly the limit', given: inClass(690000), gives: 'pass' },
      {
        it: 'more, with what is held beside it',
        given: inClass(700000),
        gives: 'deny',
        says: 'asset class STK would be 71 % of the account',
      },
      {
        it: 'an order that shrinks, far above',
        given: { ...inClass(9e6), ...shrinks },
        gives: 'pass',
      },
      { it: 'no instrument', given: { instrument: null }, gives: 'unevaluable' },
      {
        it: 'a position without a price',
        given: { assetClassExposure: null },
        gives: 'unevaluable',
      },
      { it: 'an account of unknown worth', given: { netLiquidation: null }, gives: 'unevaluable' },
      { it: 'an account worth nothing', given: { netLiquidation: 0 }, gives: 'unevaluable' },
      { it: 'no exchange rate', given: { exchangeRate: null }, gives: 'unevaluable' },
    ],
  ],
  [
    dailyLoss,
    [
      { it: 'a day that neither won nor lost', gives: 'pass' },
      { it: 'a day that won', given: losses(9000), gives: 'pass' },
      { it: 'a loss a cent short of the line', given: losses(-4999.99), gives: 'pass' },
      {
        it: 'a loss at the line',
        given: losses(-5000),
        gives: 'deny',
        says: 'The desk has lost 5 000 USD today; it stops at 5 000 USD.',
      },
      {
        it: 'an order that shrinks, far beyond it',
        given: { ...losses(-90_000), ...shrinks },
        gives: 'pass',
      },
      { it: 'a P&L that is not known', given: losses(null), gives: 'unevaluable' },
      {
        it: 'a P&L that is not known, on a desk that holds nothing',
        given: { ...losses(null), holdsPositions: false },
        gives: 'pass',
      },
      { it: 'a P&L that is no number', given: losses(Number.NaN), gives: 'unevaluable' },
      {
        it: 'a limit that is no number',
        given: { limits: limits({ dailyLoss: Number.NaN }) },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    drawdown,
    [
      { it: 'a desk at its peak', gives: 'pass' },
      { it: 'a cent short of both limits', given: losses(0, 5999.99, 19_999.99), gives: 'pass' },
      {
        it: 'the limit of the day',
        given: losses(3000, 6000, 6000),
        gives: 'deny',
        says: 'The P&L is 6 000 USD below the day’s peak; the desk stops at 6 000 USD.',
      },
      {
        it: 'the limit of all days',
        given: losses(0, 0, 20_000),
        gives: 'deny',
        says: 'below the highest it ever was; the desk stops at 20 000 USD',
      },
      {
        it: 'an order that shrinks, far beyond both',
        given: { ...losses(0, 90_000, 90_000), ...shrinks },
        gives: 'pass',
      },
      {
        it: 'a drawdown of the day that is not known',
        given: losses(0, null),
        gives: 'unevaluable',
      },
      { it: 'one of all days that is not known', given: losses(0, 0, null), gives: 'unevaluable' },
      {
        it: 'neither known, on a desk that holds nothing',
        given: { ...losses(null, null, null), holdsPositions: false },
        gives: 'pass',
      },
      {
        it: 'one of all days beyond its limit, though that of the day is not known and nothing is held',
        given: { ...losses(null, null, 20_000), holdsPositions: false },
        gives: 'deny',
      },
      { it: 'a drawdown that is no number', given: losses(0, Number.NaN), gives: 'unevaluable' },
      {
        it: 'a limit that is no number',
        given: { limits: limits({ allTimeDrawdown: Number.NaN }) },
        gives: 'unevaluable',
      },
    ],
  ],
  [
    repeatedExecution,
    [
      { it: 'an instrument that has not traded', gives: 'pass' },
      {
        it: 'the last execution that is allowed',
        given: { executionsUnattended: 49 },
        gives: 'pass',
      },
      {
        it: 'as many as the desk allows',
        given: { executionsUnattended: 50 },
        gives: 'deny',
        says: 'SPY has traded 50 times since a person last attended to it; the desk stops at 50.',
      },
      {
        it: 'an order that shrinks after far more',
        given: { executionsUnattended: 5000, ...shrinks },
        gives: 'pass',
      },
      {
        it: 'a modify that enlarges',
        given: {
          executionsUnattended: 50,
          proposal: modify({ quantity: 200 }),
          exposure: held(0, 100),
        },
        gives: 'deny',
      },
      {
        it: 'a count that is no number',
        given: { executionsUnattended: Number.NaN },
        gives: 'unevaluable',
      },
      {
        it: 'a limit that is no number',
        given: { limits: limits({ repeatedExecutions: Number.NaN }) },
        gives: 'unevaluable',
      },
    ],
  ],
];

describe.each(tables.map(([control, rows]) => ({ control, rows })))(
  '$control.title',
  ({ control, rows }) => {
    it.each(rows)('$it: $gives', ({ given, gives, says }) => {
      const verdict = control.evaluate(context(given));
      expect(verdict).toMatchObject({
        controlId: control.id,
        title: control.title,
        outcome: gives,
      });
      const sentence = verdict.message?.replaceAll('\u202f', ' ') ?? '';
      expect(sentence === '').toBe(gives === 'pass');
      expect(sentence).toContain(says ?? '');
    });

    it('names where the rule comes from', () => {
      expect(control.source).not.toBe('');
    });
  },
);

describe('the tables', () => {
  it('hold every control of the chain, each with a pass, a denial and an unevaluable case', () => {
    expect(new Set(tables.map(([{ id }]) => id))).toEqual(new Set(controls.map(({ id }) => id)));
    for (const [{ id }, rows] of tables) {
      const given = new Set(rows.map(({ gives }) => gives));
      expect({ id, has: [given.has('pass'), given.has('deny'), given.has('unevaluable')] }).toEqual(
        {
          id,
          has: [true, true, true],
        },
      );
    }
  });
});

describe('figures of a verdict', () => {
  it('a pass says how near it was', () => {
    expect(maxOrderValue.evaluate(context())).toMatchObject({
      outcome: 'pass',
      observed: 10_000,
      limit: 100_000,
      unit: 'USD',
    });
  });

  it('a denial says what was compared with what', () => {
    expect(
      maxOrderQuantity.evaluate(context({ proposal: proposal({ quantity: 1001 }) })),
    ).toMatchObject({ observed: 1001, limit: 1000, unit: 'units' });
  });
});
