import type { DeskStatus, PositionRow } from '#shared/contract/topics.ts';
import { severitySchema, type Alert } from '#shared/domain/alert.ts';
import type { FactKind } from '#shared/domain/fact.ts';
import { linkStateSchema } from '#shared/domain/gateway.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import { orderStatusSchema, type Order } from '#shared/domain/order.ts';
import { breakSchema } from '#shared/domain/reconciliation-break.ts';
import { tradingStateSchema } from '#shared/domain/trading-state.ts';

import type { LossFigures } from '../risk/loss-figures.ts';
import { expositionText, type MetricFamily, type Sample } from './exposition.ts';
import type { MachineFigures } from './machine-figures.ts';

/** What the desk knows of itself at one moment. */
export interface DeskFigures {
  status: DeskStatus;
  orders: readonly Pick<Order, 'status'>[];
  alerts: readonly Pick<Alert, 'severity' | 'state'>[];
  positions: readonly Pick<PositionRow, 'quantity'>[];
  /** Since this desk was opened. */
  totals: {
    quotes: number;
    /** How many facts of a kind were recorded; a kind that never was is missing. */
    facts: ReadonlyMap<string, number>;
  };
  /** What the desk has lost; each null while it is not known. */
  losses: LossFigures;
  /** What the machine says of itself; each null while it is not known. */
  machine: MachineFigures;
  journal: {
    /** The longest of the last minute. */
    longestLagMs: number;
    /** Of the last good backup; before the first since the desk was opened. */
    backupAgeMs: number;
    /** 0 before the first fact. */
    headSeq: number;
    /** Null before the first fact. */
    lastCommitAgeMs: number | null;
  };
}

/** What the machine says of the desk's process. */
export interface ProcessFigures {
  residentMemoryBytes: number;
  heapBytes: number;
  /** The longest of the last minute. */
  eventLoopDelayMs: number;
}

type Metric = Omit<MetricFamily, 'samples'> & {
  samples(desk: DeskFigures, process: ProcessFigures): readonly Sample[];
};

