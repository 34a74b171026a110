import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import type { DeskStatus } from '#shared/contract/topics.ts';

import { unknownLosses } from '../risk/loss-figures.ts';
import { metricsText, type DeskFigures, type ProcessFigures } from './metrics.ts';
import { exampleLink as link, exampleStatus as status } from './status.fixture.ts';

const figures: DeskFigures = {
  status,
  orders: [{ status: 'WORKING' }, { status: 'FILLED' }],
  alerts: [{ severity: 'warning', state: 'open' }],
  positions: [{ quantity: 10 }, { quantity: -5 }, { quantity: 0 }],
  totals: { quotes: 900, facts: new Map([['order.intended', 7]]) },
  losses: { dayPnl: -120.5, dayDrawdown: 150.5, allTimeDrawdown: 900 },
  machine: { eventLoopDelayMs: 1, freeDiskBytes: 5_000_000_000 },
  journal: { headSeq: 42, lastCommitAgeMs: 1500, longestLagMs: 4, backupAgeMs: 60_000 },
};

const machine: ProcessFigures = {
  residentMemoryBytes: 100_000_000,
  heapBytes: 40_000_000,
  eventLoopDelayMs: 3,
};

function samplesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

test('everything of a desk, as Prometheus reads it', () => {
  expect(metricsText(figures, machine)).toMatchInlineSnapshot(`
    "# HELP deskcheck_build_info Always 1; the labels say which Deskcheck this is and for which kind of gateway.
    # TYPE deskcheck_build_info gauge
    deskcheck_build_info{version="1.2.3",gateway_kind="paper"} 1
    # HELP deskcheck_link_state State of the link to the gateway: 1 for the state it is in, 0 for the others.
    # TYPE deskcheck_link_state gauge
    deskcheck_link_state{state="down"} 0
    deskcheck_link_state{state="connecting"} 0
    deskcheck_link_state{state="handshaking"} 0
    deskcheck_link_state{state="reconciling"} 0
    deskcheck_link_state{state="ready"} 1
    deskcheck_link_state{state="impaired"} 0
    # HELP deskcheck_link_round_trip_seconds Round trip of the last heartbeat; missing before the first.
    # TYPE deskcheck_link_round_trip_seconds gauge
    deskcheck_link_round_trip_seconds 0.0125
    # HELP deskcheck_trading_state Trading state of the whole desk: 1 for the state it is in, 0 for the others.
    # TYPE deskcheck_trading_state gauge
    deskcheck_trading_state{state="ACTIVE"} 1
    deskcheck_trading_state{state="REDUCING"} 0
    deskcheck_trading_state{state="HALTED"} 0
    # HELP deskcheck_instruments_held_back Instruments with a trading state of their own that is not ACTIVE.
    # TYPE deskcheck_instruments_held_back gauge
    deskcheck_instruments_held_back{state="REDUCING"} 0
    deskcheck_instruments_held_back{state="HALTED"} 0
    # HELP deskcheck_fault 1 when the desk cannot record any more and has stopped, else 0.
    # TYPE deskcheck_fault gauge
    deskcheck_fault 0
    # HELP deskcheck_read_only_api 1 when the gateway refuses every order because Read-Only API is set there, else 0.
    # TYPE deskcheck_read_only_api gauge
    deskcheck_read_only_api 0
    # HELP deskcheck_open_orders Orders that may still trade, those of other clients of the account among them.
    # TYPE deskcheck_open_orders gauge
    deskcheck_open_orders{status="SENDING"} 0
    deskcheck_open_orders{status="WORKING"} 1
    deskcheck_open_orders{status="PARTLY_FILLED"} 0
    deskcheck_open_orders{status="CANCELLING"} 0
    deskcheck_open_orders{status="UNKNOWN"} 0
    # HELP deskcheck_orders_total Orders that passed every control and were recorded to be sent.
    # TYPE deskcheck_orders_total counter
    deskcheck_orders_total 7
    # HELP deskcheck_order_changes_total Modifies that passed every control and were recorded to be sent.
    # TYPE deskcheck_order_changes_total counter
    deskcheck_order_changes_total 0
    # HELP deskcheck_denials_total New orders and modifies that a control denied.
    # TYPE deskcheck_denials_total counter
    deskcheck_denials_total{request="new"} 0
    deskcheck_denials_total{request="modify"} 0
    # HELP deskcheck_executions_total Executions the broker reported, its corrections among them.
    # TYPE deskcheck_executions_total counter
    deskcheck_executions_total 0
    # HELP deskcheck_kills_total How often the kill switch was engaged.
    # TYPE deskcheck_kills_total counter
    deskcheck_kills_total 0
    # HELP deskcheck_alerts Alerts that are not resolved.
    # TYPE deskcheck_alerts gauge
    deskcheck_alerts{state="open",severity="info"} 0
    deskcheck_alerts{state="open",severity="warning"} 1
    deskcheck_alerts{state="open",severity="critical"} 0
    deskcheck_alerts{state="acknowledged",severity="info"} 0
    deskcheck_alerts{state="acknowledged",severity="warning"} 0
    deskcheck_alerts{state="acknowledged",severity="critical"} 0
    # HELP deskcheck_breaks Differences between the books of the desk and those of the broker.
    # TYPE deskcheck_breaks gauge
    deskcheck_breaks{kind="position"} 0
    deskcheck_breaks{kind="order"} 0
    deskcheck_breaks{kind="execution"} 0
    deskcheck_breaks{kind="cash"} 0
    deskcheck_breaks{kind="account"} 0
    # HELP deskcheck_last_reconciliation_timestamp_seconds When the books were last compared with those of the broker; missing before the first time.
    # TYPE deskcheck_last_reconciliation_timestamp_seconds gauge
    deskcheck_last_reconciliation_timestamp_seconds 1772461800
    # HELP deskcheck_positions Instruments of which the desk holds something, long or short.
    # TYPE deskcheck_positions gauge
    deskcheck_positions 2
    # HELP deskcheck_day_pnl Realised and unrealised P&L of the day less commissions; missing while a mark is.
    # TYPE deskcheck_day_pnl gauge
    deskcheck_day_pnl{currency="USD"} -120.5
    # HELP deskcheck_daily_loss_limit The loss of a day at which it is over, a positive sum.
    # TYPE deskcheck_daily_loss_limit gauge
    deskcheck_daily_loss_limit{currency="USD"} 5000
    # HELP deskcheck_drawdown How far the P&L is below its peak, of the day and of all days; missing while a mark is.
    # TYPE deskcheck_drawdown gauge
    deskcheck_drawdown{from="day",currency="USD"} 150.5
    deskcheck_drawdown{from="all-time",currency="USD"} 900
    # HELP deskcheck_journal_lag_seconds The longest that a fact waited to be on disk in the last minute.
    # TYPE deskcheck_journal_lag_seconds gauge
    deskcheck_journal_lag_seconds 0.004
    # HELP deskcheck_backup_age_seconds Time since the last good backup; before the first since the desk was opened.
    # TYPE deskcheck_backup_age_seconds gauge
    deskcheck_backup_age_seconds 60
    # HELP deskcheck_disk_free_bytes Room on the disk of the data folder; missing where it does not say.
    # TYPE deskcheck_disk_free_bytes gauge
    deskcheck_disk_free_bytes 5000000000
    # HELP deskcheck_journal_head_seq Number of the last recorded fact; facts count from 1 without gaps.
    # TYPE deskcheck_journal_head_seq gauge
    deskcheck_journal_head_seq 42
    # HELP deskcheck_journal_last_commit_age_seconds Time since the last fact was recorded; missing before the first.
    # TYPE deskcheck_journal_last_commit_age_seconds gauge
    deskcheck_journal_last_commit_age_seconds 1.5
    # HELP deskcheck_quotes_total Changes of quotes taken from the gateway.
    # TYPE deskcheck_quotes_total counter
    deskcheck_quotes_total 900
    # HELP deskcheck_quote_lines_used Market data lines in use.
    # TYPE deskcheck_quote_lines_used gauge
    deskcheck_quote_lines_used 12
    # HELP deskcheck_quote_lines_limit Market data lines the account may use.
    # TYPE deskcheck_quote_lines_limit gauge
    deskcheck_quote_lines_limit 100
    # HELP deskcheck_pacer_waiting_messages Messages that wait for pacing, by lane.
    # TYPE deskcheck_pacer_waiting_messages gauge
    deskcheck_pacer_waiting_messages{lane="kill"} 0
    deskcheck_pacer_waiting_messages{lane="order"} 2
    # HELP deskcheck_event_loop_delay_seconds The longest that anything of the desk had to wait for its turn in the last minute.
    # TYPE deskcheck_event_loop_delay_seconds gauge
    deskcheck_event_loop_delay_seconds 0.003
    # HELP process_resident_memory_bytes Memory of the process in RAM.
    # TYPE process_resident_memory_bytes gauge
    process_resident_memory_bytes 100000000
    # HELP process_heap_bytes Heap of the process in use.
    # TYPE process_heap_bytes gauge
    process_heap_bytes 40000000
    "
  `);
});

