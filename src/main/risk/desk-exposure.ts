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

/**
 * The exposure of the whole desk, kept up to date by instrument, so that a control never walks the books. An instrument
 * is valued anew when something happens in it and whenever {@link revalue} is called.
 */
export class DeskExposure {
  readonly #exposureOf: (instrumentId: InstrumentId) => Readonly<InstrumentExposure>;
  readonly #unitValueOf: (instrumentId: InstrumentId) => number | null;
  readonly #valued = new Map<InstrumentId, ExposureSums>();
  /** To be valued before the sums are read again: changed since, or held without a price. */
  readonly #due = new Set<InstrumentId>();
  #sums = { gross: 0, long: 0, short: 0 };

  /** `unitValueOf`: what one unit is worth in the base currency; null where nobody knows. */
  constructor(
    exposureOf: (instrumentId: InstrumentId) => Readonly<InstrumentExposure>,
    unitValueOf: (instrumentId: InstrumentId) => number | null,
  ) {
    this.#exposureOf = exposureOf;
    this.#unitValueOf = unitValueOf;
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
    return this.#due.size > 0 ? null : { ...this.#sums };
  }

  /** The sums without one instrument; null while another that is held or working cannot be valued. */
  without(instrumentId: InstrumentId): ExposureSums | null {
    for (const due of this.#due) this.#value(due);
    if (this.#due.size > (this.#due.has(instrumentId) ? 1 : 0)) return null;
    const own = this.#valued.get(instrumentId);
    if (own === undefined) return { ...this.#sums };
    return {
      gross: Math.max(0, this.#sums.gross - own.gross),
      long: this.#sums.long - own.long,
      short: this.#sums.short - own.short,
    };
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
    this.#valued.set(instrumentId, sums);
    this.#sums.gross += sums.gross;
    this.#sums.long += sums.long;
    this.#sums.short += sums.short;
  }

  #remove(instrumentId: InstrumentId): void {
    const before = this.#valued.get(instrumentId);
    if (before === undefined) return;
    this.#valued.delete(instrumentId);
    this.#sums.gross -= before.gross;
    this.#sums.long -= before.long;
    this.#sums.short -= before.short;
    // Starting anew at nothing keeps the error of adding and taking away doubles from growing.
    if (this.#valued.size === 0) this.#sums = { gross: 0, long: 0, short: 0 };
  }
}
