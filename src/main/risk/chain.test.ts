import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { asksForReason, isDenial, type Verdict } from '#shared/domain/control.ts';
import { linkStateSchema } from '#shared/domain/gateway.ts';
import { limitNames } from '#shared/domain/limits.ts';
import { orderTypePrices, orderTypeSchema } from '#shared/domain/order.ts';
import { tradingStateSchema } from '#shared/domain/trading-state.ts';

import { controls, evaluateChain, type ChainResult } from './chain.ts';
import { context, instrument, limits, modify, proposal, quote } from './context.fixture.ts';
import type { Control, ControlContext, ControlId, OrderProposal } from './control.ts';
import { maxOrderQuantity } from './controls/max-order-quantity.ts';
import { maxOrderValue } from './controls/max-order-value.ts';
import { tradingState } from './controls/trading-state.ts';
import { verdictsOf } from './verdicts.ts';

describe('the chain', () => {
  it('allows an order that every control passes', () => {
    const { allowed, verdicts } = evaluateChain(context());
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(controls.map(() => 'pass'));
    expect(allowed).toBe(true);
  });

  it('names each control once', () => {
    expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
  });

  it('reports every verdict, not only the first denial', () => {
    const { allowed, verdicts } = evaluateChain(
      context({ linkState: 'down', deskState: 'HALTED', proposal: proposal({ quantity: 5000 }) }),
    );
    expect(allowed).toBe(false);
    expect(verdicts).toHaveLength(controls.length);
    expect(verdicts.filter(isDenial).map(({ controlId }) => controlId)).toEqual([
      'link-state',
      'trading-state',
      'max-order-quantity',
      'max-order-value',
      'short-period-value',
      'position-limit',
      'net-exposure',
      'sector-exposure',
      'asset-class-exposure',
      'buying-power',
    ]);
  });

  it('makes a control that throws unevaluable, which denies', () => {
    const broken: Control = {
      id: 'max-order-value',
      title: 'Broken',
      unit: null,
      hard: true,
      limits: [],
      source: 'test',
      evaluate: () => {
        throw new Error('no table');
      },
    };
    const { allowed, verdicts } = evaluateChain(context(), [broken]);
    expect(allowed).toBe(false);
    expect(verdicts).toEqual([
      expect.objectContaining({
        controlId: 'max-order-value',
        outcome: 'unevaluable',
        message: 'The control could not be evaluated: no table',
      }),
    ]);
  });

  it('says whose limit it was where that is not the desk\u2019s', () => {
    const scope = { kind: 'instrument', id: '756733' } as const;
    const tight = { ...limits(), maxOrderQuantity: { value: 50, scope } };
    const [denied] = evaluateChain(context({ limits: tight }), [maxOrderQuantity]).verdicts;
    expect(denied).toMatchObject({ outcome: 'deny', limit: 50, scope });
    expect(denied?.message).toMatch(/ That limit is for instrument SPY\.$/);
    const small = context({ limits: tight, proposal: proposal({ quantity: 50 }) });
    const [passed] = evaluateChain(small, [maxOrderQuantity]).verdicts;
    expect(passed).toMatchObject({ outcome: 'pass', message: null, scope });
    const [other] = evaluateChain(context({ limits: tight }), [maxOrderValue]).verdicts;
    expect(other).toMatchObject({ outcome: 'pass', scope: null });
  });

  describe('with a soft control that denies', () => {
    const soft: Control = {
      id: 'max-order-value',
      title: 'Soft',
      unit: null,
      hard: false,
      limits: [],
      source: 'test',
      evaluate: ({ proposal: { quantity } }) => {
        const { deny, unevaluable } = verdictsOf({ ...soft });
        return quantity > 100 ? unevaluable('How much is not known.') : deny('That is odd.');
      },
    };
    const why = { overrideReason: 'The desk means it.' };

    it('asks for a reason, and lets the order pass with one, on the record', () => {
      const asked = evaluateChain(context(), [soft, maxOrderQuantity]);
      expect(asked.allowed).toBe(false);
      expect(asksForReason(asked.verdicts)).toBe(true);
      const given = evaluateChain(context(why), [soft, maxOrderQuantity]);
      expect(given.allowed).toBe(true);
      expect(asksForReason(given.verdicts)).toBe(false);
      expect(given.verdicts[0]).toMatchObject({
        outcome: 'warn',
        message: 'That is odd.',
        hard: false,
        overrideReason: 'The desk means it.',
      });
      expect(given.verdicts[1]).toMatchObject({ hard: true, overrideReason: null });
    });

    it('does not override a hard one beside it', () => {
      const halted = context({ ...why, deskState: 'HALTED' });
      const { allowed, verdicts } = evaluateChain(halted, [soft, tradingState]);
      expect(allowed).toBe(false);
      expect(verdicts[1]).toMatchObject({ outcome: 'deny', overrideReason: null });
      expect(
        asksForReason(
          evaluateChain(context({ deskState: 'HALTED' }), [soft, tradingState]).verdicts,
        ),
      ).toBe(false);
    });

    it('lets nothing pass that it cannot evaluate', () => {
      const given = context({ ...why, proposal: proposal({ quantity: 101 }) });
      const { allowed, verdicts } = evaluateChain(given, [soft]);
      expect(allowed).toBe(false);
      expect(asksForReason(verdicts)).toBe(false);
    });
  });

  it('allows nothing when there is nothing to ask', () => {
    expect(evaluateChain(context(), []).allowed).toBe(false);
  });
});

