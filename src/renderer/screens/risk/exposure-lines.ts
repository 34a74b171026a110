import type { SecType } from '#shared/domain/instrument.ts';
import type { ExposureBreakdown, ExposureSums } from '#shared/domain/risk-figures.ts';

import type { ExposureGrouping } from '../../stores/navigation-store.ts';

/** One line of the exposure, whatever it is grouped by. */
export interface ExposureLine extends ExposureSums {
  key: string;
  name: string;
  /** Of an instrument; empty for a group. */
  assetClass: string;
  /** Of an instrument; empty for a group. */
  sector: string;
  /** Signed; null for a group, whose instruments do not add up. */
  quantity: number | null;
  /** How many instruments are in it; null for an instrument. */
  instruments: number | null;
  /** By which price it is valued, as the screen says it. */
  valuedBy: string;
  /** Why its figures are not known, or what is behind its price; null where there is nothing to say. */
  note: string | null;
}

/** What people call IB's security types. */
const assetClassWords: Record<SecType, string> = {
  STK: 'Stocks and ETFs',
  FUT: 'Futures',
  OPT: 'Options',
  CASH: 'Currencies',
  IND: 'Indices',
};

function assetClassWord(group: string | null): string {
  const words: Record<string, string> = assetClassWords;
  return group === null ? 'Not known' : (words[group] ?? group);
}

const atCost = 'It has no quote, so it is valued at what it cost.';

/** The lines of one grouping, in the order the desk gives them. */
export function exposureLines(
  { instruments, sectors, assetClasses }: ExposureBreakdown,
  by: ExposureGrouping,
): ExposureLine[] {
  if (by === 'instrument') {
    return instruments.map((row) => ({
      ...row,
      key: String(row.instrumentId),
      name: row.displaySymbol,
      assetClass: assetClassWord(row.assetClass),
      sector: row.sector ?? '',
      instruments: null,
      valuedBy: row.valuedAt === null ? 'no value' : `the ${row.valuedAt}`,
      note: row.problem ?? (row.valuedAt === 'cost' ? atCost : null),
    }));
  }
  const bySector = by === 'sector';
  return (bySector ? sectors : assetClasses).map(({ group, unvalued, ...sums }) => ({
    ...sums,
    key: group ?? '',
    name: bySector ? (group ?? 'No sector') : assetClassWord(group),
    assetClass: '',
    sector: '',
    quantity: null,
    valuedBy: '',
    note: unvaluedSentence(unvalued),
  }));
}

/** What it means that so many instruments cannot be valued; null where every one can. */
export function unvaluedSentence(unvalued: number): string | null {
  if (unvalued === 0) return null;
  const subject = unvalued === 1 ? 'One instrument' : `${unvalued} instruments`;
  return `${subject} in it cannot be valued, so the sum is not known.`;
}
