import { describe, expect, it } from 'vitest';

import { decideKill } from './kill.ts';

describe('the kill switch', () => {
  it('halts the desk and cancels every open order', () => {
    const { facts, cancels } = decideKill(
      [
        { orderRef: 'a', status: 'WORKING' },
        { orderRef: 'b', status: 'UNKNOWN' },
      ],
      'Prices make no sense.',
      'operator',
    );
    expect(facts).toEqual([
      {
        kind: 'kill.engaged',
        by: 'operator',
        body: { openOrders: 2, reason: 'Prices make no sense.' },
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
      '',
      'operator',
    );
    expect(facts.map(({ kind }) => kind)).toEqual(['kill.engaged', 'trading-state.changed']);
    expect(cancels).toEqual(['a']);
  });

  it('halts a desk without orders, and needs no reason', () => {
    const { facts, cancels } = decideKill([], ' ', 'operator');
    expect(facts).toContainEqual(
      expect.objectContaining({ body: { openOrders: 0, reason: 'No reason was given.' } }),
    );
    expect(cancels).toEqual([]);
  });
});
