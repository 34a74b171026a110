import type { InstrumentExposure } from '#shared/domain/control.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';

/** Sums over instruments in the base currency, each with its working orders filled at worst. */
export interface ExposureSums {
  /** Sizes added up, each the larger of long and short. */
  readonly gross: number;
  /** Signed, with every working buy filled. */
  readonly long: number;
  /** Signed, with every working sell filled. */
  readonly short: number;
}

/** What instruments are added up by besides the desk. */
export interface ExposureGroups {
  readonly assetClass: string;
  /** Null where the broker names none. */
  readonly sector: string | null;
}
export type ExposureGroup = keyof ExposureGroups;

interface Valued {
  readonly sums: ExposureSums;
  readonly groups: ExposureGroups;
}

type MutableSums = { -readonly [Sum in keyof ExposureSums]: ExposureSums[Sum] } & {
  /** Instruments in it. */
  count: number;
};

const nothing: ExposureSums = { gross: 0, long: 0, short: 0 };

/**
 * The exposure of the desk, of each asset class and of each sector, kept up to date by instrument, so that a control never walks the books. An instrument
 * is valued anew when something happens in it and whenever {@link revalue} is called.
 */
export class DeskExposure {
  readonly #exposureOf: (instrumentId: InstrumentId) => Readonly<InstrumentExposure>;
  readonly #unitValueOf: (instrumentId: InstrumentId) => number | null;
  readonly #groupsOf: (instrumentId: InstrumentId) => ExposureGroups;
  readonly #valued = new Map<InstrumentId, Valued>();
  /** To be valued before the sums are read again: changed since, or held without a price. */
  readonly #due = new Set<InstrumentId>();
  readonly #desk: MutableSums = { ...nothing, count: 0 };
  readonly #groups = {
    assetClass: new Map<string, MutableSums>(),
    sector: new Map<string, MutableSums>(),
  };

  /**
   * `unitValueOf`: what one unit is worth in the base currency; null where nobody knows. `groupsOf`: where it is added
   * up as well.
   */
  constructor(
    exposureOf: (instrumentId: InstrumentId) => Readonly<InstrumentExposure>,
    unitValueOf: (instrumentId: InstrumentId) => number | null,
    groupsOf: (instrumentId: InstrumentId) => ExposureGroups,
  ) {
    this.#exposureOf = exposureOf;
    this.#unitValueOf = unitValueOf;
    this.#groupsOf = groupsOf;
  }

  /** Something happened in the instrument. Cheap: it is valued when somebody asks. */
  touch(instrumentId: InstrumentId): void {
    this.#due.add(instrumentId);
  }

  /** Prices and exchange rates move without a fact: values everything anew when it is asked for next. */
  revalue(): void {
    for (const instrumentId of this.#valued.keys()) this.#due.add(instrumentId);
  }

  /** The sums of everything; null while something that is held or working cannot be valued. */
  total(): ExposureSums | null {
    for (const due of this.#due) this.#value(due);
    return this.#due.size > 0 ? null : less(this.#desk, nothing);
  }

  /** The sums of each asset class or sector in which something is held or working; null as {@link total}. */
  totalsIn(group: ExposureGroup): ReadonlyMap<string, ExposureSums> | null {
    if (this.total() === null) return null;
    return new Map([...this.#groups[group]].map(([name, sums]) => [name, less(sums, nothing)]));
  }

  /** The sums without one instrument; null while another that is held or working cannot be valued. */
  without(instrumentId: InstrumentId): ExposureSums | null {
    if (!this.#knowsAllBut(instrumentId)) return null;
    return less(this.#desk, this.#valued.get(instrumentId)?.sums ?? nothing);
  }

  /** The same of one asset class or sector; null too while an instrument of another one cannot be valued. */
  withoutIn(group: ExposureGroup, name: string, instrumentId: InstrumentId): ExposureSums | null {
    if (!this.#knowsAllBut(instrumentId)) return null;
    const own = this.#valued.get(instrumentId);
    const inIt = own !== undefined && own.groups[group] === name;
    return less(this.#groups[group].get(name) ?? nothing, inIt ? own.sums : nothing);
  }

  #knowsAllBut(instrumentId: InstrumentId): boolean {
    for (const due of this.#due) this.#value(due);
    return this.#due.size <= (this.#due.has(instrumentId) ? 1 : 0);
  }

  #value(instrumentId: InstrumentId): void {
    this.#remove(instrumentId);
    const { position, workingBuy, workingSell } = this.#exposureOf(instrumentId);
    if (position === 0 && workingBuy === 0 && workingSell === 0) {
      this.#due.delete(instrumentId);
      return;
    }
    const unitValue = this.#unitValueOf(instrumentId);
    if (unitValue === null || !Number.isFinite(unitValue)) return;
    this.#due.delete(instrumentId);
    const long = (position + workingBuy) * unitValue;
    const short = (position - workingSell) * unitValue;
    const sums = { gross: Math.max(Math.abs(long), Math.abs(short)), long, short };
    const groups = this.#groupsOf(instrumentId);
    this.#valued.set(instrumentId, { sums, groups });
    add(this.#desk, sums, 1);
    this.#addTo('assetClass', groups.assetClass, sums, 1);
    if (groups.sector !== null) this.#addTo('sector', groups.sector, sums, 1);
  }

  #remove(instrumentId: InstrumentId): void {
    const before = this.#valued.get(instrumentId);
    if (before === undefined) return;
    const { sums, groups } = before;
    this.#valued.delete(instrumentId);
    add(this.#desk, sums, -1);
    this.#addTo('assetClass', groups.assetClass, sums, -1);
    if (groups.sector !== null) this.#addTo('sector', groups.sector, sums, -1);
  }

  #addTo(group: ExposureGroup, name: string, sums: ExposureSums, sign: 1 | -1): void {
    const held = this.#groups[group].get(name) ?? { ...nothing, count: 0 };
    add(held, sums, sign);
    if (held.count === 0) this.#groups[group].delete(name);
    else this.#groups[group].set(name, held);
  }
}

function less(all: ExposureSums, own: ExposureSums): ExposureSums {
  return {
    gross: Math.max(0, all.gross - own.gross),
    long: all.long - own.long,
    short: all.short - own.short,
  };
}

function add(to: MutableSums, sums: ExposureSums, sign: 1 | -1): void {
  to.count += sign;
  // Starting anew at nothing keeps the error of adding and taking away doubles from growing.
  const before = to.count === 0 ? nothing : to;
  const times = to.count === 0 ? 0 : sign;
  to.gross = before.gross + times * sums.gross;
  to.long = before.long + times * sums.long;
  to.short = before.short + times * sums.short;
}
