import { ContractError } from '#shared/contract/error.ts';
import type { Fact, FactBody, NewFact } from '#shared/domain/fact.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import {
  stricterState,
  type TradingState,
  type TradingStateCause,
} from '#shared/domain/trading-state.ts';

/** Why, by whom, by what and when a state was set. */
export interface StateChange {
  readonly reason: string;
  /** A person's id, or `desk`. */
  readonly by: string;
  readonly cause: TradingStateCause;
  /** ISO-8601 UTC. */
  readonly at: string;
  /** The fact that set it. */
  readonly seq: number;
}

/** What only two people leave again. */
type Latch = Extract<TradingStateCause, 'kill' | 'loss'>;

export interface HeldState {
  readonly state: TradingState;
  /** Null when it was never changed. */
  readonly set: StateChange | null;
  /** A kill or a loss since it was last ACTIVE; a stricter state on top of it does not take it away. */
  readonly latch: Latch | null;
}

const latchWords: Record<Latch, string> = { kill: 'the kill switch', loss: 'a loss' };

/** The desk's trading state and those of single instruments; an instrument not listed is ACTIVE. */
export interface TradingStates {
  readonly desk: HeldState;
  readonly instruments: ReadonlyMap<InstrumentId, HeldState & { readonly set: StateChange }>;
}

const neverChanged: HeldState = { state: 'ACTIVE', set: null, latch: null };

export const initialTradingStates: TradingStates = { desk: neverChanged, instruments: new Map() };

/** The states after a fact; every kind but `trading-state.changed` leaves them as they are. */
export function applyToTradingStates(states: TradingStates, fact: Fact): TradingStates {
  if (fact.kind !== 'trading-state.changed') return states;
  const { instrumentId, state, reason, cause } = fact.body;
  const set: StateChange = { reason, by: fact.by, cause, at: fact.at, seq: fact.seq };
  const latch =
    state === 'ACTIVE' ? null : (latchOf(cause) ?? heldStateOf(states, instrumentId).latch);
  if (instrumentId === null) return { ...states, desk: { state, set, latch } };
  const instruments = new Map(states.instruments);
  if (state === 'ACTIVE') instruments.delete(instrumentId);
  else instruments.set(instrumentId, { state, set, latch });
  return { ...states, instruments };
}

function latchOf(cause: TradingStateCause): Latch | null {
  return cause === 'kill' || cause === 'loss' ? cause : null;
}

/** The state of one instrument alone, or with null of the desk. */
export function heldStateOf(states: TradingStates, instrumentId: InstrumentId | null): HeldState {
  if (instrumentId === null) return states.desk;
  return states.instruments.get(instrumentId) ?? neverChanged;
}

/** The state of one instrument alone. */
export function instrumentState(states: TradingStates, instrumentId: InstrumentId): TradingState {
  return heldStateOf(states, instrumentId).state;
}

/** The state that holds for an instrument: its own or the desk's, the stricter one. */
export function effectiveState(states: TradingStates, instrumentId: InstrumentId): TradingState {
  return stricterState(states.desk.state, instrumentState(states, instrumentId));
}

/**
 * Something other than a person tightens a trading state: never loosens it. Nothing is decided where the state is
 * that strict already; a kill or a loss is then still kept on it, because leaving it takes two people from then on.
 */
export function decideTighten(
  states: TradingStates,
  change: FactBody<'trading-state.changed'>,
  by: string,
): NewFact[] {
  const held = heldStateOf(states, change.instrumentId);
  const state = stricterState(held.state, change.state);
  const latches = latchOf(change.cause) !== null && held.latch === null && state !== 'ACTIVE';
  if (state === held.state && !latches) return [];
  return [{ kind: 'trading-state.changed', by, body: { ...change, state } }];
}

/**
 * A person sets a trading state. Throws {@link ContractError}: `bad-input` without a reason, `conflict` when the
 * state already holds, or when it would end what a kill or a loss brought about: that takes two people.
 */
export function decideSetTradingState(
  states: TradingStates,
  change: Omit<FactBody<'trading-state.changed'>, 'cause'>,
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
  const held = heldStateOf(states, change.instrumentId);
  const subject = change.instrumentId === null ? 'The desk' : 'The instrument';
  if (held.state === change.state) {
    throw new ContractError({
      code: 'conflict',
      message: `${subject} is already ${change.state}.`,
      advice: '',
    });
  }
  if (held.latch !== null && stricterState(held.state, change.state) === held.state) {
    throw new ContractError({
      code: 'conflict',
      message: `${subject} is ${held.state} since ${latchWords[held.latch]}, which nobody ends alone.`,
      advice: `Propose ${change.state}; another person approves it.`,
    });
  }
  return [{ kind: 'trading-state.changed', by, body: { ...change, reason, cause: 'person' } }];
}
