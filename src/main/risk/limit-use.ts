import type { AccountId } from '#shared/domain/gateway.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import { limitNames, type LimitName, type Limits, type LimitScope } from '#shared/domain/limits.ts';
import type { ExposureBreakdown, ExposureGroup, LimitUse } from '#shared/domain/risk-figures.ts';

import type { LossFigures } from './loss-figures.ts';

/** A figure of one instrument, or of the desk where `instrumentId` is null; null while it is not known. */
export interface Observed {
  readonly instrumentId: InstrumentId | null;
  readonly used: number | null;
  /** The sector or asset class that was measured as a whole; absent where it was none. */
  readonly group?: string;
}

/** What the limits are used by. */
export interface LimitUseView {
  readonly limits: Limits;
  /** Null until the broker has said. */
  readonly accountId: AccountId | null;
  readonly exposure: ExposureBreakdown;
  /** In the base currency; null until the broker has said. */
  readonly netLiquidation: number | null;
  /** In the base currency; null while it is not known. */
  readonly dayPnl: number | null;
  readonly losses: Pick<LossFigures, 'dayDrawdown' | 'allTimeDrawdown'>;
  readonly messagesInSecond: number;
  /** In the base currency. */
  readonly valueInMinute: number;
  /** Of the account, other clients' too. */
  readonly openOrders: number;
  /** For each instrument with open orders, those on the side that has more. */
  readonly openOrdersPerSide: readonly Observed[];
  /** Of each instrument that is held or working, milliseconds; null where it was never quoted. */
  readonly quoteAges: readonly Observed[];
  /** Of each instrument that has traded since a person attended to it. */
  readonly executionsUnattended: readonly Observed[];
  /** For how long each order has waited for the broker's word, milliseconds. */
  readonly unanswered: readonly Observed[];
}

type Measure = (view: LimitUseView) => readonly Observed[];

/** Null: binds single orders, and is used by none while none is sent. */
const measures: Record<LimitName, Measure | null> = {
  maxOrderQuantity: null,
  maxOrderValue: null,
  priceCollar: null,
  priceCollarTicks: null,
  positionLimit: ({ exposure }) =>
    exposure.instruments.map(({ instrumentId, quantity, workingBuy, workingSell }) => ({
      instrumentId,
      used: Math.max(Math.abs(quantity + workingBuy), Math.abs(quantity - workingSell)),
    })),
  maxQuoteAge: ({ quoteAges }) => quoteAges,
  acknowledgementDeadline: ({ unanswered }) => unanswered,
  dailyLoss: ({ dayPnl }) => desk(dayPnl === null ? null : Math.max(0, -dayPnl)),
  dayDrawdown: ({ losses }) => desk(losses.dayDrawdown),
  allTimeDrawdown: ({ losses }) => desk(losses.allTimeDrawdown),
  messagesPerSecond: ({ messagesInSecond }) => desk(messagesInSecond),
  equalOrdersPerSecond: null,
  openOrdersPerSide: ({ openOrdersPerSide }) => openOrdersPerSide,
  openOrders: ({ openOrders }) => desk(openOrders),
  valuePerMinute: ({ valueInMinute }) => desk(valueInMinute),
  concentration: ({ exposure, netLiquidation }) =>
    exposure.instruments.map((row) => ({
      instrumentId: row.instrumentId,
      used: shareAtWorst(row, netLiquidation),
    })),
  grossExposure: ({ exposure }) => desk(exposure.total.grossAtWorst),
  whatIfAbove: null,
  netExposure: ({ exposure }) => desk(netAtWorst(exposure.total)),
  sectorConcentration: ({ exposure, netLiquidation }) =>
    exposure.sectors.flatMap(groupMeasure((group) => shareAtWorst(group, netLiquidation))),
  sectorGrossExposure: ({ exposure }) =>
    exposure.sectors.flatMap(groupMeasure(({ grossAtWorst }) => grossAtWorst)),
  sectorNetExposure: ({ exposure }) => exposure.sectors.flatMap(groupMeasure(netAtWorst)),
  assetClassConcentration: ({ exposure, netLiquidation }) =>
    exposure.assetClasses.flatMap(groupMeasure((group) => shareAtWorst(group, netLiquidation))),
  assetClassGrossExposure: ({ exposure }) =>
    exposure.assetClasses.flatMap(groupMeasure(({ grossAtWorst }) => grossAtWorst)),
  assetClassNetExposure: ({ exposure }) => exposure.assetClasses.flatMap(groupMeasure(netAtWorst)),
  repeatedExecutions: ({ executionsUnattended }) => executionsUnattended,
};