test('names, units and types follow the rules of Prometheus', () => {
  const families = [...metricsText(figures, machine).matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(
    ([, name = '', type = '']) => ({ name, type }),
  );
  expect(families.length).toBeGreaterThan(20);
  expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
  for (const { name, type } of families) {
    expect(name).toMatch(/^(deskcheck|process)_[a-z][a-z_]*[a-z]$/);
    expect(name).not.toMatch(/_(ms|milliseconds|kb|mb|minutes|percent)(_|$)/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
  }
});

test('docs/metrics.md explains each figure, and none that there is not', () => {
  const page = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');
  const explained = page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => line.split('|')[1]?.match(/[a-z_]+/g) ?? []);
  const served = [...metricsText(figures, machine).matchAll(/^# TYPE (\S+)/gm)].map(
    ([, name]) => name,
  );
  expect(explained).toEqual(served);
});

test('the account and the person are in no figure', () => {
  expect(metricsText(figures, machine)).not.toMatch(/DU1000001|[Oo]perator/);
});

const withStatus = (change: Partial<DeskStatus>): DeskFigures => ({
  ...figures,
  status: { ...status, ...change },
});
const withFacts = (kind: string, count: number): DeskFigures => ({
  ...figures,
  totals: { ...figures.totals, facts: new Map([...figures.totals.facts, [kind, count]]) },
});
const cashBreak: DeskStatus['breaks'][number] = {
  breakId: 'cash:USD',
  kind: 'cash',
  subject: 'Cash',
  desk: '1',
  broker: '2',
  instrumentId: null,
  orderRef: null,
  acceptable: true,
};

/** What a fact takes from the figures and what it puts there; everything else stays as it was. */
const changes: readonly [
  fact: string,
  after: DeskFigures,
  gone: readonly string[],
  come: readonly string[],
][] = [
  [
    'another version',
    withStatus({ version: '2.0.0' }),
    ['deskcheck_build_info{version="1.2.3",gateway_kind="paper"} 1'],
    ['deskcheck_build_info{version="2.0.0",gateway_kind="paper"} 1'],
  ],
  [
    'no gateway chosen yet',
    withStatus({ gatewayKind: null }),
    ['deskcheck_build_info{version="1.2.3",gateway_kind="paper"} 1'],
    ['deskcheck_build_info{version="1.2.3",gateway_kind="not-chosen"} 1'],
  ],
  [
    'the link drops',
    withStatus({ link: { ...link, state: 'down' } }),
    ['deskcheck_link_state{state="down"} 0', 'deskcheck_link_state{state="ready"} 1'],
    ['deskcheck_link_state{state="down"} 1', 'deskcheck_link_state{state="ready"} 0'],
  ],
  [
    'there is no link yet',
    withStatus({ link: null }),
    ['deskcheck_link_state{state="ready"} 1', 'deskcheck_link_round_trip_seconds 0.0125'],
    ['deskcheck_link_state{state="ready"} 0'],
  ],
  [
    'a slower heartbeat',
    withStatus({ link: { ...link, roundTripMs: 250 } }),
    ['deskcheck_link_round_trip_seconds 0.0125'],
    ['deskcheck_link_round_trip_seconds 0.25'],
  ],
  [
    'the desk is halted',
    withStatus({ tradingState: 'HALTED' }),
    ['deskcheck_trading_state{state="ACTIVE"} 1', 'deskcheck_trading_state{state="HALTED"} 0'],
    ['deskcheck_trading_state{state="ACTIVE"} 0', 'deskcheck_trading_state{state="HALTED"} 1'],
  ],
  [
    'an instrument is halted',
    withStatus({
      instrumentStates: [
        {
          instrumentId: 1,
          state: 'HALTED',
          reason: '',
          origin: { by: 'operator', cause: 'person', at: '2026-11-23T14:30:00.000Z', latch: null },
        },
      ],
    }),
    ['deskcheck_instruments_held_back{state="HALTED"} 0'],
    ['deskcheck_instruments_held_back{state="HALTED"} 1'],
  ],
  [
    'the desk cannot record',
    withStatus({ fault: 'The disk is full.' }),
    ['deskcheck_fault 0'],
    ['deskcheck_fault 1'],
  ],
  [
    'the gateway is read-only',
    withStatus({ readOnlyApi: true }),
    ['deskcheck_read_only_api 0'],
    ['deskcheck_read_only_api 1'],
  ],
  [
    'an order is in doubt',
    { ...figures, orders: [...figures.orders, { status: 'UNKNOWN' }] },
    ['deskcheck_open_orders{status="UNKNOWN"} 0'],
    ['deskcheck_open_orders{status="UNKNOWN"} 1'],
  ],
  [
    'an order ends',
    { ...figures, orders: [{ status: 'CANCELLED' }] },
    ['deskcheck_open_orders{status="WORKING"} 1'],
    ['deskcheck_open_orders{status="WORKING"} 0'],
  ],
  [
    'an order is sent',
    withFacts('order.intended', 8),
    ['deskcheck_orders_total 7'],
    ['deskcheck_orders_total 8'],
  ],
  [
    'a modify is sent',
    withFacts('order.modify-intended', 1),
    ['deskcheck_order_changes_total 0'],
    ['deskcheck_order_changes_total 1'],
  ],
  [
    'an order is denied',
    withFacts('order.denied', 2),
    ['deskcheck_denials_total{request="new"} 0'],
    ['deskcheck_denials_total{request="new"} 2'],
  ],
  [
    'a modify is denied',
    withFacts('order.modify-denied', 1),
    ['deskcheck_denials_total{request="modify"} 0'],
    ['deskcheck_denials_total{request="modify"} 1'],
  ],
  [
    'an execution',
    withFacts('execution.received', 3),
    ['deskcheck_executions_total 0'],
    ['deskcheck_executions_total 3'],
  ],
  [
    'the kill switch',
    withFacts('kill.engaged', 1),
    ['deskcheck_kills_total 0'],
    ['deskcheck_kills_total 1'],
  ],
  [
    'an alert is acknowledged',
    { ...figures, alerts: [{ severity: 'warning', state: 'acknowledged' }] },
    [
      'deskcheck_alerts{state="open",severity="warning"} 1',
      'deskcheck_alerts{state="acknowledged",severity="warning"} 0',
    ],
    [
      'deskcheck_alerts{state="open",severity="warning"} 0',
      'deskcheck_alerts{state="acknowledged",severity="warning"} 1',
    ],
  ],
  [
    'an alert is resolved',
    { ...figures, alerts: [{ severity: 'warning', state: 'resolved' }] },
    ['deskcheck_alerts{state="open",severity="warning"} 1'],
    ['deskcheck_alerts{state="open",severity="warning"} 0'],
  ],
  [
    'a critical alert',
    { ...figures, alerts: [...figures.alerts, { severity: 'critical', state: 'open' }] },
    ['deskcheck_alerts{state="open",severity="critical"} 0'],
    ['deskcheck_alerts{state="open",severity="critical"} 1'],
  ],
  [
    'a break',
    withStatus({ breaks: [cashBreak] }),
    ['deskcheck_breaks{kind="cash"} 0'],
    ['deskcheck_breaks{kind="cash"} 1'],
  ],
  [
    'a reconciliation',
    withStatus({ reconciledAt: '2026-03-02T14:31:00.000Z' }),
    ['deskcheck_last_reconciliation_timestamp_seconds 1772461800'],
    ['deskcheck_last_reconciliation_timestamp_seconds 1772461860'],
  ],
  [
    'no reconciliation yet',
    withStatus({ reconciledAt: null }),
    ['deskcheck_last_reconciliation_timestamp_seconds 1772461800'],
    [],
  ],
  [
    'a position is closed',
    { ...figures, positions: [{ quantity: 10 }] },
    ['deskcheck_positions 2'],
    ['deskcheck_positions 1'],
  ],
  [
    'a gain',
    withStatus({ dayPnl: 10.25 }),
    ['deskcheck_day_pnl{currency="USD"} -120.5'],
    ['deskcheck_day_pnl{currency="USD"} 10.25'],
  ],
  [
    'a missing mark',
    withStatus({ dayPnl: null }),
    ['deskcheck_day_pnl{currency="USD"} -120.5'],
    [],
  ],
  [
    'a tighter loss line',
    withStatus({ dailyLossLimit: 4000 }),
    ['deskcheck_daily_loss_limit{currency="USD"} 5000'],
    ['deskcheck_daily_loss_limit{currency="USD"} 4000'],
  ],
  [
    'a fall from the peak',
    { ...figures, losses: { dayPnl: -120.5, dayDrawdown: 200, allTimeDrawdown: 950 } },
    [
      'deskcheck_drawdown{from="day",currency="USD"} 150.5',
      'deskcheck_drawdown{from="all-time",currency="USD"} 900',
    ],
    [
      'deskcheck_drawdown{from="day",currency="USD"} 200',
      'deskcheck_drawdown{from="all-time",currency="USD"} 950',
    ],
  ],
  [
    'losses that are not known',
    { ...figures, losses: unknownLosses },
    [
      'deskcheck_drawdown{from="day",currency="USD"} 150.5',
      'deskcheck_drawdown{from="all-time",currency="USD"} 900',
    ],
    [],
  ],
  [
    'a slow disk and a missed backup',
    { ...figures, journal: { ...figures.journal, longestLagMs: 900, backupAgeMs: 3_600_000 } },
    ['deskcheck_journal_lag_seconds 0.004', 'deskcheck_backup_age_seconds 60'],
    ['deskcheck_journal_lag_seconds 0.9', 'deskcheck_backup_age_seconds 3600'],
  ],
  [
    'a disk that does not say',
    { ...figures, machine: { eventLoopDelayMs: 1, freeDiskBytes: null } },
    ['deskcheck_disk_free_bytes 5000000000'],
    [],
  ],
  [
    'a recorded fact',
    { ...figures, journal: { ...figures.journal, headSeq: 43, lastCommitAgeMs: 0 } },
    ['deskcheck_journal_head_seq 42', 'deskcheck_journal_last_commit_age_seconds 1.5'],
    ['deskcheck_journal_head_seq 43', 'deskcheck_journal_last_commit_age_seconds 0'],
  ],
  [
    'an empty journal',
    { ...figures, journal: { ...figures.journal, headSeq: 0, lastCommitAgeMs: null } },
    ['deskcheck_journal_head_seq 42', 'deskcheck_journal_last_commit_age_seconds 1.5'],
    ['deskcheck_journal_head_seq 0'],
  ],
  [
    'a quote',
    { ...figures, totals: { ...figures.totals, quotes: 901 } },
    ['deskcheck_quotes_total 900'],
    ['deskcheck_quotes_total 901'],
  ],
  [
    'one more line of market data, of fewer',
    withStatus({
      traffic: {
        sentLastSecond: 4,
        limitPerSecond: 40,
        waiting: [
          { lane: 'kill', messages: 0 },
          { lane: 'order', messages: 5 },
        ],
        quoteLines: { used: 13, limit: 50 },
      },
    }),
    [
      'deskcheck_quote_lines_used 12',
      'deskcheck_quote_lines_limit 100',
      'deskcheck_pacer_waiting_messages{lane="order"} 2',
    ],
    [
      'deskcheck_quote_lines_used 13',
      'deskcheck_quote_lines_limit 50',
      'deskcheck_pacer_waiting_messages{lane="order"} 5',
    ],
  ],
];

test.each(changes)('%s changes its figures and no others', (_, after, gone, come) => {
  const before = new Set(samplesOf(metricsText(figures, machine)));
  const now = new Set(samplesOf(metricsText(after, machine)));
  expect([...before].filter((line) => !now.has(line))).toEqual(gone);
  expect([...now].filter((line) => !before.has(line))).toEqual(come);
});

test('every figure of the desk has a fact here that changes it', () => {
  const nameOf = (line: string): string => line.split(/[ {]/)[0] ?? '';
  const changed = new Set(changes.flatMap(([, , gone, come]) => [...gone, ...come].map(nameOf)));
  const all = new Set(samplesOf(metricsText(figures, machine)).map(nameOf));
  expect([...all].filter((name) => !changed.has(name))).toEqual([
    'deskcheck_event_loop_delay_seconds',
    'process_resident_memory_bytes',
    'process_heap_bytes',
  ]);
});

test("the process's own figures", () => {
  const samples = samplesOf(
    metricsText(figures, { residentMemoryBytes: 7, heapBytes: 5, eventLoopDelayMs: 40 }),
  );
  expect(samples).toContain('process_resident_memory_bytes 7');
  expect(samples).toContain('process_heap_bytes 5');
  expect(samples).toContain('deskcheck_event_loop_delay_seconds 0.04');
});
