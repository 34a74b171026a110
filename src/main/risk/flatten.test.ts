import { describe, expect, it } from 'vitest';

import { evaluateChain } from './chain.ts';
import { context, instrument, proposal } from './context.fixture.ts';
import { flattenStep, flattenTicket, mayFlatten, type HeldPosition } from './flatten.ts';
import { killControls } from './kill-controls.ts';

const held: HeldPosition = {
  instrumentId: 7,
  quantity: 300,
  brokerQuantity: 300,
  brokerIsFresh: true,
  openOrders: 0,
  known: true,
  session: 'regular',
  closing: null,
};

describe('what a kill with flatten does about a position', () => {
  it('closes it when nothing works in it and desk and broker agree', () => {
    expect(flattenStep(held, true)).toEqual({ stage: 'due' });
    const short = { ...held, quantity: -300, brokerQuantity: -300 };
    expect(flattenStep(short, true)).toEqual({ stage: 'due' });
  });

  it.each<[string, Partial<HeldPosition>, string, boolean]>([
    ['an order in it is open', { openOrders: 1 }, 'An order in it has not ended yet.', false],
    ['orders in it are open', { openOrders: 3 }, '3 orders in it have not ended yet.', false],
    ['it is not described', { known: false }, 'not described the instrument', false],
    ['the broker has said nothing', { brokerQuantity: null }, 'being asked', true],
    ['the broker was asked too early', { brokerIsFresh: false }, 'being asked', true],
    [
      'desk and broker differ',
      { brokerQuantity: 200 },
      'The desk holds 300 and the broker says 200.',
      true,
    ],
    ['the broker holds none', { brokerQuantity: 0 }, 'the broker says 0', true],
  ])('waits where %s', (_case, change, why, askBroker) => {
    expect(flattenStep({ ...held, ...change }, true)).toEqual({
      stage: 'waiting',
      why: expect.stringContaining(why) as unknown,
      askBroker,
    });
  });

  it('waits for the link before everything else', () => {
    expect(flattenStep({ ...held, openOrders: 2 }, false)).toMatchObject({
      stage: 'waiting',
      why: expect.stringContaining('The link is not ready.') as unknown,
      askBroker: false,
    });
  });

  it.each(['SENDING', 'WORKING', 'PARTLY_FILLED', 'CANCELLING', 'UNKNOWN'] as const)(
    'sends no second order while the first is %s, with the link up or down',
    (status) => {
      const position = { ...held, closing: { status, reason: null } };
      expect(flattenStep(position, true)).toEqual({ stage: 'sent', why: null });
      expect(flattenStep(position, false)).toEqual({ stage: 'sent', why: null });
    },
  );

  it.each([
    ['closed', 'Its market is closed: a market order waits at the broker for the next'],
    ['extended', 'Its regular session is not on: a market order waits'],
  ] as const)('says that its order waits where the market is %s', (session, why) => {
    const closing = { status: 'WORKING', reason: null } as const;
    expect(flattenStep({ ...held, session, closing }, true)).toEqual({
      stage: 'sent',
      why: expect.stringContaining(why) as unknown,
    });
    expect(flattenStep({ ...held, session }, true)).toEqual({ stage: 'due' });
  });

  it.each(['REJECTED', 'CANCELLED', 'DENIED', 'FILLED'] as const)(
    'sends no second order after one that was %s, and says so',
    (status) => {
      const position = { ...held, closing: { status, reason: 'No margin.' } };
      expect(flattenStep(position, true)).toMatchObject({ stage: 'stuck' });
    },
  );
});

describe('the order that closes a position', () => {
  it('is a market order for all of it', () => {
    expect(flattenTicket(held)).toMatchObject({ side: 'SELL', orderType: 'MKT', quantity: 300 });
    expect(flattenTicket({ instrumentId: 7, quantity: -5 })).toMatchObject({
      side: 'BUY',
      quantity: 5,
    });
  });

  it('may leave for the kill that asked for it alone', () => {
    const kill = {
      by: 'officer',
      at: '2020-03-09T13:30:00.000Z',
      reason: 'A drill.',
      flatten: true,
      flattening: new Map([[7, 'closing']]),
    };
    const order = { orderRef: 'closing', instrumentId: 7 };
    expect(mayFlatten(kill, order)).toBe(true);
    expect(mayFlatten({ ...kill, flatten: false }, order)).toBe(false);
    expect(mayFlatten({ ...kill, flattening: new Map() }, order)).toBe(false);
    expect(mayFlatten(kill, { ...order, orderRef: 'another' })).toBe(false);
    expect(mayFlatten(null, order)).toBe(false);
  });
});

describe('the controls of the kill switch', () => {
  const closing = context({
    proposal: proposal({ side: 'SELL', orderType: 'MKT', limitPrice: null, quantity: 300 }),
    exposure: { position: 300, workingBuy: 0, workingSell: 0 },
    deskState: 'HALTED',
    quote: null,
    quoteAgeMs: null,
    buyingPower: null,
  });
  const judge = (change: Partial<typeof closing>): string[] =>
    evaluateChain({ ...closing, ...change }, killControls).verdicts.flatMap((verdict) =>
      verdict.outcome === 'pass' ? [] : [`${verdict.controlId}: ${verdict.outcome}`],
    );

  it('let it close the whole position on a halted desk, without a quote and without buying power', () => {
    expect(evaluateChain(closing, killControls).allowed).toBe(true);
  });

  it.each<[string, Partial<typeof closing>, string]>([
    ['a live account', { accountId: 'U1234567' }, 'account-kind: deny'],
    ['a shadow', { gatewayKind: 'shadow' }, 'account-kind: deny'],
    ['an unknown account', { accountId: null }, 'account-kind: unevaluable'],
    ['a link that is not ready', { linkState: 'impaired' }, 'link-state: deny'],
    ['an instrument nobody knows', { instrument: null }, 'instrument-and-tick: deny'],
    [
      'a quantity off its lot',
      { instrument: instrument({ sizeIncrement: 7 }) },
      'instrument-and-tick: deny',
    ],
    [
      'more than is held',
      { exposure: { position: 299, workingBuy: 0, workingSell: 0 } },
      'closes-only: deny',
    ],
    [
      'another order on its side',
      { exposure: { position: 300, workingBuy: 0, workingSell: 1 } },
      'closes-only: deny',
    ],
    [
      'a position that is not known',
      { exposure: { position: Number.NaN, workingBuy: 0, workingSell: 0 } },
      'closes-only: unevaluable',
    ],
  ])('deny for %s', (_case, change, denial) => {
    expect(judge(change)).toEqual([denial]);
  });
});
