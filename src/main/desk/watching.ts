import type { NewFact } from '#shared/domain/fact.ts';
import type { InstrumentId } from '#shared/domain/instrument.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';
import { isInHours } from '#shared/domain/trading-hours.ts';

import { decideEscalate, decideInhibit } from '../alerts/alert-decisions.ts';
import type { Monitor, MonitorView, WatchedMarket } from '../alerts/monitors.ts';
import { monitors } from '../alerts/monitors.ts';
import { decideFlood } from '../alerts/flood.ts';
import { forgetSilences } from '../alerts/silences.ts';
import { decideWatch, monitorsOnFact } from '../alerts/watch.ts';
import { exposureOf, openOrders } from '../trading/books.ts';
import { displaySymbolOf } from './control-context.ts';
import { dayPnl, openDay, valueLosses } from './day-pnl.ts';
import type { DeskCore } from './desk-core.ts';

/** Every difference from the broker that is known now. */
export function breaksNow(core: DeskCore): readonly Break[] {
  const { breaks } = core.state.books;
  return core.accountBreak === null ? breaks : [core.accountBreak, ...breaks];
}

/** What costs to gather is gathered only when a monitor reads it: most facts wake one that looks at little. */
function monitorView(core: DeskCore): MonitorView {
  const { state } = core;
  return {
    now: core.ports.clock.now(),
    linkState: core.linkStatus.state,
    linkReason: core.gatewayGone ?? core.accountProblem ?? core.linkStatus.reason,
    linkNotReadySince: core.linkNotReadySince,
    get openOrders() {
      return openOrders(state.books);
    },
    get markets() {
      return watchedMarkets(core);
    },
    readOnlyApi: core.link.readOnlyApi(),
    breaks: breaksNow(core),
    reconciliationComplete: state.reconciliationComplete,
    get dayPnl() {
      return dayPnl(core);
    },
    dayPnlUnknownSince: core.dayPnlUnknownSince,
    baseCurrency: core.account.baseCurrency,
    limits: core.limitsInForce.current,
    recentDenials: state.recentDenials,
    get recentRejections() {
      return state.recentRejections.map(({ at }) => at);
    },
    clockSkewMs: clockSkewMs(core),
  };
}

function watchedMarkets(core: DeskCore): WatchedMarket[] {
  const { state, quotes } = core;
  const watched = new Set([...state.watchlist, ...state.books.exposures.keys()]);
  return [...watched].map((instrumentId) => ({
    instrumentId,
    displaySymbol: displaySymbolOf(core, instrumentId),
    exposure: exposureOf(state.books, instrumentId),
    quoteAgeMs: quotes.ageMs(instrumentId),
    askedForMs: quotes.askedForMs(instrumentId),
    quoteProblem: core.quoteProblems.get(instrumentId) ?? null,
    marketOpen: isMarketOpen(core, instrumentId),
  }));
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

function watch(core: DeskCore, watching: readonly Monitor[], first: readonly NewFact[]): void {
  if (core.closing) return;
  const { alerts } = core.state;
  takeAlerts(core, [
    ...first,
    ...decideWatch(alerts, monitorView(core), () => core.ports.ids.next(), watching),
  ]);
  // Decided after the monitors' facts are applied: what they raise or clear can explain other alerts.
  takeAlerts(core, decideInhibit(alerts, core.ports.clock.now()));
}

function takeAlerts(core: DeskCore, facts: readonly NewFact[]): void {
  if (facts.length === 0 || core.road.fault !== null) return;
  core.road.take(facts).catch((error: unknown) => {
    core.log.error({ err: error }, 'An alert could not be recorded.');
  });
}

/** Lets the monitors look that a fact concerns, at once. */
export function watchFacts(core: DeskCore, facts: readonly NewFact[]): void {
  const watching = new Set(facts.flatMap((fact) => monitorsOnFact(fact.kind)));
  if (watching.size > 0) watch(core, [...watching], []);
}

/** Lets every monitor look, and escalates what nobody acknowledged in time; called each second. */
export function watchAll(core: DeskCore): void {
  core.state.deskExposure.revalue();
  const opened = openDay(core);
  const marked = valueLosses(core);
  if (core.pnlPeaks.figures.dayPnl !== null) core.dayPnlUnknownSince = null;
  else core.dayPnlUnknownSince ??= core.ports.clock.now();
  watch(core, monitors, [...opened, ...marked]);
  if (core.closing) return;
  const { alerts } = core.state;
  for (const silenceId of forgetSilences(alerts, core.ports.clock.now())) {
    core.publisher.silences.remove(silenceId);
  }
  const newAlertId = (): string => core.ports.ids.next();
  takeAlerts(core, decideFlood(alerts, core.ports.clock.now(), newAlertId));
  // Decided after the monitors' facts are applied: both can concern the same alert.
  takeAlerts(core, decideEscalate(alerts, core.ports.clock.now()));
}
