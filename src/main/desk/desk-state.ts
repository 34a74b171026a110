import type { Fact } from '#shared/domain/fact.ts';
import type { AccountId } from '#shared/domain/gateway.ts';
import type { Instrument, InstrumentId } from '#shared/domain/instrument.ts';
import type { RecordedLimits } from '#shared/domain/limits.ts';
import type { Order } from '#shared/domain/order.ts';
import type { EpochMs } from '#shared/domain/ports.ts';

import { alertsFrom, applyToAlerts, type Alerts } from '../alerts/alerts.ts';
import { applyToDeliveries, type Deliveries } from '../alerts/deliveries.ts';
import { applyToPeople, type PeopleRecord } from '../people/people-record.ts';
import { applyToLoad, noLoadRuns, type LoadRecord } from '../load/load-record.ts';
import {
  applyToCertification,
  nothingCertified,
  type CertificationRecord,
} from '../readiness/certification-record.ts';
import {
  applyToReadiness,
  noAttempts,
  type ReadinessRecord,
} from '../readiness/readiness-record.ts';
import { AllowedMeanwhile } from '../risk/allowed-meanwhile.ts';
import { DeskExposure, type ExposureGroups } from '../risk/desk-exposure.ts';
import { applyToKill, type EngagedKill } from '../risk/kill.ts';
import { applyToPnlRecord, emptyPnlRecord, type PnlRecord } from '../risk/loss-figures.ts';
import { OrderActivity } from '../risk/order-activity.ts';
import { applyToProposals, noProposals, type InForce, type Proposals } from '../risk/proposals.ts';
import { RepeatedExecutions } from '../risk/repeated-executions.ts';
import { BuyingPowerReservations } from '../risk/reservations.ts';
import { RestingOrders } from '../risk/resting-orders.ts';
import {
  applyToTradingStates,
  initialTradingStates,
  type TradingStates,
} from '../risk/trading-states.ts';
import {
  applyFact as applyToBooks,
  createBooks,
  exposureOf,
  type TradingBooks,
} from '../trading/books.ts';

/** Older rejections are of no interest to any monitor. */
const rejectionsKept = 100;

/** Older denials are of no interest to any monitor. */
const denialsKept = 100;

interface Rejection {
  readonly orderRef: string;
  readonly at: EpochMs;
}

/** Everything the desk knows by its facts. Made anew from the journal at every start. */
export interface DeskState {
  readonly books: TradingBooks;
  readonly alerts: Alerts;
  /** Where alerts are delivered to, by receiver. */
  readonly deliveries: Deliveries;
  readonly reservations: BuyingPowerReservations;
  readonly allowedMeanwhile: AllowedMeanwhile;
  readonly orderActivity: OrderActivity;
  readonly deskExposure: DeskExposure;
  readonly restingOrders: RestingOrders;
  readonly repeatedExecutions: RepeatedExecutions;
  readonly instruments: Map<InstrumentId, Instrument>;
  readonly watchlist: Set<InstrumentId>;
  tradingStates: TradingStates;
  people: PeopleRecord;
  /** The limits that the journal says are in force; null before it has any. */
  limitsOnRecord: RecordedLimits | null;
  proposals: Proposals;
  accountId: AccountId | null;
  /** Whether a watchlist was ever filled, so that an emptied one stays empty. */
  watchlistMade: boolean;
  /** The kill that holds the desk HALTED: what it has still to do is done when a link comes back. Null where none does. */
  kill: EngagedKill | null;
  /** Null where there was none yet. */
  lastKillDrill: {
    readonly by: string;
    readonly at: string;
    readonly failure: string | null;
  } | null;
  /** Epoch ms of the latest denials, oldest first. */
  recentDenials: EpochMs[];
  /** The latest orders that the broker rejected, and when, oldest first. */
  recentRejections: readonly Rejection[];
  /** P&L of the day and its peaks, as far as they are recorded. */
  pnl: PnlRecord;
  /** Every attempt at readiness. */
  readiness: ReadinessRecord;
  /** Every load run. */
  load: LoadRecord;
  /** Checklist, waivers, signatures and certificates. */
  certification: CertificationRecord;
  reconciledAt: string | null;
  /** Of the latest reconciliations in a row, those at which the broker did not answer everything. */
  incompleteReconciliations: number;
}

/**
 * @param valueInBase what one unit of an order is worth in the base currency; null where nobody knows.
 * @param instrumentValueInBase the same of an instrument, by the market.
 */
