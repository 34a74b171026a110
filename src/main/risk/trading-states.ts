import { ContractError } from '#shared/contract/error.ts';
import type { FactBody, NewFact } from '#shared/domain/fact.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import { stricterState, type TradingState } from '#shared/domain/trading-state.ts';

interface StateWithReason {
  readonly state: TradingState;
  /** Why it is in this state; null when it was never changed. */
  readonly reason: string | null;
}

/** The desk's trading state and those of single instruments; an instrument not listed is ACTIVE. */
export interface TradingStates {
  readonly desk: StateWithReason;
  readonly instruments: ReadonlyMap<InstrumentId, StateWithReason>;
}

export const initialTradingStates: TradingStates = {
  desk: { state: 'ACTIVE', reason: null },
  instruments: new Map(),
};

/** The states after a fact; every kind but `trading-state.changed` leaves them as they are. */
export function applyToTradingStates(states: TradingStates, fact: NewFact): TradingStates {
  if (fact.kind !== 'trading-state.changed') return states;
  const { instrumentId, state, reason } = fact.body;
  if (instrumentId === null) return { ...states, desk: { state, reason } };
  const instruments = new Map(states.instruments);
  if (state === 'ACTIVE') instruments.delete(instrumentId);
  else instruments.set(instrumentId, { state, reason });
  return { ...states, instruments };
}

/** The state of one instrument alone. */
export function instrumentState(states: TradingStates, instrumentId: InstrumentId): TradingState {
  return states.instruments.get(instrumentId)?.state ?? 'ACTIVE';
}

/** The state that holds for an instrument: its own or the desk's, the stricter one. */
export function effectiveState(states: TradingStates, instrumentId: InstrumentId): TradingState {
  return stricterState(states.desk.state, instrumentState(states, instrumentId));
}

/**
 * A person sets a trading state. Throws {@link ContractError}: `bad-input` without a reason, `conflict` when the
 * state already holds.
 */
export function decideSetTradingState(
  states: TradingStates,
  change: FactBody<'trading-state.changed'>,
  by: string,
): NewFact[] {
  const reason = change.reason.trim();
  if (reason === '') {
    throw new ContractError({
      code: 'bad-input',
      message: 'A change of trading state needs a reason.',
      advice: 'Say why: the reason goes on record.',
    });
  }
  const current =
    change.instrumentId === null ? states.desk.state : instrumentState(states, change.instrumentId);
  if (current === change.state) {
    const subject = change.instrumentId === null ? 'The desk' : 'The instrument';
    throw new ContractError({
      code: 'conflict',
      message: `${subject} is already ${change.state}.`,
      advice: '',
    });
  }
  return [{ kind: 'trading-state.changed', by, body: { ...change, reason } }];
}
