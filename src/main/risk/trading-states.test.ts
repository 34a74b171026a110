import { describe, expect, it } from 'vitest';

import type { ContractErrorCode } from '#shared/contract/error.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';
import {
  tradingStateCauseSchema,
  tradingStateSchema,
  type TradingState,
  type TradingStateCause,
} from '#shared/domain/trading-state.ts';

import {
  applyToTradingStates,
  decideSetTradingState,
  decideTighten,
  effectiveState,
  initialTradingStates,
  type TradingStates,
} from './trading-states.ts';

const SPY = 756733;
const at = '2026-11-23T14:30:00.000Z';

function recorded(fact: NewFact): Fact {
  return { ...fact, seq: 1, at };
}

function applied(states: TradingStates, facts: readonly NewFact[]): TradingStates {
  return facts.map(recorded).reduce(applyToTradingStates, states);
}

function set(
  states: TradingStates,
  instrumentId: number | null,
  state: TradingState,
  reason = 'Because.',
): TradingStates {
  const held = instrumentId === null ? states.desk : states.instruments.get(instrumentId);
  if (state === (held?.state ?? 'ACTIVE')) return states;
  return applied(states, decideSetTradingState(states, { instrumentId, state, reason }, 'rosa'));
}

function tighten(
  states: TradingStates,
  instrumentId: number | null,
  state: TradingState,
  cause: TradingStateCause,
): TradingStates {
  const change = { instrumentId, state, reason: `By ${cause}.`, cause };
  return applied(states, decideTighten(states, change, 'desk'));
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
    const states = set(set(initialTradingStates, null, desk), SPY, instrument);
    const strictness = tradingStateSchema.options;
    expect(effectiveState(states, SPY)).toBe(
      strictness[Math.max(strictness.indexOf(desk), strictness.indexOf(instrument))],
    );
  });

  it('keep why, by whom, by what and when, and forget an instrument that is ACTIVE again', () => {
    const halted = set(initialTradingStates, SPY, 'HALTED', ' Odd prices. ');
    expect(halted.instruments.get(SPY)).toEqual({
      state: 'HALTED',
      set: { reason: 'Odd prices.', by: 'rosa', cause: 'person', at, seq: 1 },
      latch: null,
    });
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
    expect(applied(initialTradingStates, [fact])).toBe(initialTradingStates);
  });

  it('keep that a kill or a loss happened until they are ACTIVE again, whatever comes on top', () => {
    const loss = tighten(initialTradingStates, null, 'REDUCING', 'loss');
    expect(loss.desk).toMatchObject({ state: 'REDUCING', latch: 'loss' });
    const halted = set(loss, null, 'HALTED');
    expect(halted.desk).toMatchObject({ set: { cause: 'person' }, latch: 'loss' });
    const active = { instrumentId: null, state: 'ACTIVE', reason: '', cause: 'person' } as const;
    const rearmed = applied(halted, [{ kind: 'trading-state.changed', by: 'ben', body: active }]);
    expect(rearmed.desk.latch).toBeNull();
  });
});

describe('a state that a kill or a loss brought about', () => {
  it.each<[TradingStateCause, TradingState, number | null]>([
    ['kill', 'ACTIVE', null],
    ['kill', 'REDUCING', null],
    ['loss', 'ACTIVE', null],
    ['loss', 'ACTIVE', SPY],
  ])('of cause %s is not left by one person for %s', (cause, state, instrumentId) => {
    const from = cause === 'kill' ? 'HALTED' : 'REDUCING';
    const held = tighten(initialTradingStates, instrumentId, from, cause);
    const change = { instrumentId, state, reason: 'Enough.' };
    expect(() => decideSetTradingState(held, change, 'rosa')).toThrow('nobody ends alone');
  });

  it('is tightened by one person, and not loosened to what it was before', () => {
    const halted = set(tighten(initialTradingStates, null, 'REDUCING', 'loss'), null, 'HALTED');
    const change = { instrumentId: null, state: 'REDUCING', reason: 'Enough.' } as const;
    expect(() => decideSetTradingState(halted, change, 'rosa')).toThrow('nobody ends alone');
  });

  it.each<TradingStateCause>(['person', 'monitor', 'defect', 'recovery'])(
    'of cause %s is left by one person',
    (cause) => {
      const held = tighten(initialTradingStates, null, 'HALTED', cause);
      expect(set(held, null, 'ACTIVE').desk.state).toBe('ACTIVE');
    },
  );
});

describe('what tightens a trading state', () => {
  const held = tradingStateSchema.options.flatMap((from) =>
    tradingStateSchema.options.flatMap((wanted) =>
      tradingStateCauseSchema.options.flatMap((cause) =>
        [null, SPY].map((instrumentId) => ({ from, wanted, cause, instrumentId })),
      ),
    ),
  );

  it.each(held)('never loosens it: $cause, $from to $wanted of $instrumentId', (each) => {
    const { from, wanted, cause, instrumentId } = each;
    const before = set(initialTradingStates, instrumentId, from);
    const after = tighten(before, instrumentId, wanted, cause);
    const strictness = tradingStateSchema.options;
    const strictest = Math.max(strictness.indexOf(from), strictness.indexOf(wanted));
    const now = instrumentId === null ? after.desk : after.instruments.get(instrumentId);
    expect(now?.state ?? 'ACTIVE').toBe(strictness[strictest]);
  });

  it('keeps a loss on a desk that a person had halted, once, and leaves the desk halted', () => {
    const halted = set(initialTradingStates, null, 'HALTED');
    const lost = tighten(halted, null, 'REDUCING', 'loss');
    expect(lost.desk).toMatchObject({ state: 'HALTED', latch: 'loss', set: { cause: 'loss' } });
    expect(tighten(lost, null, 'REDUCING', 'loss')).toBe(lost);
  });

  it('says nothing where it is that strict already', () => {
    const halted = set(initialTradingStates, SPY, 'HALTED');
    const change = { instrumentId: SPY, state: 'REDUCING', reason: '', cause: 'monitor' } as const;
    expect(decideTighten(halted, change, 'desk')).toEqual([]);
  });
});
