import type { FactBody, NewFact } from '#shared/domain/fact.ts';

import { decideEscalate, decideInhibit } from '../alerts/alert-decisions.ts';
import { monitors } from '../alerts/every-monitor.ts';
import { decideFlood } from '../alerts/flood.ts';
import type { Monitor } from '../alerts/monitor.ts';
import { decidePassphraseWatch, type GivenPassphrase } from '../alerts/passphrase-watch.ts';
import { forgetSilences } from '../alerts/silences.ts';
import {
  decideWatch,
  decideWatchFact,
  monitorsOnFact,
  type DueAction,
  type Watched,
} from '../alerts/watch.ts';
import { applyToTradingStates, decideTighten } from '../risk/trading-states.ts';
import { openOrders } from '../trading/books.ts';
import type { DeskCore } from './desk-core.ts';
import { monitorView } from './monitor-view.ts';
import { withMakers } from './order-makers.ts';
import { valueLossesNow } from './valuing.ts';

function watch(core: DeskCore, watching: readonly Monitor[]): void {
  if (core.closing) return;
  const { alerts } = core.state;
  const newAlertId = (): string => core.ports.ids.next();
  const seen = decideWatch(alerts, monitorView(core), newAlertId, core.holds, watching);
  takeAlerts(core, withTightening(core, seen));
  // Decided after the monitors' facts are applied: what they raise or clear can explain other alerts.
  takeAlerts(core, decideInhibit(alerts, core.ports.clock.now()));
}

/**
 * What a fact shows a monitor by itself, before it has changed anything: alerts, and the states they tighten.
 * @param together all that is recorded with it, in order.
 */
export function watchFact(core: DeskCore, fact: NewFact, together: readonly NewFact[]): NewFact[] {
  const view = {
    now: core.ports.clock.now(),
    limits: core.limitsInForce.current,
    referencePrice: referencePrice(core, fact),
    otherExternalOrders: otherExternalOrders(core, fact, together),
  };
  return withTightening(
    core,
    decideWatchFact(core.state.alerts, fact, view, () => core.ports.ids.next()),
  );
}

/** Alerts with the trading states that go with them: what monitors do is recorded together with why. */
function withTightening(core: DeskCore, { facts, actions }: Watched): NewFact[] {
  let states = core.state.tradingStates;
  const at = new Date(core.ports.clock.now()).toISOString();
  return [
    ...withMakers(core, facts),
    ...actions.flatMap((action) => {
      const tightened = decideTighten(states, tightening(action), 'desk');
      for (const fact of tightened) states = applyToTradingStates(states, { ...fact, at, seq: 0 });
      return tightened;
    }),
  ];
}

/** Monitors whose action is a loss event: two people lift it. */
const ofLoss: ReadonlySet<DueAction['rule']> = new Set([
  'daily-loss',
  'day-drawdown',
  'all-time-drawdown',
]);

function tightening({
  rule,
  state,
  instrumentId,
  detail,
}: DueAction): FactBody<'trading-state.changed'> {
  return { instrumentId, state, reason: detail, cause: ofLoss.has(rule) ? 'loss' : 'monitor' };
}

function otherExternalOrders(core: DeskCore, fact: NewFact, together: readonly NewFact[]): number {
  if (fact.kind !== 'order.external-seen') return 0;
  const others = new Set(
    openOrders(core.state.books).flatMap(({ external, orderRef }) => (external ? [orderRef] : [])),
  );
  for (const each of together) {
    if (each === fact) break;
    if (each.kind === 'order.external-seen') others.add(each.body.order.orderRef);
  }
  others.delete(fact.body.order.orderRef);
  return others.size;
}

/** A fill is compared with the quote where both are of now: one that a reconciliation brings is not. */
function referencePrice(core: DeskCore, fact: NewFact): number | null {
  const time = core.gatewayTime.time;
  if (fact.kind !== 'execution.received' || time === null) return null;
  const { instrumentId, executedAt } = fact.body.execution;
  const gatewayNow = time.at + (core.ports.clock.now() - time.heardAt) * time.rate;
  const age = Math.abs(gatewayNow - Date.parse(executedAt));
  const quoteAge = core.quotes.ageMs(instrumentId);
  const { maxQuoteAge } = core.limitsInForce.current;
  if (age > fillOfNowMs * Math.max(1, time.rate)) return null;
  return quoteAge === null || quoteAge > maxQuoteAge.value ? null : core.quotes.mark(instrumentId);
}

/** A fill is of now for this long, milliseconds of the machine's time: fills are told in whole seconds, and travel. */
const fillOfNowMs = 5000;

/** Alerts about everybody who may be somebody else. */
function watchPassphrases(core: DeskCore): void {
  const newAlertId = (): string => core.ports.ids.next();
  const at = core.ports.clock.now();
  takeAlerts(
    core,
    decidePassphraseWatch(core.state.alerts, givenPassphrases(core), at, newAlertId),
  );
}

function givenPassphrases(core: DeskCore): GivenPassphrase[] {
  return [...core.state.people.values()].flatMap(({ person, givenBy, changed, removed }) =>
    removed || givenBy === null
      ? []
      : [{ personId: person.personId, name: person.name, givenBy, changed }],
  );
}

function takeAlerts(core: DeskCore, facts: readonly NewFact[]): void {
  if (facts.length === 0 || core.road.fault !== null) return;
  core.road.take(facts).catch((error: unknown) => {
    core.log.error({ err: error }, 'An alert could not be recorded.');
  });
}

/** What may make a person be somebody else, or settle that they are not. */
const ofPassphrases: ReadonlySet<NewFact['kind']> = new Set([
  'person.passphrase-set',
  'person.witnessed',
  'person.removed',
]);

/** Lets the monitors look that a fact concerns, at once. */
export function watchFacts(core: DeskCore, facts: readonly NewFact[]): void {
  const watching = new Set(facts.flatMap((fact) => monitorsOnFact(fact.kind)));
  if (watching.size > 0) watch(core, [...watching]);
  if (facts.some(({ kind }) => ofPassphrases.has(kind))) watchPassphrases(core);
}

/** Lets every monitor look, and escalates what nobody acknowledged in time; called each second. */
export function watchAll(core: DeskCore): void {
  core.state.deskExposure.revalue();
  core.journalLag.note(core.road.takeLongestLagMs());
  valueLossesNow(core);
  if (core.pnlPeaks.figures.dayPnl !== null) core.dayPnlUnknownSince = null;
  else core.dayPnlUnknownSince ??= core.ports.clock.now();
  watch(core, monitors);
  if (core.closing) return;
  // Here and not at each look: one that a fact asks for is on the road of an order, and of some monitors only.
  core.looks.note(monitors, core.ports.clock.monotonic());
  const { alerts } = core.state;
  const newAlertId = (): string => core.ports.ids.next();
  watchPassphrases(core);
  const elapsed = core.elapsed();
  for (const silenceId of forgetSilences(alerts, core.alertTimes, elapsed)) {
    core.publisher.silences.remove(silenceId);
  }
  takeAlerts(core, decideFlood(alerts, core.ports.clock.now(), newAlertId));
  // Decided after the monitors' facts are applied: both can concern the same alert.
  takeAlerts(core, decideEscalate(alerts, core.ports.clock.now(), core.alertTimes, elapsed));
}
