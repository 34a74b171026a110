import { describe, expect, it } from 'vitest';

import type { ContractErrorCode } from '#shared/contract/error.ts';
import { tradingStateSchema, type TradingState } from '#shared/domain/trading-state.ts';

import {
  applyToTradingStates,
  decideSetTradingState,
  effectiveState,
  initialTradingStates,
  type TradingStates,
} from './trading-states.ts';

const SPY = 756733;

function set(
  states: TradingStates,
  instrumentId: number | null,
  state: TradingState,
  reason = 'Because.',
): TradingStates {
  return decideSetTradingState(states, { instrumentId, state, reason }, 'operator').reduce(
    applyToTradingStates,
    states,
  );
}

describe('trading states', () => {
  it('begin ACTIVE for the desk and every instrument', () => {
    expect(effectiveState(initialTradingStates, SPY)).toBe('ACTIVE');
  });

  it.each(
    tradingStateSchema.options.flatMap((desk) =>
      tradingStateSchema.options.map((instrument) => ({ desk, instrument })),
    ),
  )('hold the stricter of desk $desk and instrument $instrument', ({ desk, instrument }) => {
    const facts = [
      { instrumentId: null, state: desk, reason: 'Desk.' },
      { instrumentId: SPY, state: instrument, reason: 'Instrument.' },
    ].map((body) => ({ kind: 'trading-state.changed', by: 'operator', body }) as const);
    const states = facts.reduce(applyToTradingStates, initialTradingStates);
    const strictness = tradingStateSchema.options;
    expect(effectiveState(states, SPY)).toBe(
      strictness[Math.max(strictness.indexOf(desk), strictness.indexOf(instrument))],
    );
  });

  it('keep the reason, and forget an instrument that is ACTIVE again', () => {
    const halted = set(initialTradingStates, SPY, 'HALTED', ' Odd prices. ');
    expect(halted.instruments.get(SPY)).toEqual({ state: 'HALTED', reason: 'Odd prices.' });
    expect(set(halted, SPY, 'ACTIVE').instruments.size).toBe(0);
  });

  it.each<[string, string, TradingState, ContractErrorCode]>([
    ['without a reason', '  ', 'HALTED', 'bad-input'],
    ['to what already holds', 'Because.', 'ACTIVE', 'conflict'],
  ])('refuse a change %s', (_what, reason, state, code) => {
    const change = { instrumentId: null, state, reason };
    expect(() => decideSetTradingState(initialTradingStates, change, 'operator')).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('stay as they are for every other fact', () => {
    const fact = { kind: 'watchlist.added', by: 'desk', body: { instrumentId: SPY } } as const;
    expect(applyToTradingStates(initialTradingStates, fact)).toBe(initialTradingStates);
  });
});
