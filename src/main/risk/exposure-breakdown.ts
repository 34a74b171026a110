import type { InstrumentExposure } from '#shared/domain/control.ts';
import type { Instrument, InstrumentId } from '#shared/domain/instrument.ts';
import type {
  ExposureBreakdown,
  ExposureGroup,
  ExposureSums,
  InstrumentExposureRow,
} from '#shared/domain/risk-figures.ts';

/** One instrument that is held or in which orders work. */
export interface Holding {
  readonly instrumentId: InstrumentId;
  readonly displaySymbol: string;
  readonly assetClass: Instrument['secType'] | null;
  readonly sector: string | null;
  readonly exposure: Readonly<InstrumentExposure>;
  readonly value: HoldingValue;
}

/** What one unit is worth in the base currency, and by what price; or why nobody knows, in a sentence. */
export type HoldingValue =
  | { readonly unitValue: number; readonly by: 'market' | 'cost' }
  | { readonly problem: string };

/**
 * The desk's exposure by instrument, sector and asset class. A sum in which one instrument cannot be valued is not
 * known: half of an exposure would look like a small one.
 * @param netLiquidation what the account is worth in the base currency; null where nobody knows.
 */
export function exposureBreakdown(
  holdings: readonly Holding[],
  netLiquidation: number | null,
): ExposureBreakdown {
  const rows = holdings.map((holding) => rowOf(holding, netLiquidation));
  return {
    total: groupOf(null, rows, netLiquidation),
    instruments: rows.toSorted(bySize),
    sectors: groupsOf(rows, ({ sector }) => sector, netLiquidation),
    assetClasses: groupsOf(rows, ({ assetClass }) => assetClass, netLiquidation),
  };
}

function rowOf(
  { instrumentId, displaySymbol, assetClass, sector, exposure, value }: Holding,
  netLiquidation: number | null,
): InstrumentExposureRow {
  const known = 'unitValue' in value && Number.isFinite(value.unitValue) ? value : null;
  return {
    ...sumsOf(exposure, known?.unitValue ?? null, netLiquidation),
    instrumentId,
    displaySymbol,
    assetClass,
    sector,
    quantity: exposure.position,
    workingBuy: exposure.workingBuy,
    workingSell: exposure.workingSell,
    valuedAt: known?.by ?? null,
    problem: known === null ? problemOf(value) : null,
  };
}

function problemOf(value: HoldingValue): string {
  return 'problem' in value ? value.problem : 'Its value is not a number.';
}

const notKnown: ExposureSums = {
  long: null,
  short: null,
  gross: null,
  net: null,
  grossAtWorst: null,
  netLongAtWorst: null,
  netShortAtWorst: null,
  share: null,
};

function sumsOf(
  { position, workingBuy, workingSell }: Readonly<InstrumentExposure>,
  unitValue: number | null,
  netLiquidation: number | null,
): ExposureSums {
  if (unitValue === null) return notKnown;
  const held = position * unitValue;
  const netLongAtWorst = (position + workingBuy) * unitValue;
  const netShortAtWorst = (position - workingSell) * unitValue;
  return {
    long: Math.max(0, held),
    short: Math.max(0, -held),
    gross: Math.abs(held),
    net: held,
    grossAtWorst: Math.max(Math.abs(netLongAtWorst), Math.abs(netShortAtWorst)),
    netLongAtWorst,
    netShortAtWorst,
    share: shareOf(Math.abs(held), netLiquidation),
  };
}

/** Percent of the account; of one that is worth nothing, nothing is a share. */
function shareOf(value: number | null, netLiquidation: number | null): number | null {
  if (value === null || netLiquidation === null || !(netLiquidation > 0)) return null;
  return (value / netLiquidation) * 100;
}

function groupsOf(
  rows: readonly InstrumentExposureRow[],
  groupBy: (row: InstrumentExposureRow) => string | null,
  netLiquidation: number | null,
): ExposureGroup[] {
  return [...Map.groupBy(rows, groupBy)]
    .map(([group, members]) => groupOf(group, members, netLiquidation))
    .toSorted(bySize);
}

function groupOf(
  group: string | null,
  rows: readonly InstrumentExposureRow[],
  netLiquidation: number | null,
): ExposureGroup {
  const total = (of: (row: InstrumentExposureRow) => number | null): number | null =>
    rows.reduce<number | null>((sum, row) => {
      const part = of(row);
      return sum === null || part === null ? null : sum + part;
    }, 0);
  const gross = total((row) => row.gross);
  return {
    group,
    instruments: rows.length,
    unvalued: rows.filter((row) => row.gross === null).length,
    long: total((row) => row.long),
    short: total((row) => row.short),
    gross,
    net: total((row) => row.net),
    grossAtWorst: total((row) => row.grossAtWorst),
    netLongAtWorst: total((row) => row.netLongAtWorst),
    netShortAtWorst: total((row) => row.netShortAtWorst),
    share: shareOf(gross, netLiquidation),
  };
}

/** What is not known first, then the largest with its working orders. */
function bySize(a: ExposureSums, b: ExposureSums): number {
  if (a.grossAtWorst === null || b.grossAtWorst === null) {
    return Number(a.grossAtWorst !== null) - Number(b.grossAtWorst !== null);
  }
  return b.grossAtWorst - a.grossAtWorst;
}
