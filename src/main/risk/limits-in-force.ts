import type { AccountId } from '#shared/domain/gateway.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import {
  limitNames,
  type LimitName,
  type Limits,
  type LimitScope,
  type PersonPermission,
} from '#shared/domain/limits.ts';

/** What an order is, as far as it decides which limits hold for it. */
export interface LimitSubject {
  readonly accountId: AccountId | null;
  readonly instrument: Instrument | null;
  readonly personId: string | null;
}

export interface ApplicableLimit {
  readonly value: number;
  /** Whose limit it is; absent where it is the desk's. */
  readonly scope?: LimitScope;
}

/** Of every limit the tightest that holds for one order. */
export type ApplicableLimits = Readonly<
  Record<LimitName, ApplicableLimit> &
    Pick<Limits, 'version' | 'restrictedInstruments'> & {
      /** What the person may trade; absent where that is everything. */
      permission?: PersonPermission;
    }
>;

/** By account, then by person. */
type KnownLimits = Map<AccountId | null, Map<string | null, ApplicableLimits>>;

/**
 * The limits that hold now. They are replaced as a whole, by a change that two persons made; every order after that is
 * judged by the new ones. Which limits hold for an order is worked out once and kept, so that a control never searches.
 */
export class LimitsInForce {
  #current: Limits;
  /** By the instrument itself and not by its id: described anew it may be of another class. */
  #ofInstrument = new WeakMap<Instrument, KnownLimits>();
  #ofNoInstrument: KnownLimits = new Map();

  constructor(limits: Limits) {
    this.#current = limits;
  }

  /** The whole document. */
  get current(): Limits {
    return this.#current;
  }

  replace(limits: Limits): void {
    this.#current = limits;
    this.#ofInstrument = new WeakMap();
    this.#ofNoInstrument = new Map();
  }

  applicableTo(subject: LimitSubject): ApplicableLimits {
    const known = this.#knownOf(subject.instrument);
    let ofAccount = known.get(subject.accountId);
    if (ofAccount === undefined) known.set(subject.accountId, (ofAccount = new Map()));
    let applicable = ofAccount.get(subject.personId);
    if (applicable === undefined) {
      applicable = applicableLimits(this.#current, subject);
      ofAccount.set(subject.personId, applicable);
    }
    return applicable;
  }

  #knownOf(instrument: Instrument | null): KnownLimits {
    if (instrument === null) return this.#ofNoInstrument;
    let known = this.#ofInstrument.get(instrument);
    if (known === undefined) {
      known = new Map();
      this.#ofInstrument.set(instrument, known);
    }
    return known;
  }
}

/** Of every limit the tightest that holds for an order: the desk's, or one of a scope that the order is in. */
export function applicableLimits(limits: Limits, subject: LimitSubject): ApplicableLimits {
  const applicable: Record<LimitName, ApplicableLimit> = { ...limits };
  for (const { scope, limits: scoped } of limits.scopes) {
    if (!isIn(scope, subject)) continue;
    for (const name of limitNames) {
      const value = scoped[name]?.value;
      if (value !== undefined && value < applicable[name].value)
        applicable[name] = { value, scope };
    }
  }
  const { version, restrictedInstruments } = limits;
  const permission = limits.permissions.find(({ personId }) => personId === subject.personId);
  return {
    ...applicable,
    version,
    restrictedInstruments,
    ...(permission === undefined ? {} : { permission }),
  };
}

function isIn({ kind, id }: LimitScope, subject: LimitSubject): boolean {
  switch (kind) {
    case 'account':
      return subject.accountId === id;
    case 'asset-class':
      return subject.instrument?.secType === id;
    case 'sector':
      return subject.instrument?.sector === id;
    case 'instrument':
      return subject.instrument !== null && String(subject.instrument.instrumentId) === id;
    case 'person':
      return subject.personId === id;
  }
}

const kindWords: Record<LimitScope['kind'], string> = {
  account: 'account',
  'asset-class': 'asset class',
  sector: 'sector',
  instrument: 'instrument',
  person: 'person',
};

/** A scope as a sentence names it: `asset class FUT`. */
export function scopeWords({ kind, id }: LimitScope, instrument: Instrument | null): string {
  const isIt =
    kind === 'instrument' && instrument !== null && String(instrument.instrumentId) === id;
  return `${kindWords[kind]} ${isIt ? instrument.displaySymbol : id}`;
}