export function createDeskState(
  valueInBase: (order: Order) => number | null,
  instrumentValueInBase: (instrumentId: InstrumentId) => number | null,
): DeskState {
  const books = createBooks();
  const instruments = new Map<InstrumentId, Instrument>();
  return {
    books,
    alerts: alertsFrom(),
    deliveries: new Map(),
    reservations: new BuyingPowerReservations(valueInBase),
    allowedMeanwhile: new AllowedMeanwhile((orderRef) => {
      const order = books.orders.get(orderRef);
      return order !== undefined && isMarginBelowValue(order, instruments.get(order.instrumentId));
    }),
    orderActivity: new OrderActivity(),
    deskExposure: new DeskExposure(
      (instrumentId) => exposureOf(books, instrumentId),
      instrumentValueInBase,
      (instrumentId) => groupsOf(instruments.get(instrumentId)),
    ),
    restingOrders: new RestingOrders(),
    repeatedExecutions: new RepeatedExecutions(),
    instruments,
    watchlist: new Set(),
    tradingStates: initialTradingStates,
    people: new Map(),
    limitsOnRecord: null,
    proposals: noProposals,
    accountId: null,
    watchlistMade: false,
    kill: null,
    lastKillDrill: null,
    recentDenials: [],
    recentRejections: [],
    pnl: emptyPnlRecord,
    readiness: noAttempts,
    load: noLoadRuns,
    certification: nothingCertified,
    reconciledAt: null,
    incompleteReconciliations: 0,
  };
}

/**
 * What is bought is paid for at most once over, and the margin of a future or of a currency is a part of its value. That of
 * a stock or an option sold short may be more.
 */
function isMarginBelowValue({ side }: Order, instrument: Instrument | undefined): boolean {
  if (side === 'BUY') return true;
  return instrument?.secType === 'FUT' || instrument?.secType === 'CASH';
}

/** What is held of an instrument that nobody has described yet is in a class of its own. */
function groupsOf(instrument: Instrument | undefined): ExposureGroups {
  return { assetClass: instrument?.secType ?? '', sector: instrument?.sector ?? null };
}

/** Changes the state by one fact, live and at replay alike. */
export function applyToDesk(state: DeskState, fact: Fact): void {
  applyToBooks(state.books, fact);
  applyToAlerts(state.alerts, fact);
  applyToDeliveries(state.deliveries, fact);
  state.reservations.apply(fact);
  state.allowedMeanwhile.apply(fact);
  state.orderActivity.apply(fact);
  state.restingOrders.apply(fact);
  state.repeatedExecutions.apply(fact);
  const moved = instrumentMoved(state, fact);
  if (moved !== null) state.deskExposure.touch(moved);
  state.pnl = applyToPnlRecord(state.pnl, fact);
  state.proposals = applyToProposals(state.proposals, fact, inForce(state, Date.parse(fact.at)));
  state.tradingStates = applyToTradingStates(state.tradingStates, fact);
  state.kill = applyToKill(state.kill, fact);
  state.people = applyToPeople(state.people, fact);
  state.readiness = applyToReadiness(state.readiness, fact);
  state.load = applyToLoad(state.load, fact);
  state.certification = applyToCertification(state.certification, fact);
  switch (fact.kind) {
    case 'account.identified':
      state.accountId = fact.body.accountId;
      return;
    case 'instrument.resolved':
      state.instruments.set(fact.body.instrument.instrumentId, fact.body.instrument);
      return;
    case 'watchlist.added':
      state.watchlistMade = true;
      state.watchlist.add(fact.body.instrumentId);
      return;
    case 'watchlist.removed':
      state.watchlist.delete(fact.body.instrumentId);
      return;
    case 'order.denied':
    case 'order.modify-denied':
      state.recentDenials = [...state.recentDenials, Date.parse(fact.at)].slice(-denialsKept);
      return;
    case 'order.changed':
      state.recentRejections = withRejection(state.recentRejections, fact.body.order, fact.at);
      return;
    case 'limits.changed':
      state.limitsOnRecord = fact.body.limits;
      return;
    case 'kill.drilled':
      state.lastKillDrill = { by: fact.by, at: fact.at, failure: fact.body.failure };
      return;
    case 'reconciliation.completed':
      state.reconciledAt = fact.at;
      state.incompleteReconciliations = fact.body.complete
        ? 0
        : state.incompleteReconciliations + 1;
      return;
    default:
  }
}

/** What a proposal is made from and decided by. */
export function inForce({ limitsOnRecord, tradingStates }: DeskState, now: EpochMs): InForce {
  return { limits: limitsOnRecord, tradingStates, now };
}

/** The instrument of which a fact changes what is held, working or known; null for every other fact. */
function instrumentMoved(state: DeskState, fact: Fact): InstrumentId | null {
  switch (fact.kind) {
    case 'order.intended':
    case 'order.changed':
    case 'order.external-seen':
      return fact.body.order.instrumentId;
    case 'order.modify-intended':
      return state.books.orders.get(fact.body.orderRef)?.instrumentId ?? null;
    case 'execution.received':
      return fact.body.execution.instrumentId;
    case 'position.adopted':
      return fact.body.position.instrumentId;
    case 'instrument.resolved':
      return fact.body.instrument.instrumentId;
    default:
      return null;
  }
}

/** An order that changes again after its rejection was rejected only once. */
function withRejection(
  known: readonly Rejection[],
  { orderRef, status }: Order,
  at: string,
): readonly Rejection[] {
  if (status !== 'REJECTED' || known.some((each) => each.orderRef === orderRef)) return known;
  return [...known, { orderRef, at: Date.parse(at) }].slice(-rejectionsKept);
}
