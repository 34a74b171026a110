import type Database from 'better-sqlite3';

import { factKinds, type Fact, type FactKind } from '#shared/domain/fact.ts';

import { adoptedPositions } from './adopted-positions.ts';
import { alerts } from './alerts.ts';
import { attempts } from './attempts.ts';
import { certificates } from './certificates.ts';
import { checkRuns } from './check-runs.ts';
import { checklistTicks } from './checklist-ticks.ts';
import { decisions } from './decisions.ts';
import { executions } from './executions.ts';
import { instruments } from './instruments.ts';
import { loadRuns } from './load-runs.ts';
import { meta } from './meta.ts';
import { orderFacts } from './order-facts.ts';
import { orders } from './orders.ts';
import { positionCommissions } from './position-commissions.ts';
import { positions } from './positions.ts';
import { proposals } from './proposals.ts';
import type { FactHandlers, FactOf } from './projection.ts';
import { receivers } from './receivers.ts';
import { silences } from './silences.ts';
import { signatures } from './signatures.ts';
import { tradingStates } from './trading-states.ts';
import { waivers } from './waivers.ts';
import { watchlist } from './watchlist.ts';

/** Every derived table. */
export const everyProjection = [
  orderFacts,
  orders,
  decisions,
  executions,
  adoptedPositions,
  positionCommissions,
  positions,
  alerts,
  silences,
  receivers,
  instruments,
  watchlist,
  tradingStates,
  proposals,
  attempts,
  checkRuns,
  loadRuns,
  checklistTicks,
  waivers,
  signatures,
  certificates,
  meta,
] as const;

export type DerivedTable = (typeof everyProjection)[number]['table'];

/**
 * Which tables a fact changes, in the order in which they must: a position reads its execution once it is in, and
 * commissions read the one an execution had before its new one is. A new kind of fact does not compile until it stands here.
 */
export const tablesOfFact: Record<FactKind, readonly DerivedTable[]> = {
  'desk.started': ['meta'],
  'desk.stopped': ['meta'],
  'session.opened': [],
  'session.closed': [],
  'session.refused': [],
  'session.locked': [],
  'command.refused': [],
  'person.added': [],
  'person.roles-changed': [],
  'person.removed': [],
  'person.passphrase-set': [],
  'person.witnessed': [],
  'link.changed': [],
  'account.identified': ['meta'],
  'instrument.resolved': ['instruments', 'positions'],
  'watchlist.added': ['watchlist'],
  'watchlist.removed': ['watchlist'],
  'order.intended': ['orders', 'decisions', 'order_facts'],
  'order.denied': ['orders', 'decisions', 'order_facts'],
  'order.modify-intended': ['orders', 'decisions', 'order_facts'],
  'order.modify-denied': ['decisions', 'order_facts'],
  'order.cancel-intended': ['orders', 'order_facts'],
  'order.changed': ['orders', 'order_facts'],
  'order.external-seen': ['orders', 'order_facts'],
  'execution.received': ['executions', 'position_commissions', 'positions', 'order_facts'],
  'commission.received': ['position_commissions', 'executions', 'positions', 'order_facts'],
  'position.adopted': ['adopted_positions', 'position_commissions', 'positions'],
  'cash.adopted': [],
  'reconciliation.completed': ['meta'],
  'day.opened': ['meta'],
  'pnl.marked': ['meta'],
  'trading-state.changed': ['trading_states'],
  'limits.changed': ['meta'],
  'proposal.made': ['proposals'],
  'proposal.approved': ['proposals'],
  'proposal.rejected': ['proposals'],
  'proposal.withdrawn': ['proposals'],
  'proposal.refused': [],
  'repeated-execution.reset': [],
  'kill.engaged': ['meta'],
  'kill.drill-began': [],
  'kill.drilled': [],
  'alert.changed': ['alerts', 'order_facts'],
  'delivery.configured': ['receivers'],
  'delivery.removed': ['receivers'],
  'delivery.made': ['receivers'],
  'silence.made': ['silences'],
  'silence.ended': ['silences'],
  'attempt.began': ['attempts'],
  'attempt.resumed': ['attempts'],
  'attempt.ended': ['attempts'],
  'check.ran': ['check_runs'],
  'load.began': ['load_runs'],
  'load.ended': ['load_runs'],
  'load.baseline-set': ['load_runs'],
  'checklist.ticked': ['checklist_ticks'],
  'checklist.unticked': ['checklist_ticks'],
  'waiver.granted': ['waivers'],
  'readiness.signed': ['signatures'],
  'certificate.issued': ['certificates'],
  'certificate.invalidated': ['certificates'],
  'certificate.expired': ['certificates'],
};

function isKind<K extends FactKind>(fact: Fact, kind: K): fact is FactOf<K> {
  return fact.kind === kind;
}

function applierOf<K extends FactKind>(kind: K, handle: FactHandlers[K]): (fact: Fact) => void {
  if (handle === undefined) throw new Error(`A derived table does not handle ${kind}.`);
  return (fact) => {
    if (isKind(fact, kind)) handle(fact);
  };
}

/** Prepares every derived table of a database; the result applies facts in order. */
export function openProjections(database: Database.Database): (fact: Fact) => void {
  const handlersOf = new Map<DerivedTable, FactHandlers>();
  for (const projection of everyProjection) {
    handlersOf.set(projection.table, projection.open(database));
  }
  const appliers = new Map<FactKind, readonly ((fact: Fact) => void)[]>();
  for (const kind of factKinds) {
    const handlers = tablesOfFact[kind].map((table) => handlersOf.get(table) ?? {});
    appliers.set(
      kind,
      handlers.map((each) => applierOf(kind, each[kind])),
    );
  }
  return (fact) => {
    for (const apply of appliers.get(fact.kind) ?? []) apply(fact);
  };
}