const price = fc.oneof(
  fc.integer({ min: 9000, max: 11_000 }).map((ticks) => ticks / 100),
  fc.constantFrom(0, -1, 0.01, 1e6, Number.NaN, Number.POSITIVE_INFINITY),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 8 });
const size = fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.constantFrom(0.5, Number.NaN));

const proposals: fc.Arbitrary<OrderProposal> = fc
  .record({
    side: fc.constantFrom('BUY', 'SELL'),
    orderType: fc.constantFrom(...orderTypeSchema.options),
    quantity: size,
    limitPrice: price,
    stopPrice: price,
    previous: fc.option(
      fc.record({
        workingQuantity: size,
        filledQuantity: size,
        limitPrice: maybe(price),
        stopPrice: maybe(price),
      }),
    ),
  })
  .map((made) => ({
    ...made,
    kind: made.previous === null ? 'new' : 'modify',
    limitPrice: orderTypePrices[made.orderType].limit ? made.limitPrice : null,
    stopPrice: orderTypePrices[made.orderType].stop ? made.stopPrice : null,
    timeInForce: 'DAY',
    outsideRth: false,
  }));

const exposureSums = fc.record({
  gross: fc.constantFrom(0, 390_000, 450_000, 500_000, Number.NaN),
  long: fc.constantFrom(-300_000, 0, 240_000, 290_000, 300_000, Number.NaN),
  short: fc.constantFrom(300_000, 0, -240_000, -290_000, -300_000, Number.NaN),
});