/** Everything the desk tells a scraper. docs/metrics.md explains how to read them. */
const metrics: readonly Metric[] = [
  {
    name: 'deskcheck_build_info',
    type: 'gauge',
    help: 'Always 1; the labels say which Deskcheck this is and for which kind of gateway.',
    samples: ({ status }) => [
      {
        labels: { version: status.version, gateway_kind: status.gatewayKind ?? 'not-chosen' },
        value: 1,
      },
    ],
  },
  {
    name: 'deskcheck_link_state',
    type: 'gauge',
    help: 'State of the link to the gateway: 1 for the state it is in, 0 for the others.',
    samples: ({ status }) => oneOf('state', linkStateSchema.options, status.link?.state ?? null),
  },
  {
    name: 'deskcheck_link_round_trip_seconds',
    type: 'gauge',
    help: 'Round trip of the last heartbeat; missing before the first.',
    samples: ({ status }) => inSeconds(status.link?.roundTripMs ?? null),
  },
  {
    name: 'deskcheck_trading_state',
    type: 'gauge',
    help: 'Trading state of the whole desk: 1 for the state it is in, 0 for the others.',
    samples: ({ status }) => oneOf('state', tradingStateSchema.options, status.tradingState),
  },
  {
    name: 'deskcheck_instruments_held_back',
    type: 'gauge',
    help: 'Instruments with a trading state of their own that is not ACTIVE.',
    samples: ({ status }) =>
      countEach(
        'state',
        tradingStateSchema.options.filter((state) => state !== 'ACTIVE'),
        status.instrumentStates.map(({ state }) => state),
      ),
  },
  {
    name: 'deskcheck_fault',
    type: 'gauge',
    help: '1 when the desk cannot record any more and has stopped, else 0.',
    samples: ({ status }) => flag(status.fault !== null),
  },
  {
    name: 'deskcheck_read_only_api',
    type: 'gauge',
    help: '1 when the gateway refuses every order because Read-Only API is set there, else 0.',
    samples: ({ status }) => flag(status.readOnlyApi),
  },
  {
    name: 'deskcheck_open_orders',
    type: 'gauge',
    help: 'Orders that may still trade, those of other clients of the account among them.',
    samples: ({ orders }) =>
      countEach(
        'status',
        orderStatusSchema.options.filter((status) => isOpen(status)),
        orders.map(({ status }) => status),
      ),
  },
  {
    name: 'deskcheck_orders_total',
    type: 'counter',
    help: 'Orders that passed every control and were recorded to be sent.',
    samples: (desk) => factsOf(desk, 'order.intended'),
  },
  {
    name: 'deskcheck_order_changes_total',
    type: 'counter',
    help: 'Modifies that passed every control and were recorded to be sent.',
    samples: (desk) => factsOf(desk, 'order.modify-intended'),
  },
  {
    name: 'deskcheck_denials_total',
    type: 'counter',
    help: 'New orders and modifies that a control denied.',
    samples: (desk) => [
      ...factsOf(desk, 'order.denied', { request: 'new' }),
      ...factsOf(desk, 'order.modify-denied', { request: 'modify' }),
    ],
  },
  {
    name: 'deskcheck_executions_total',
    type: 'counter',
    help: 'Executions the broker reported, its corrections among them.',
    samples: (desk) => factsOf(desk, 'execution.received'),
  },
  {
    name: 'deskcheck_kills_total',
    type: 'counter',
    help: 'How often the kill switch was engaged.',
    samples: (desk) => factsOf(desk, 'kill.engaged'),
  },
  {
    name: 'deskcheck_alerts',
    type: 'gauge',
    help: 'Alerts that are not resolved.',
    samples: ({ alerts }) =>
      (['open', 'acknowledged'] as const).flatMap((state) =>
        countEach(
          'severity',
          severitySchema.options,
          alerts.filter((alert) => alert.state === state).map(({ severity }) => severity),
          { state },
        ),
      ),
  },
  {
    name: 'deskcheck_breaks',
    type: 'gauge',
    help: 'Differences between the books of the desk and those of the broker.',
    samples: ({ status }) =>
      countEach(
        'kind',
        breakSchema.shape.kind.options,
        status.breaks.map(({ kind }) => kind),
      ),
  },
  {
    name: 'deskcheck_last_reconciliation_timestamp_seconds',
    type: 'gauge',
    help: 'When the books were last compared with those of the broker; missing before the first time.',
    samples: ({ status }) =>
      inSeconds(status.reconciledAt === null ? null : Date.parse(status.reconciledAt)),
  },
  {
    name: 'deskcheck_positions',
    type: 'gauge',
    help: 'Instruments of which the desk holds something, long or short.',
    samples: ({ positions }) => [
      { value: positions.filter(({ quantity }) => quantity !== 0).length },
    ],
  },
  {
    name: 'deskcheck_day_pnl',
    type: 'gauge',
    help: 'Realised and unrealised P&L of the day less commissions; missing while a mark is.',
    samples: ({ status }) => inCurrency(status.baseCurrency, status.dayPnl),
  },
  {
    name: 'deskcheck_daily_loss_limit',
    type: 'gauge',
    help: 'The loss of a day at which it is over, a positive sum.',
    samples: ({ status }) => inCurrency(status.baseCurrency, status.dailyLossLimit),
  },
  {
    name: 'deskcheck_drawdown',
    type: 'gauge',
    help: 'How far the P&L is below its peak, of the day and of all days; missing while a mark is.',
    samples: ({ status: { baseCurrency: currency }, losses }) => [
      ...inCurrency(currency, losses.dayDrawdown, { from: 'day' }),
      ...inCurrency(currency, losses.allTimeDrawdown, { from: 'all-time' }),
    ],
  },
  {
    name: 'deskcheck_journal_lag_seconds',
    type: 'gauge',
    help: 'The longest that a fact waited to be on disk in the last minute.',
    samples: ({ journal }) => inSeconds(journal.longestLagMs),
  },
  {
    name: 'deskcheck_backup_age_seconds',
    type: 'gauge',
    help: 'Time since the last good backup; before the first since the desk was opened.',
    samples: ({ journal }) => inSeconds(journal.backupAgeMs),
  },
  {
    name: 'deskcheck_disk_free_bytes',
    type: 'gauge',
    help: 'Room on the disk of the data folder; missing where it does not say.',
    samples: ({ machine }) => figure(machine.freeDiskBytes),
  },
  {
    name: 'deskcheck_journal_head_seq',
    type: 'gauge',
    help: 'Number of the last recorded fact; facts count from 1 without gaps.',
    samples: ({ journal }) => [{ value: journal.headSeq }],
  },
  {
    name: 'deskcheck_journal_last_commit_age_seconds',
    type: 'gauge',
    help: 'Time since the last fact was recorded; missing before the first.',
    samples: ({ journal }) => inSeconds(journal.lastCommitAgeMs),
  },
  {
    name: 'deskcheck_quotes_total',
    type: 'counter',
    help: 'Changes of quotes taken from the gateway.',
    samples: ({ totals }) => [{ value: totals.quotes }],
  },
  {
    name: 'deskcheck_quote_lines_used',
    type: 'gauge',
    help: 'Market data lines in use.',
    samples: ({ status }) => figure(status.traffic?.quoteLines.used ?? null),
  },
  {
    name: 'deskcheck_quote_lines_limit',
    type: 'gauge',
    help: 'Market data lines the account may use.',
    samples: ({ status }) => figure(status.traffic?.quoteLines.limit ?? null),
  },
  {
    name: 'deskcheck_pacer_waiting_messages',
    type: 'gauge',
    help: 'Messages that wait for pacing, by lane.',
    samples: ({ status }) =>
      (status.traffic?.waiting ?? []).map(({ lane, messages }) => ({
        labels: { lane },
        value: messages,
      })),
  },
  {
    name: 'deskcheck_event_loop_delay_seconds',
    type: 'gauge',
    help: 'The longest that anything of the desk had to wait for its turn in the last minute.',
    samples: (_desk, { eventLoopDelayMs }) => inSeconds(eventLoopDelayMs),
  },
  {
    name: 'process_resident_memory_bytes',
    type: 'gauge',
    help: 'Memory of the process in RAM.',
    samples: (_desk, { residentMemoryBytes }) => [{ value: residentMemoryBytes }],
  },
  {
    name: 'process_heap_bytes',
    type: 'gauge',
    help: 'Heap of the process in use.',
    samples: (_desk, { heapBytes }) => [{ value: heapBytes }],
  },
];

