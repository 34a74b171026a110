import type { InstrumentId } from '#shared/domain/instrument.ts';
import type { LimitName } from '#shared/domain/limits.ts';
import { isInHours } from '#shared/domain/trading-hours.ts';

import type { MonitorView, WatchedGroup, WatchedMarket } from '../alerts/monitor-view.ts';
import { limitOfGroup, type LimitedGroup } from '../risk/limit-of-group.ts';
import { exposureOf, openOrders } from '../trading/books.ts';
import { breaksNow } from './breaks-now.ts';
import { displaySymbolOf, instrumentValueInBase } from './control-context.ts';
import { dayPnl } from './day-pnl.ts';
import type { DeskCore } from './desk-core.ts';
import { stillFlattening } from './flattening.ts';

/** What costs to gather is gathered only when a monitor reads it: most facts wake one that looks at little. */
export function monitorView(core: DeskCore): MonitorView {
  const { state } = core;
  let groups: readonly WatchedGroup[] | undefined;
  return {
    now: core.ports.clock.now(),
    monotonic: core.ports.clock.monotonic(),
    linkState: core.linkStatus.state,
    linkReason: core.gatewayGone ?? core.accountProblem ?? core.linkStatus.reason,
    linkNotReadySince: core.linkNotReadySince,
    get openOrders() {
      return openOrders(state.books);
    },
    get markets() {
      return watchedMarkets(core);
    },
    get groups() {
      // Six monitors read them.
      return (groups ??= watchedGroups(core));
    },
    get flattening() {
      return stillFlattening(core);
    },
    roundTripMs: core.linkStatus.roundTripMs,
    readOnlyApi: core.link.readOnlyApi(),
    breaks: breaksNow(core),
    incompleteReconciliations: state.incompleteReconciliations,
    get dayPnl() {
      return dayPnl(core);
    },
    dayPnlUnknownSince: core.dayPnlUnknownSince,
    dayDrawdown: core.lossFigures.dayDrawdown,
    allTimeDrawdown: core.lossFigures.allTimeDrawdown,
    get grossExposure() {
      return state.deskExposure.total()?.gross ?? null;
    },
    get netExposure() {
      const sums = state.deskExposure.total();
      return sums === null ? null : Math.max(Math.abs(sums.long), Math.abs(sums.short));
    },
    netLiquidation: core.account.figure('NetLiquidation'),
    baseCurrency: core.account.baseCurrency,
    limits: core.limitsInForce.current,
    get messagesInSecond() {
      return state.orderActivity.messagesInSecond(core.ports.clock.now());
    },
    recentDenials: state.recentDenials,
    get recentRejections() {
      return state.recentRejections.map(({ at }) => at);
    },
    clockSkewMs: clockSkewMs(core),
    get machine() {
      return {
        ...core.machine(),
        journalLagMs: core.journalLag.last,
        backupAgeMs: core.ports.clock.monotonic() - core.backedUpAt,
      };
    },
  };
}

function watchedMarkets(core: DeskCore): WatchedMarket[] {
  const { state } = core;
  const watched = new Set([...state.watchlist, ...state.books.exposures.keys()]);
  return [...watched].map((instrumentId) => watchedMarket(core, instrumentId));
}

function watchedMarket(core: DeskCore, instrumentId: InstrumentId): WatchedMarket {
  const { state, quotes } = core;
  const exposure = exposureOf(state.books, instrumentId);
  const unitValue = exposure.position === 0 ? 0 : instrumentValueInBase(core, instrumentId);
  const { positionLimit, concentration, maxQuoteAge } = core.limitsInForce.applicableTo({
    accountId: state.accountId,
    instrument: state.instruments.get(instrumentId) ?? null,
    personId: null,
  });
  return {
    instrumentId,
    displaySymbol: displaySymbolOf(core, instrumentId),
    exposure,
    limits: {
      positionLimit: positionLimit.value,
      concentration: concentration.value,
      maxQuoteAge: maxQuoteAge.value,
    },
    heldValue: unitValue === null ? null : Math.abs(exposure.position) * unitValue,
    quoteAgeMs: quotes.ageMs(instrumentId),
    askedForMs: quotes.askedForMs(instrumentId),
    quoteProblem: core.quoteProblems.get(instrumentId) ?? null,
    marketOpen: isMarketOpen(core, instrumentId),
  };
}

const groupKinds = [
  {
    kind: 'sector',
    of: 'sector',
    gross: 'sectorGrossExposure',
    net: 'sectorNetExposure',
    concentration: 'sectorConcentration',
  },
  {
    kind: 'asset-class',
    of: 'assetClass',
    gross: 'assetClassGrossExposure',
    net: 'assetClassNetExposure',
    concentration: 'assetClassConcentration',
  },
] as const;

function watchedGroups({ state, limitsInForce }: DeskCore): WatchedGroup[] {
  return groupKinds.flatMap(({ kind, of, gross, net, concentration }) =>
    [...(state.deskExposure.totalsIn(of) ?? [])].flatMap(([name, sums]): WatchedGroup[] => {
      // An instrument that the broker has not described is of no class that a limit could be of.
      if (name === '') return [];
      const group: LimitedGroup = { kind, name };
      const limitOf = (limit: LimitName): number =>
        limitOfGroup(limitsInForce.current, limit, group, state.accountId);
      return [
        {
          ...group,
          gross: sums.gross,
          net: Math.max(0, sums.long, -sums.short),
          limits: {
            gross: limitOf(gross),
            net: limitOf(net),
            concentration: limitOf(concentration),
          },
        },
      ];
    }),
  );
}

/** Where the hours or the time are not known, the market counts as open: silence is then worth an alert. */
function isMarketOpen(core: DeskCore, instrumentId: InstrumentId): boolean {
  const instrument = core.state.instruments.get(instrumentId);
  const time = core.gatewayTime.time;
  if (instrument === undefined || time === null) return true;
  return isInHours(instrument.liquidHours, instrument.timeZoneId, time.at) ?? true;
}

/** The simulated gateway keeps the time of another year on purpose. */
function clockSkewMs(core: DeskCore): number | null {
  const time = core.gatewayTime.time;
  return time === null || core.gatewayKind === 'simulated' ? null : time.at - time.heardAt;
}