const contexts: fc.Arbitrary<ControlContext> = fc.record({
  proposal: proposals,
  instrument: maybe(
    fc.constantFrom(instrument(), instrument({ multiplier: 50, minTick: 0.25, sector: null })),
  ),
  priceIncrements: fc.constantFrom([], [{ lowEdge: 0, increment: 0.05 }]),
  marketDate: maybe(fc.constant('20200309')),
  session: maybe(fc.constantFrom('regular', 'extended', 'closed')),
  personId: maybe(fc.constantFrom('ada', 'grace')),
  quote: maybe(
    fc
      .record({
        bid: maybe(price),
        ask: maybe(price),
        last: maybe(price),
        halted: fc.boolean(),
        shortable: fc.option(fc.constantFrom('available', 'to-be-located', 'unavailable')),
        shortableShares: fc.option(fc.constantFrom(0, 100, 1_000_000, Number.NaN)),
      })
      .map(quote),
  ),
  quoteAgeMs: maybe(fc.constantFrom(0, 200, 3000, 3001, 60_000, -1, Number.NaN)),
  accountId: fc.constantFrom('DU1000001', 'U1000001', null),
  gatewayKind: fc.constantFrom('simulated', 'paper', 'shadow', null),
  linkState: fc.constantFrom(...linkStateSchema.options, null),
  deskState: fc.constantFrom(...tradingStateSchema.options),
  instrumentState: fc.constantFrom(...tradingStateSchema.options),
  exposure: fc.record({
    position: fc.oneof(fc.integer({ min: -3000, max: 3000 }), fc.constant(Number.NaN)),
    workingBuy: size,
    workingSell: size,
  }),
  unanswered: maybe(
    fc.record({
      order: fc.constant('BUY 10 SPY LMT'),
      awaits: fc.constantFrom('fate', 'order', 'modify', 'cancel'),
      waitedMs: fc.constantFrom(0, 4999, 5000, Number.NaN, Infinity),
    }),
  ),
  buyingPower: maybe(fc.integer({ min: -10, max: 500_000 })),
  reservedBuyingPower: maybe(fc.integer({ min: 0, max: 100_000 })),
  messagesInSecond: fc.constantFrom(0, 39, 40, Number.NaN),
  equalOrdersInSecond: fc.constantFrom(0, 0, 0, 1, Number.NaN),
  openOrders: fc.record({
    onSide: fc.constantFrom(0, 14, 15, Number.NaN),
    total: fc.constantFrom(15, 199, 200, Number.NaN),
  }),
  restingOpposite: fc.option(price),
  valueInMinute: fc.constantFrom(0, 100_000, 200_000, Number.NaN),
  netLiquidation: maybe(fc.constantFrom(1_000_000, 50_000, 0, -1, Number.NaN)),
  otherExposure: maybe(exposureSums),
  sectorExposure: maybe(exposureSums),
  assetClassExposure: maybe(exposureSums),
  losses: fc.record({
    dayPnl: maybe(fc.constantFrom(100, 0, -4999, -5000, Number.NaN)),
    dayDrawdown: maybe(fc.constantFrom(0, 5999, 6000, Number.NaN)),
    allTimeDrawdown: maybe(fc.constantFrom(0, 19_999, 20_000, Number.NaN)),
  }),
  holdsPositions: fc.boolean(),
  executionsUnattended: fc.constantFrom(0, 49, 50, Number.NaN),
  baseCurrency: fc.constant('USD'),
  exchangeRate: maybe(fc.constantFrom(1, 1.1, Number.NaN, 0)),
  limits: fc.constant(limits()),
  whatIf: fc.option(
    fc.oneof(
      fc.record({
        initialMarginAfter: maybe(price),
        initialMarginChange: maybe(price),
        maintenanceMarginAfter: maybe(price),
        equityWithLoanAfter: maybe(price),
        commission: maybe(price),
        commissionCurrency: fc.constant(null),
        warning: fc.constant(null),
      }),
      fc.record({ unavailable: fc.constant('No answer.') }),
    ),
  ),
  notInWhatIf: maybe(fc.constantFrom(0, 10_000, Number.NaN)),
  overrideReason: fc.option(fc.constant('The desk means it.')),
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}

describe('whatever it is given', () => {
  it('the chain denies when any control is unevaluable, and never lets NaN pass', () => {
    fc.assert(
      fc.property(contexts, (given) => {
        const { allowed, verdicts } = evaluateChain(given);
        expect(allowed).toBe(
          verdicts.every(({ outcome }) => outcome !== 'deny' && outcome !== 'unevaluable'),
        );
        for (const { outcome, observed, limit, message } of verdicts) {
          expect(outcome === 'pass' && [observed, limit].includes(Number.NaN)).toBe(false);
          expect(message === null).toBe(outcome === 'pass');
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('the chain changes nothing it is given and answers the same again', () => {
    fc.assert(
      fc.property(contexts, (given) => {
        const frozen = deepFreeze(structuredClone(given));
        const first = evaluateChain(frozen);
        expect(frozen).toEqual(given);
        expect(evaluateChain(frozen)).toEqual(first);
      }),
    );
  });

  it('a tighter limit never turns a denial into a pass', () => {
    fc.assert(
      fc.property(
        contexts,
        fc.constantFrom(...limitNames),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (given, name, share) => {
          const before = evaluateChain(given);
          const { [name]: loose } = given.limits;
          const after = evaluateChain({
            ...given,
            limits: { ...given.limits, [name]: { ...loose, value: loose.value * share } },
          });
          const denials = (verdicts: readonly Verdict[]) =>
            verdicts.filter(isDenial).map(({ controlId }) => controlId);
          expect(denials(after.verdicts)).toEqual(expect.arrayContaining(denials(before.verdicts)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('an order that only shrinks exposure is never denied by an exposure control', () => {
    const lettingShrink: ReadonlySet<string> = new Set<ControlId>([
      'trading-state',
      'unanswered-order',
      'position-limit',
      'buying-power',
      'short-period-value',
      'concentration',
      'gross-exposure',
      'net-exposure',
      'sector-exposure',
      'sector-concentration',
      'asset-class-exposure',
      'asset-class-concentration',
      'daily-loss',
      'drawdown',
      'repeated-execution',
    ]);
    const shrinking = fc
      .record({
        position: fc.integer({ min: 1, max: 1_000_000 }),
        quantity: fc.integer({ min: 1, max: 1_000_000 }),
        working: fc.nat(1_000_000),
        otherSide: fc.nat(1_000_000),
        long: fc.boolean(),
      })
      .filter(({ position, quantity, working }) => quantity + working <= position);
    fc.assert(
      fc.property(
        contexts,
        shrinking,
        (given, { position, quantity, working, otherSide, long }) => {
          const { verdicts } = evaluateChain({
            ...given,
            instrument: instrument(),
            deskState: 'REDUCING',
            instrumentState: 'ACTIVE',
            proposal: {
              ...given.proposal,
              kind: 'new',
              previous: null,
              side: long ? 'SELL' : 'BUY',
              quantity,
            },
            exposure: {
              position: long ? position : -position,
              workingBuy: long ? otherSide : working,
              workingSell: long ? working : otherSide,
            },
          });
          const outcomes = verdicts
            .filter(({ controlId }) => lettingShrink.has(controlId))
            .map(({ outcome }) => outcome);
          expect(new Set(outcomes)).toEqual(new Set(['pass']));
          expect(outcomes).toHaveLength(lettingShrink.size);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('an order that could enlarge the position is denied while REDUCING', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.nat(1000),
        fc.constantFrom('BUY', 'SELL'),
        (position, quantity, working, side) => {
          const heldAgainst = side === 'BUY' ? -position : position;
          fc.pre(quantity + working > heldAgainst);
          const { allowed } = evaluateChain(
            context({
              deskState: 'REDUCING',
              proposal: proposal({ side, quantity }),
              exposure: { position, workingBuy: working, workingSell: working },
            }),
          );
          expect(allowed).toBe(false);
        },
      ),
    );
  });

  it('a modify is judged as the order it leaves behind, but for what counts what was sent', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: -2500, max: 2500 }),
        (before, after, position) => {
          const asModify = evaluateChain(
            context({
              proposal: modify({ quantity: after, limitPrice: 101 }, { workingQuantity: before }),
              exposure: { position, workingBuy: before, workingSell: 0 },
            }),
          );
          const asNew = evaluateChain(
            context({
              proposal: proposal({ quantity: after, limitPrice: 101 }),
              exposure: { position, workingBuy: 0, workingSell: 0 },
            }),
          );
          const sent: ReadonlySet<string> = new Set<ControlId>([
            'duplicate-order',
            'open-order-count',
            'short-period-value',
          ]);
          const ofTheOrder = ({ verdicts }: ChainResult) =>
            verdicts.filter(({ controlId }) => !sent.has(controlId));
          expect(ofTheOrder(asModify)).toEqual(ofTheOrder(asNew));
          expect(asModify.allowed).toBe(asNew.allowed);
        },
      ),
    );
  });
});