type AtWorst = Pick<ExposureGroup, 'grossAtWorst' | 'netLongAtWorst' | 'netShortAtWorst'>;

function netAtWorst({ netLongAtWorst, netShortAtWorst }: AtWorst): number | null {
  if (netLongAtWorst === null || netShortAtWorst === null) return null;
  return Math.max(0, netLongAtWorst, -netShortAtWorst);
}

function shareAtWorst({ grossAtWorst }: AtWorst, netLiquidation: number | null): number | null {
  if (grossAtWorst === null || netLiquidation === null || !(netLiquidation > 0)) return null;
  return (grossAtWorst / netLiquidation) * 100;
}

/** What is in no group is bound by no limit of one. */
function groupMeasure(measure: (group: ExposureGroup) => number | null) {
  return (group: ExposureGroup): Observed[] =>
    group.group === null ? [] : [{ instrumentId: null, used: measure(group), group: group.group }];
}

function desk(used: number | null): readonly Observed[] {
  return [{ instrumentId: null, used }];
}

/**
 * How far each limit is used, the desk's and those of its scopes, each where it is used most. What is not known is worse
 * than any figure: one instrument that cannot be measured leaves the whole limit's use unknown.
 */
export function limitUse(view: LimitUseView): LimitUse[] {
  const { limits } = view;
  return limitNames.flatMap((limit): LimitUse[] => {
    const observed = measures[limit]?.(view);
    if (observed === undefined) return [];
    const { value, unit } = limits[limit];
    const scoped = limits.scopes.flatMap(({ scope, limits: held }): LimitUse[] => {
      const tighter = held[limit];
      if (tighter === undefined || !isInForce(scope, view)) return [];
      const most = mostUsed(observed.filter((each) => isIn(scope, each, view)));
      return [{ limit, scope, ...most, value: tighter.value, unit }];
    });
    return [{ limit, scope: null, ...mostUsed(observed), value, unit }, ...scoped];
  });
}

/** Limits of an account that is not connected bind nothing. */
function isInForce({ kind, id }: LimitScope, { accountId }: LimitUseView): boolean {
  return kind !== 'account' || id === accountId;
}

/** What is held belongs to the desk and to no person: whoever adds to it is measured with all of it. */
function isIn(
  { kind, id }: LimitScope,
  { instrumentId, group }: Observed,
  view: LimitUseView,
): boolean {
  switch (kind) {
    case 'account':
    case 'person':
      return true;
    case 'asset-class':
      if (group !== undefined) return group === id;
      return view.exposure.instruments.some(
        (row) => row.instrumentId === instrumentId && row.assetClass === id,
      );
    case 'sector':
      if (group !== undefined) return group === id;
      return view.exposure.instruments.some(
        (row) => row.instrumentId === instrumentId && row.sector === id,
      );
    case 'instrument':
      return String(instrumentId) === id;
  }
}

function mostUsed(observed: readonly Observed[]): Pick<LimitUse, 'instrumentId' | 'used'> {
  const { instrumentId, used } = observed.reduce(worse, { instrumentId: null, used: 0 });
  return { instrumentId, used };
}

function worse(a: Observed, b: Observed): Observed {
  if (a.used === null) return a;
  return b.used === null || b.used > a.used ? b : a;
}
