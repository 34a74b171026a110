import { describe, expect, it } from 'vitest';

import type { Fact, NewFact } from '#shared/domain/fact.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

import { applyToKill, decideKill } from './kill.ts';
import { order } from './order.fixture.ts';

describe('the kill switch', () => {
  it('halts the desk and cancels every open order', () => {
    const { facts, cancels } = decideKill(
      [
        { orderRef: 'a', status: 'WORKING' },
        { orderRef: 'b', status: 'UNKNOWN' },
      ],
      { reason: 'Prices make no sense.', flatten: false },
      'operator',
    );
    expect(facts).toEqual([
      {
        kind: 'kill.engaged',
        by: 'operator',
        body: { openOrders: 2, reason: 'Prices make no sense.', flatten: false },
      },
      {
        kind: 'trading-state.changed',
        by: 'operator',
        body: {
          instrumentId: null,
          state: 'HALTED',
          reason: 'Kill switch: Prices make no sense.',
          cause: 'kill',
        },
      },
      { kind: 'order.cancel-intended', by: 'operator', body: { orderRef: 'a' } },
      { kind: 'order.cancel-intended', by: 'operator', body: { orderRef: 'b' } },
    ]);
    expect(cancels).toEqual(['a', 'b']);
  });

  it('sends the cancel of an order again whose cancel is under way, and records no second intent', () => {
    const { facts, cancels } = decideKill(
      [{ orderRef: 'a', status: 'CANCELLING' }],
      { reason: '', flatten: false },
      'operator',
    );
    expect(facts.map(({ kind }) => kind)).toEqual(['kill.engaged', 'trading-state.changed']);
    expect(cancels).toEqual(['a']);
  });

  it('halts a desk without orders, and needs no reason', () => {
    const { facts, cancels } = decideKill([], { reason: ' ', flatten: false }, 'operator');
    expect(facts).toContainEqual(
      expect.objectContaining({
        body: { openOrders: 0, reason: 'No reason was given.', flatten: false },
      }),
    );
    expect(cancels).toEqual([]);
  });
});

describe('a kill that is engaged', () => {
  const fact = (newFact: NewFact, seq = 1): Fact => ({
    ...newFact,
    seq,
    at: '2020-03-09T13:30:00.000Z',
  });
  const engage = (flatten: boolean): Fact =>
    fact({
      kind: 'kill.engaged',
      by: 'officer',
      body: { openOrders: 0, reason: 'A drill.', flatten },
    });
  const closing = fact({
    kind: 'order.intended',
    by: 'officer',
    body: {
      order: order({ orderRef: 'closing', role: 'flatten' }),
      verdicts: [],
      limitsVersion: 1,
    },
  });
  const setTo = (state: TradingState, instrumentId: number | null): Fact =>
    fact({
      kind: 'trading-state.changed',
      by: 'officer',
      body: { instrumentId, state, reason: 'Test.', cause: 'person' },
    });

  it('remembers which order closes which position', () => {
    const kill = [engage(true), closing].reduce(applyToKill, null);
    expect(kill).toMatchObject({ by: 'officer', flatten: true, reason: 'A drill.' });
    expect([...(kill?.flattening ?? [])]).toEqual([[order().instrumentId, 'closing']]);
  });

  it('begins anew when it is engaged again, with or without flatten', () => {
    const again = [engage(true), closing, engage(false)].reduce(applyToKill, null);
    expect(again).toMatchObject({ flatten: false });
    expect(again?.flattening.size).toBe(0);
  });

  it('ends when the desk may trade again, and not for one instrument', () => {
    const engaged = applyToKill(null, engage(true));
    expect(applyToKill(engaged, setTo('HALTED', null))).toBe(engaged);
    expect(applyToKill(engaged, setTo('ACTIVE', 7))).toBe(engaged);
    expect(applyToKill(engaged, setTo('REDUCING', null))).toBeNull();
  });

  it('is none where nobody engaged one', () => {
    expect(applyToKill(null, closing)).toBeNull();
  });
});
