import type { ListedInstrument } from '../market/catalogue.ts';

/** What the working orders of an account could still trade in one instrument, if one side filled and not the other. */
export interface WorkingQuantities {
  instrument: ListedInstrument;
  buy: number;
  /** Unsigned. */
  sell: number;
}

interface WorkingPart {
  instrument: ListedInstrument;
  /** Signed: negative sells. */
  quantity: number;
  ocaGroup: string;
}

const nothing = { buy: 0, sell: 0 };

/**
 * What working orders may still trade, kept up with every change, so that asking costs as much as there are instruments
 * and not as there are orders. Of an OCA group only the largest order on each side counts: the others end when it fills.
 */
export class Reservations {
  readonly #parts = new Map<number, WorkingPart>();
  readonly #ungrouped = new Map<number, WorkingQuantities>();
  /** By group, the order numbers in it. */
  readonly #groups = new Map<string, Set<number>>();

  /** @param signedQuantity what is left of an order to trade; 0 when nothing is */
  set(
    permId: number,
    instrument: ListedInstrument,
    signedQuantity: number,
    ocaGroup: string,
  ): void {
    this.#remove(permId);
    if (signedQuantity === 0) return;
    this.#parts.set(permId, { instrument, quantity: signedQuantity, ocaGroup });
    if (ocaGroup === '') this.#add(instrument, signedQuantity);
    else {
      const group = this.#groups.get(ocaGroup) ?? new Set<number>();
      group.add(permId);
      this.#groups.set(ocaGroup, group);
    }
  }

  /** Every instrument with working orders. */
  all(): WorkingQuantities[] {
    const found = new Map([...this.#ungrouped].map(([conId, each]) => [conId, { ...each }]));
    for (const group of this.#groups.values()) {
      for (const each of this.#largest(group)) {
        const { conId } = each.instrument;
        const so = found.get(conId) ?? { instrument: each.instrument, ...nothing };
        found.set(conId, { ...so, buy: so.buy + each.buy, sell: so.sell + each.sell });
      }
    }
    return [...found.values()];
  }

  /** Of one instrument. */
  of(instrument: ListedInstrument): WorkingQuantities {
    return (
      this.all().find((each) => each.instrument.conId === instrument.conId) ?? {
        instrument,
        ...nothing,
      }
    );
  }

  #remove(permId: number): void {
    const part = this.#parts.get(permId);
    if (part === undefined) return;
    this.#parts.delete(permId);
    if (part.ocaGroup === '') return this.#add(part.instrument, -part.quantity, part.quantity < 0);
    const group = this.#groups.get(part.ocaGroup);
    group?.delete(permId);
    if (group?.size === 0) this.#groups.delete(part.ocaGroup);
  }

  #add(instrument: ListedInstrument, quantity: number, sells = quantity < 0): void {
    const so = this.#ungrouped.get(instrument.conId) ?? { instrument, ...nothing };
    const next = {
      instrument,
      buy: sells ? so.buy : exactly(so.buy + quantity),
      sell: sells ? exactly(so.sell - quantity) : so.sell,
    };
    if (next.buy === 0 && next.sell === 0) this.#ungrouped.delete(instrument.conId);
    else this.#ungrouped.set(instrument.conId, next);
  }

  #largest(group: ReadonlySet<number>): WorkingQuantities[] {
    const found = new Map<number, WorkingQuantities>();
    for (const permId of group) {
      const part = this.#parts.get(permId);
      if (part === undefined) continue;
      const { instrument, quantity } = part;
      const so = found.get(instrument.conId) ?? { instrument, ...nothing };
      found.set(instrument.conId, {
        instrument,
        buy: Math.max(so.buy, quantity),
        sell: Math.max(so.sell, -quantity),
      });
    }
    return [...found.values()];
  }
}

/** Fractions are kept to eight digits. */
function exactly(quantity: number): number {
  return Math.round(quantity * 1e8) / 1e8 || 0;
}