/** The figures as Prometheus reads them, text format 0.0.4. */
export function metricsText(desk: DeskFigures, process: ProcessFigures): string {
  return expositionText(
    metrics.map((metric) => ({ ...metric, samples: metric.samples(desk, process) })),
  );
}

function figure(value: number | null): Sample[] {
  return value === null ? [] : [{ value }];
}

function flag(isSet: boolean): Sample[] {
  return [{ value: isSet ? 1 : 0 }];
}

function inSeconds(milliseconds: number | null): Sample[] {
  return milliseconds === null ? [] : [{ value: milliseconds / 1000 }];
}

function inCurrency(
  currency: string,
  sum: number | null,
  labels: Readonly<Record<string, string>> = {},
): Sample[] {
  return sum === null ? [] : [{ labels: { ...labels, currency }, value: sum }];
}

function factsOf(desk: DeskFigures, kind: FactKind, labels: Record<string, string> = {}): Sample[] {
  return [{ labels, value: desk.totals.facts.get(kind) ?? 0 }];
}

/** One gauge per value: 1 for the one that holds. */
function oneOf<T extends string>(label: string, values: readonly T[], now: T | null): Sample[] {
  return values.map((value) => ({ labels: { [label]: value }, value: value === now ? 1 : 0 }));
}

/** How many there are of each value, 0 for those there are none of: a series that comes and goes cannot be alerted on. */
function countEach<T extends string>(
  label: string,
  values: readonly T[],
  found: readonly T[],
  labels: Readonly<Record<string, string>> = {},
): Sample[] {
  return values.map((value) => ({
    labels: { ...labels, [label]: value },
    value: found.filter((each) => each === value).length,
  }));
}
