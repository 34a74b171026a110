import { describe, expect, it } from 'vitest';

import { untouchedAlert, type Alert, type AlertChange } from './alert.ts';
import type { Verdict } from './control.ts';
import type { Execution } from './execution.ts';
import type { Certificate, Tick, Waiver } from './certification.ts';
import { factKinds, type NewFact } from './fact.ts';
import { factSentence, type Tone } from './fact-sentence.ts';
import { loadRunExample, loadSummaryExample } from './load.fixture.ts';
import type { Attempt, CheckRun } from './readiness.ts';
import type { Order } from './order.ts';
import type { Silenced } from './silence.ts';

const at = '2020-03-09T13:30:00.000Z';
const orderRef = '01E30YK3Q80000000000000001';

const order: Order = {
  orderRef,
  orderId: 1,
  clientId: 11,
  permId: null,
  accountId: 'DU1000001',
  instrumentId: 756_733,
  displaySymbol: 'SPY',
  side: 'BUY',
  orderType: 'LMT',
  quantity: 500,
  limitPrice: 274.85,
  stopPrice: null,
  timeInForce: 'DAY',
  outsideRth: false,
  status: 'SENDING',
  filledQuantity: 0,
  averageFillPrice: null,
  reason: null,
  pendingChange: null,
  external: false,
  placedBy: 'ana',
  placedAt: at,
  updatedAt: at,
};

const execution: Execution = {
  execId: '0000e0d5.5e664f3b.01.01',
  orderRef,
  permId: 7,
  accountId: 'DU1000001',
  instrumentId: 756_733,
  displaySymbol: 'SPY',
  side: 'SELL',
  quantity: 300,
  price: 274.82,
  executedAt: at,
  commissionMicros: null,
  commissionCurrency: null,
  brokerRealizedPnlMicros: null,
};

const alert: Alert = {
  ...untouchedAlert,
  alertId: 'A',
  fingerprint: 'order-unacknowledged:A',
  rule: 'order-unacknowledged',
  severity: 'critical',
  title: 'Order not acknowledged',
  detail: 'SPY buy 500 was sent 5 s ago.',
  state: 'open',
  conditionCleared: false,
  count: 3,
  firstSeenAt: at,
  lastSeenAt: at,
  orderRef,
  instrumentId: null,
  acknowledgedBy: 'rosa',
  acknowledgedAt: null,
  note: 'Called the broker',
  resolvedBy: 'rosa',
  resolvedAt: null,
};

const pass: Verdict = {
  controlId: 'max-quantity',
  title: 'Maximum quantity',
  outcome: 'pass',
  message: null,
  observed: null,
  limit: null,
  unit: null,
  scope: null,
  hard: true,
  overrideReason: null,
};
const deny: Verdict = {
  ...pass,
  outcome: 'deny',
  message: 'Order value 152\u202f000 USD is above 100\u202f000 USD',
};
const unevaluable: Verdict = { ...pass, title: 'Stale quote', outcome: 'unevaluable' };
const change = { quantity: 400, limitPrice: 274.9, stopPrice: null };

const changed = (now: Partial<Order>): NewFact => ({
  kind: 'order.changed',
  by: 'desk',
  body: { order: { ...order, ...now }, cause: 'order-status' },
});
const silenced = (over: Partial<Silenced>): NewFact => ({
  kind: 'silence.made',
  by: 'rosa',
  body: {
    silence: {
      rule: null,
      instrumentId: null,
      fingerprint: null,
      ...over,
      silenceId: 'S',
      reason: 'The venue has announced a halt.',
      madeBy: 'rosa',
      madeAt: '2020-03-09T14:00:00.000Z',
      endsAt: '2020-03-09T14:30:00.000Z',
    },
  },
});
const alerted = (how: AlertChange, now: Partial<Alert> = {}): NewFact => ({
  kind: 'alert.changed',
  by: 'desk',
  body: { alert: { ...alert, ...now }, change: how },
});
const reconciled = (now: object): NewFact => ({
  kind: 'reconciliation.completed',
  by: 'desk',
  body: { openOrders: 3, executionsAdded: 1, unknownOrders: 0, breaks: [], complete: true, ...now },
});

const by = 'desk';
const drilled = {
  openOrders: 2,
  positions: [],
  decideMs: 0.1,
  recordMs: 1.2,
  leftMs: 0.1,
  answeredMs: 6.5,
  failure: null,
};
const attempt: Attempt = {
  attemptId: 'A',
  phases: [1, 2],
  seed: 7,
  state: 'running',
  by: 'tessa',
  beganAt: at,
  endedAt: null,
  configuration: {
    version: '0.1.0',
    commit: null,
    limitsVersion: 1,
    limitsHash: 'a'.repeat(64),
    alertRulesHash: 'b'.repeat(64),
    killSwitchHash: 'c'.repeat(64),
  },
  environment: {
    gatewayKind: 'simulated',
    serverVersion: 193,
    accountId: 'DU1000001',
    marketData: 'live',
    platform: 'linux',
    processor: 'A processor',
    cores: 2,
    memoryBytes: 8e9,
    nodeVersion: '24.0.0',
  },
};
const tick: Tick = {
  itemId: 'runbook-read',
  title: 'The runbook was read',
  checklistVersion: 1,
  note: 'By both',
  attachment: { file: 'a.rota.csv', title: 'rota.csv', sha256: 'e'.repeat(64), bytes: 9 },
  configuration: attempt.configuration,
};

const waiver: Waiver = {
  waiverId: 'p-3',
  checkId: 'machine-has-room',
  owner: 'ben',
  reason: 'The disk comes on Monday.',
  compensatingControl: 'Looked at daily.',
  expiresAt: '2026-01-12T10:00:00.000Z',
  proposedBy: 'tessa',
  approvedBy: 'rosa',
};

const certificate: Certificate = {
  certificateId: 'C',
  attemptId: 'A',
  rehearsal: true,
  expiresAt: '2026-04-05T11:00:00.000Z',
  configuration: attempt.configuration,
  environment: attempt.environment,
  seed: 1,
  share: 1,
  checks: [],
  requirements: [],
  waivers: [],
  checklistVersion: 1,
  ticks: [],
  signatures: [],
  notProven: [],
  attempts: 1,
  journal: { seq: 1, hash: 'f'.repeat(64) },
};

const checkRun: CheckRun = {
  checkId: 'journal-intact',
  title: 'The journal is intact',
  phase: 1,
  weight: 5,
  critical: true,
  result: 'passed',
  sentence: 'Everything agrees.',
  figures: [],
  evidence: [],
  beganAt: at,
  durationMs: 12,
};

const table: [NewFact, Tone, string][] = [
  [
    {
      kind: 'desk.started',
      by,
      body: { version: '0.1.0', gatewayKind: 'simulated', limitsVersion: 2 },
    },
    'neutral',
    'Deskcheck 0.1.0 started on the simulated gateway, limits version 2.',
  ],
  [
    { kind: 'desk.stopped', by, body: { reason: 'Closed by its window' } },
    'neutral',
    'Deskcheck stopped. Closed by its window.',
  ],
  [
    {
      kind: 'link.changed',
      by,
      body: { state: 'ready', reason: 'Reconciled.', clientId: 1, serverVersion: 193 },
    },
    'good',
    'Link ready. Reconciled.',
  ],
  [
    {
      kind: 'link.changed',
      by,
      body: {
        state: 'down',
        reason: 'TWS closed the connection',
        clientId: 1,
        serverVersion: null,
      },
    },
    'warning',
    'Link down. TWS closed the connection.',
  ],
  [
    {
      kind: 'link.changed',
      by,
      body: { state: 'connecting', reason: '', clientId: 1, serverVersion: null },
    },
    'neutral',
    'Link connecting.',
  ],
  [
    { kind: 'account.identified', by, body: { accountId: 'DU1000001', gatewayKind: 'paper' } },
    'neutral',
    'Account DU1000001 on a paper account.',
  ],
  [
    { kind: 'account.identified', by, body: { accountId: 'U1000001', gatewayKind: 'shadow' } },
    'warning',
    'Account U1000001 is a live account: it is only read, no order is sent.',
  ],
  [
    { kind: 'account.identified', by, body: { accountId: 'DU1000001', gatewayKind: 'shadow' } },
    'warning',
    'Account DU1000001 is only read, no order is sent: a shadow was asked for, or the gateway holds a live account, too.',
  ],
  [
    {
      kind: 'instrument.resolved',
      by,
      body: {
        instrument: {
          instrumentId: 756_733,
          symbol: 'SPY',
          displaySymbol: 'SPY',
          secType: 'STK',
          exchange: 'SMART',
          primaryExchange: 'ARCA',
          currency: 'USD',
          localSymbol: 'SPY',
          tradingClass: 'SPY',
          longName: 'SPDR S&P 500 ETF TRUST',
          multiplier: 1,
          minTick: 0.01,
          sizeIncrement: 1,
          minSize: 1,
          timeZoneId: 'US/Eastern',
          tradingHours: '',
          liquidHours: '',
          expiry: null,
        },
      },
    },
    'neutral',
    'SPY is SPDR S&P 500 ETF TRUST, STK on SMART in USD.',
  ],
  [
    { kind: 'watchlist.added', by, body: { instrumentId: 1 } },
    'neutral',
    'MESM0 is on the watchlist.',
  ],
  [
    { kind: 'watchlist.removed', by, body: { instrumentId: 1 } },
    'neutral',
    'MESM0 is off the watchlist.',
  ],
  [
    { kind: 'order.intended', by, body: { order, verdicts: [pass], limitsVersion: 1 } },
    'neutral',
    'Sending buy 500 SPY at limit 274.85.',
  ],
  [
    {
      kind: 'order.denied',
      by,
      body: { order, verdicts: [pass, deny, unevaluable], limitsVersion: 1 },
    },
    'warning',
    'Denied: buy 500 SPY at limit 274.85. Order value 152\u202f000 USD is above 100\u202f000 USD. Stale quote denies.',
  ],
  [
    {
      kind: 'order.denied',
      by,
      body: { order: { ...order, reason: 'The desk is HALTED.' }, verdicts: [], limitsVersion: 1 },
    },
    'warning',
    'Denied: buy 500 SPY at limit 274.85. The desk is HALTED.',
  ],
  [
    {
      kind: 'order.modify-intended',
      by,
      body: { orderRef, change, verdicts: [], limitsVersion: 1 },
    },
    'neutral',
    'Changing buy 500 SPY at limit 274.85 to quantity 400, limit 274.90.',
  ],
  [
    {
      kind: 'order.modify-intended',
      by,
      body: {
        orderRef: 'other',
        change: { ...change, quantity: null, stopPrice: 270, limitPrice: null },
        verdicts: [],
        limitsVersion: 1,
      },
    },
    'neutral',
    'Changing order other to stop 270.00.',
  ],
  [
    {
      kind: 'order.modify-denied',
      by,
      body: { orderRef, change, verdicts: [deny], limitsVersion: 1 },
    },
    'warning',
    'Denied: changing buy 500 SPY at limit 274.85 to quantity 400, limit 274.90. Order value 152\u202f000 USD is above 100\u202f000 USD.',
  ],
  [
    { kind: 'order.cancel-intended', by, body: { orderRef } },
    'neutral',
    'Cancelling buy 500 SPY at limit 274.85.',
  ],
  [changed({}), 'neutral', 'Sending buy 500 SPY at limit 274.85.'],
  [changed({ status: 'WORKING' }), 'neutral', 'Working: buy 500 SPY at limit 274.85.'],
  [
    changed({ status: 'WORKING', orderType: 'MKT', limitPrice: null, quantity: 1500 }),
    'neutral',
    'Working: buy 1\u202f500 SPY at market.',
  ],
  [
    changed({
      status: 'WORKING',
      orderType: 'STP LMT',
      stopPrice: 275,
      side: 'SELL',
      reason: 'Held until the open',
    }),
    'neutral',
    'Working: sell 500 SPY at stop 275.00, limit 274.85. Held until the open.',
  ],
  [
    changed({ status: 'WORKING', pendingChange: change }),
    'neutral',
    'Working: buy 500 SPY at limit 274.85. A change to quantity 400, limit 274.90 is on its way.',
  ],
  [
    changed({ status: 'PARTLY_FILLED', filledQuantity: 300, averageFillPrice: 274.82 }),
    'good',
    'Bought 300 of 500 SPY at 274.82, 200 still working.',
  ],
  [
    changed({
      status: 'FILLED',
      filledQuantity: 500,
      averageFillPrice: 274.823_333_3,
      side: 'SELL',
    }),
    'good',
    'Sold 500 SPY at 274.8233, filled.',
  ],
  [changed({ status: 'CANCELLING' }), 'neutral', 'Cancelling buy 500 SPY at limit 274.85.'],
  [
    changed({ status: 'CANCELLED', filledQuantity: 100, averageFillPrice: 274 }),
    'neutral',
    'Cancelled: buy 500 SPY at limit 274.85, 100 of it filled.',
  ],
  [
    changed({ status: 'REJECTED', reason: 'Not enough equity' }),
    'warning',
    'Rejected by the broker: buy 500 SPY at limit 274.85. Not enough equity.',
  ],
  [
    changed({ status: 'DENIED', reason: 'The desk is HALTED.' }),
    'warning',
    'Denied: buy 500 SPY at limit 274.85. The desk is HALTED.',
  ],
  [
    changed({ status: 'UNKNOWN' }),
    'critical',
    'Fate unknown: buy 500 SPY at limit 274.85. It is not sent again; the broker must say what became of it.',
  ],
  [
    {
      kind: 'order.external-seen',
      by,
      body: { order: { ...order, orderType: 'TRAIL', limitPrice: null } },
    },
    'neutral',
    "An order that is not the desk's was seen: buy 500 SPY TRAIL.",
  ],
  [
    { kind: 'execution.received', by, body: { execution, corrects: null } },
    'good',
    'Fill: sold 300 SPY at 274.82.',
  ],
  [
    {
      kind: 'execution.received',
      by,
      body: { execution, corrects: null, liquidation: true },
    },
    'critical',
    'Liquidated by the broker: sold 300 SPY at 274.82.',
  ],
  [
    { kind: 'execution.received', by, body: { execution, corrects: 'a.01' } },
    'warning',
    'Fill corrected by the broker: sold 300 SPY at 274.82, in place of a.01.',
  ],
  [
    {
      kind: 'commission.received',
      by,
      body: {
        execId: 'a.01',
        commissionMicros: 1_500_000,
        currency: 'USD',
        brokerRealizedPnlMicros: null,
      },
    },
    'neutral',
    'Commission 1.50 USD for fill a.01.',
  ],
  [
    {
      kind: 'commission.received',
      by,
      body: {
        execId: 'a.01',
        commissionMicros: -250_000,
        currency: 'USD',
        brokerRealizedPnlMicros: 1_234_500_000,
      },
    },
    'neutral',
    'Commission \u22120.25 USD for fill a.01, realised P&L +1\u202f234.50 USD by the broker.',
  ],
  [
    {
      kind: 'position.adopted',
      by,
      body: {
        position: {
          accountId: 'DU1000001',
          instrumentId: 1,
          displaySymbol: 'MESM0',
          currency: 'USD',
          multiplier: 5,
          quantity: -2,
          costBasisMicros: -27_500_000_000,
          realizedPnlMicros: 0,
          commissionsMicros: 0,
        },
        reason: 'First reconciliation with the broker.',
      },
    },
    'warning',
    'Position taken over from the broker: \u22122 MESM0 at 2\u202f750 on average. First reconciliation with the broker.',
  ],
  [
    {
      kind: 'cash.adopted',
      by: 'rosa',
      body: {
        accountId: 'DU1000001',
        balances: [
          { currency: 'USD', cashMicros: 1_000_012_340_000 },
          { currency: 'EUR', cashMicros: -5_000_000 },
        ],
        reason: 'Interest of August.',
      },
    },
    'warning',
    'Cash taken over from the broker: 1\u202f000\u202f012.34 USD, \u22125.00 EUR. Interest of August.',
  ],
  [reconciled({}), 'good', 'Reconciled with the broker: 3 open orders, 1 fill added, no breaks.'],
  [
    reconciled({
      openOrders: 1,
      executionsAdded: 0,
      unknownOrders: 2,
      breaks: [{ subject: 'SPY position', desk: '100', broker: '200' }],
    }),
    'warning',
    'Reconciled with the broker: 1 open order, 0 fills added, 2 orders of unknown fate, 1 break. SPY position: the desk has 100, the broker 200.',
  ],
  [
    reconciled({ complete: false }),
    'warning',
    'Reconciled with what the broker sent, which was not all: 3 open orders, 1 fill added, no breaks.',
  ],
  [
    { kind: 'day.opened', by, body: { exchangeDate: '2020-03-09', totalMicros: -482_500_000 } },
    'neutral',
    'Exchange day 2020-03-09 opened; its P&L counts from \u2212482.5.',
  ],
  [
    {
      kind: 'pnl.marked',
      by,
      body: {
        exchangeDate: '2020-03-09',
        dayPnlMicros: -20_500_000,
        dayPeakMicros: 1_250_000,
        allTimePeakMicros: 7_000_000,
      },
    },
    'neutral',
    'P&L of 2020-03-09 marked at \u221220.5; its peak is 1.25, that of all days 7.',
  ],
  [
    {
      kind: 'trading-state.changed',
      by,
      body: {
        instrumentId: null,
        state: 'HALTED',
        reason: 'Kill switch: Runaway quotes.',
        cause: 'kill',
      },
    },
    'critical',
    'The desk is HALTED: cancels only. Kill switch: Runaway quotes.',
  ],
  [
    {
      kind: 'trading-state.changed',
      by,
      body: { instrumentId: 1, state: 'REDUCING', reason: 'Earnings tonight', cause: 'person' },
    },
    'warning',
    'MESM0 is REDUCING: only orders that shrink exposure. Earnings tonight.',
  ],
  [
    {
      kind: 'trading-state.changed',
      by,
      body: { instrumentId: null, state: 'ACTIVE', reason: 'Checked.', cause: 'person' },
    },
    'good',
    'The desk is ACTIVE: every order the controls allow. Checked.',
  ],
  [
    {
      kind: 'repeated-execution.reset',
      by,
      body: { instrumentId: 756733, executions: 200, reason: 'A busy day' },
    },
    'warning',
    'SPY may trade on after 200 executions. A busy day.',
  ],
  [
    {
      kind: 'limits.changed',
      by: 'desk',
      body: {
        limits: { version: 1 },
        reason: 'The limits that ship with Deskcheck.',
        proposedBy: null,
        proposalId: null,
      },
    },
    'warning',
    'Version 1 of the limits is in force. The limits that ship with Deskcheck.',
  ],
  [
    {
      kind: 'limits.changed',
      by: 'ben',
      body: {
        limits: { version: 2, maxOrderValue: { value: 1 } },
        reason: 'Smaller orders before the election',
        proposedBy: 'rosa',
        proposalId: 'p-1',
      },
    },
    'warning',
    'Version 2 of the limits is in force, proposed by rosa, approved by ben. Smaller orders before the election.',
  ],
  [
    {
      kind: 'proposal.made',
      by: 'rosa',
      body: {
        proposalId: 'p-1',
        change: { kind: 'limits', baseVersion: 1, limits: { version: 2 } },
        reason: 'Smaller orders',
      },
    },
    'warning',
    'Proposed by rosa: version 2 of the limits in place of version 1. Smaller orders.',
  ],
  [
    {
      kind: 'proposal.made',
      by: 'rosa',
      body: {
        proposalId: 'p-2',
        change: { kind: 'rearm', instrumentId: null, state: 'ACTIVE', baseSeq: 7 },
        reason: 'Positions agree.',
      },
    },
    'warning',
    'Proposed by rosa: the desk ACTIVE again. Positions agree.',
  ],
  [
    {
      kind: 'proposal.approved',
      by: 'ben',
      body: { proposalId: 'p-2', what: 'rearm', madeBy: 'rosa', reason: 'Checked.' },
    },
    'neutral',
    'Approved by ben: to trade again, which rosa proposed. Checked.',
  ],
  [
    {
      kind: 'proposal.rejected',
      by: 'ben',
      body: { proposalId: 'p-1', what: 'limits', madeBy: 'rosa', reason: 'Not before the roll.' },
    },
    'neutral',
    'Rejected by ben: new limits, which rosa proposed. Not before the roll.',
  ],
  [
    {
      kind: 'proposal.withdrawn',
      by: 'rosa',
      body: { proposalId: 'p-1', what: 'limits', madeBy: 'rosa', reason: 'A slip.' },
    },
    'neutral',
    'Withdrawn by rosa: new limits. A slip.',
  ],
  [
    {
      kind: 'proposal.refused',
      by: 'rosa',
      body: { proposalId: 'p-1', attempted: 'approve', why: 'It is their own.' },
    },
    'warning',
    'rosa tried to approve a proposal and was refused. It is their own.',
  ],
  [
    {
      kind: 'kill.engaged',
      by,
      body: { openOrders: 1, reason: 'Runaway quotes!', flatten: false },
    },
    'critical',
    'Kill switch: 1 open order to be cancelled. Runaway quotes!',
  ],
  [
    { kind: 'kill.engaged', by, body: { openOrders: 2, reason: 'Out.', flatten: true } },
    'critical',
    'Kill switch: 2 open orders to be cancelled, then every position to be closed. Out.',
  ],
  [
    { kind: 'kill.drill-began', by, body: { openOrders: 2 } },
    'neutral',
    'Drill of the kill switch: it would cancel 2 open orders. Nothing is touched.',
  ],
  [
    { kind: 'kill.drilled', by, body: drilled },
    'neutral',
    'Drill of the kill switch: it would have cancelled 2 open orders and closed 0 positions; recorded in 1.2 ms, answered in 6.5 ms.',
  ],
  [
    {
      kind: 'kill.drilled',
      by,
      body: { ...drilled, leftMs: null, answeredMs: null, failure: 'The link is down.' },
    },
    'warning',
    'Drill of the kill switch: it would have cancelled 2 open orders and closed 0 positions. The link is down.',
  ],
  [
    {
      kind: 'session.opened',
      by: 'rosa',
      body: {
        personId: 'rosa',
        name: 'Rosa',
        roles: ['risk-officer', 'tester'],
        how: 'passphrase',
      },
    },
    'neutral',
    'Rosa (risk officer, tester) signed in.',
  ],
  [
    {
      kind: 'session.opened',
      by: 'operator',
      body: { personId: 'operator', name: 'Operator', roles: [], how: 'practice' },
    },
    'neutral',
    'Operator (no role) works at a window of this practice desk.',
  ],
  [
    {
      kind: 'session.refused',
      by,
      body: { personId: 'rosa', cause: 'too-many-guesses', restMs: 30_000, purpose: 'session' },
    },
    'warning',
    'Not let in as rosa: the passphrase was wrong too often. Nothing is accepted for 30 s.',
  ],
  [
    {
      kind: 'session.refused',
      by,
      body: { personId: 'rosa', cause: 'wrong-passphrase', restMs: null, purpose: 'signature' },
    },
    'warning',
    'Not signed as rosa: the passphrase was wrong.',
  ],
  [
    {
      kind: 'session.refused',
      by,
      body: {
        personId: 'rosa',
        cause: 'wrong-passphrase',
        restMs: null,
        purpose: 'new-passphrase',
      },
    },
    'warning',
    "rosa's passphrase stays as it was: the passphrase was wrong.",
  ],
  [
    {
      kind: 'command.refused',
      by: 'rosa',
      body: { command: 'limits.propose', message: 'Rosa is not allowed to use limits.propose.' },
    },
    'warning',
    'limits.propose was refused: Rosa is not allowed to use limits.propose.',
  ],
  [
    {
      kind: 'command.refused',
      by: 'rosa',
      body: { command: null, message: 'A request id was used twice' },
    },
    'warning',
    'A message was refused: A request id was used twice.',
  ],
  [
    { kind: 'session.locked', by: 'rosa', body: { personId: 'rosa', cause: 'inactivity' } },
    'neutral',
    "rosa's window locked itself: nothing was done there.",
  ],
  [
    {
      kind: 'person.added',
      by: 'rosa',
      body: { personId: 'max', name: 'Max', roles: ['operator'] },
    },
    'neutral',
    "Max (max) is one of the desk's people: operator.",
  ],
  [
    { kind: 'person.roles-changed', by: 'rosa', body: { personId: 'max', roles: ['tester'] } },
    'warning',
    'max is now tester.',
  ],
  [
    { kind: 'person.removed', by: 'rosa', body: { personId: 'max', reason: 'Left' } },
    'warning',
    "max is not one of the desk's people any more. Left.",
  ],
  [
    {
      kind: 'person.passphrase-set',
      by: 'max',
      body: { personId: 'max', fingerprint: 'c'.repeat(64) },
    },
    'neutral',
    'max has a new passphrase.',
  ],
  [
    {
      kind: 'person.passphrase-set',
      by: 'rosa',
      body: { personId: 'max', fingerprint: 'c'.repeat(64) },
    },
    'warning',
    'rosa gave max a passphrase.',
  ],
  [
    { kind: 'person.witnessed', by: 'ana', body: { personId: 'max' } },
    'neutral',
    'ana says that it was max who changed the passphrase they were given.',
  ],
  [
    {
      kind: 'person.passphrase-set',
      by: 'command-line',
      body: { personId: 'max', fingerprint: 'c'.repeat(64) },
    },
    'warning',
    'max has a new passphrase, set from the command line of the machine while the desk was stopped.',
  ],
  [
    { kind: 'session.closed', by: 'rosa', body: { personId: 'rosa', cause: 'signed-out' } },
    'neutral',
    'rosa signed out.',
  ],
  [alerted('raised'), 'critical', 'Alert: Order not acknowledged. SPY buy 500 was sent 5 s ago.'],
  [
    alerted('raised', { severity: 'info' }),
    'neutral',
    'Alert: Order not acknowledged. SPY buy 500 was sent 5 s ago.',
  ],
  [
    alerted('repeated', { severity: 'warning' }),
    'warning',
    'Alert seen 3 times: Order not acknowledged. SPY buy 500 was sent 5 s ago.',
  ],
  [
    alerted('acknowledged'),
    'neutral',
    'Alert acknowledged by rosa: Order not acknowledged. Called the broker.',
  ],
  [
    alerted('acknowledged', { ownOrder: true, note: null }),
    'neutral',
    'Alert acknowledged by rosa: Order not acknowledged. It is about their own order.',
  ],
  [
    alerted('escalated', { severity: 'warning' }),
    'critical',
    'Alert escalated, nobody acknowledged it in time: Order not acknowledged.',
  ],
  [
    alerted('raised', { inhibitedBy: 'link-down' }),
    'neutral',
    'Alert, explained by link-down: Order not acknowledged. SPY buy 500 was sent 5 s ago.',
  ],
  [
    alerted('inhibited', { inhibitedBy: 'link-down' }),
    'neutral',
    'Alert explained by link-down, which stands for it: Order not acknowledged.',
  ],
  [
    alerted('released'),
    'critical',
    'Alert no longer explained by another: Order not acknowledged. SPY buy 500 was sent 5 s ago.',
  ],
  [
    {
      kind: 'delivery.configured',
      by: 'rosa',
      body: {
        receiver: {
          receiverId: 'night-desk',
          kind: 'webhook',
          url: 'https://alerts.example/hook',
          deskName: 'Desk one',
          leastSeverity: 'warning',
          hasToken: true,
        },
      },
    },
    'warning',
    'rosa has alerts delivered to night-desk, webhook at https://alerts.example/hook with a token, from warning on.',
  ],
  [
    { kind: 'delivery.removed', by: 'rosa', body: { receiverId: 'night-desk' } },
    'warning',
    'rosa ended the delivery of alerts to night-desk.',
  ],
  [
    {
      kind: 'delivery.made',
      by: 'desk',
      body: { receiverId: 'night-desk', throughSeq: 9, events: 2 },
    },
    'neutral',
    'night-desk has taken 2 changes of alerts.',
  ],
  [
    silenced({ rule: 'market-data-stale', instrumentId: 756733 }),
    'warning',
    'rosa silenced alerts “Stale quote” on SPY until 2020-03-09 14:30 UTC. The venue has announced a halt.',
  ],
  [
    silenced({ instrumentId: 756733 }),
    'warning',
    'rosa silenced alerts on SPY until 2020-03-09 14:30 UTC. The venue has announced a halt.',
  ],
  [
    silenced({ fingerprint: 'clock-skew' }),
    'warning',
    'rosa silenced the alert “The clocks differ” until 2020-03-09 14:30 UTC. The venue has announced a halt.',
  ],
  [
    {
      kind: 'silence.ended',
      by: 'rosa',
      body: { silenceId: 'S', reason: 'The halt is over.' },
    },
    'neutral',
    'rosa ended a silence before its time. The halt is over.',
  ],
  [
    { kind: 'attempt.began', by: 'tessa', body: { attempt } },
    'neutral',
    'tessa began readiness phases 1, 2 on the simulated gateway.',
  ],
  [
    { kind: 'attempt.resumed', by: 'tessa', body: { attemptId: 'A' } },
    'neutral',
    'tessa resumed an interrupted readiness attempt.',
  ],
  [
    {
      kind: 'attempt.ended',
      by: 'desk',
      body: { attemptId: 'A', state: 'stopped', reason: 'Lunch' },
    },
    'warning',
    'Readiness attempt stopped. Lunch.',
  ],
  [
    { kind: 'check.ran', by: 'desk', body: { attemptId: 'A', run: checkRun } },
    'good',
    'Check passed: The journal is intact. Everything agrees.',
  ],
  [
    { kind: 'load.began', by: 'tessa', body: { run: loadRunExample } },
    'neutral',
    'tessa began the load run “Mixed, light”.',
  ],
  [
    {
      kind: 'load.ended',
      by: 'desk',
      body: {
        runId: 'load-1',
        state: 'completed',
        reason: 'It came to its end',
        summary: loadSummaryExample,
        evidence: [],
      },
    },
    'good',
    'Load run completed at 109.8 operations/s. It came to its end.',
  ],
  [
    {
      kind: 'load.ended',
      by: 'desk',
      body: {
        runId: 'load-1',
        state: 'failed',
        reason: 'The desk has no quotes.',
        summary: null,
        evidence: [],
      },
    },
    'warning',
    'Load run failed. The desk has no quotes.',
  ],
  [
    {
      kind: 'load.baseline-set',
      by: 'tessa',
      body: { scenarioId: 'mixed-light', runId: 'load-1' },
    },
    'neutral',
    'tessa made a load run the baseline of the scenario mixed-light.',
  ],
  [
    {
      kind: 'load.baseline-set',
      by: 'tessa',
      body: { scenarioId: 'mixed-light', runId: null },
    },
    'neutral',
    'tessa took the baseline of the load scenario mixed-light away.',
  ],
  [
    { kind: 'checklist.ticked', by: 'tessa', body: { ...tick, attachment: null } },
    'neutral',
    'tessa ticked “The runbook was read”. By both.',
  ],
  [
    { kind: 'checklist.ticked', by: 'tessa', body: tick },
    'neutral',
    'tessa ticked “The runbook was read”. By both. Attached: rota.csv.',
  ],
  [
    {
      kind: 'checklist.unticked',
      by: 'tessa',
      body: { itemId: tick.itemId, title: tick.title, reason: 'It has a new page' },
    },
    'neutral',
    'tessa took back the tick of “The runbook was read”. It has a new page.',
  ],
  [
    { kind: 'waiver.granted', by: 'rosa', body: { waiver } },
    'warning',
    'The check machine-has-room is waived until 2026-01-12T10:00:00.000Z; ben answers for it.',
  ],
  [
    {
      kind: 'readiness.signed',
      by: 'rosa',
      body: {
        signature: {
          attemptId: 'A',
          as: 'risk-officer',
          by: 'rosa',
          name: 'Rosa',
          statement: 'I accept it.',
        },
      },
    },
    'neutral',
    'Rosa signed the readiness attempt as risk officer: “I accept it.”',
  ],
  [
    {
      kind: 'readiness.signed',
      by: 'theo',
      body: {
        signature: {
          attemptId: 'A',
          as: 'tester',
          by: 'theo',
          name: 'Theo',
          statement: 'I ran it.',
          validDays: 30,
        },
      },
    },
    'neutral',
    'Theo signed the readiness attempt as tester, for 30 days at most: “I ran it.”',
  ],
  [
    { kind: 'certificate.issued', by: 'desk', body: { certificate } },
    'good',
    'A rehearsal was certified: certificate C, until 2026-04-05T11:00:00.000Z.',
  ],
  [
    {
      kind: 'certificate.issued',
      by: 'desk',
      body: { certificate: { ...certificate, rehearsal: false } },
    },
    'good',
    'The desk was certified: certificate C, until 2026-04-05T11:00:00.000Z.',
  ],
  [
    {
      kind: 'certificate.invalidated',
      by: 'desk',
      body: { certificateId: 'C', reason: 'Since it was issued, the limits were changed.' },
    },
    'critical',
    'Certificate C is invalid. Since it was issued, the limits were changed.',
  ],
  [
    {
      kind: 'certificate.expired',
      by: 'desk',
      body: { certificateId: 'C', expiresAt: '2026-04-05T11:00:00.000Z' },
    },
    'critical',
    'Certificate C has expired.',
  ],
  [
    {
      kind: 'proposal.made',
      by: 'tessa',
      body: {
        proposalId: 'p-3',
        change: {
          kind: 'waiver',
          checkId: 'machine-has-room',
          owner: 'ben',
          compensatingControl: 'Looked at daily.',
          expiresAt: '2026-01-12T10:00:00.000Z',
        },
        reason: 'The disk comes on Monday',
      },
    },
    'warning',
    'Proposed by tessa: to waive the check machine-has-room until 2026-01-12T10:00:00.000Z, answered for by ben. The disk comes on Monday.',
  ],
  [alerted('cleared'), 'good', "Alert's condition is over: Order not acknowledged."],
  [
    alerted('reopened'),
    'critical',
    'Alert open again: Order not acknowledged. SPY buy 500 was sent 5 s ago.',
  ],
  [alerted('resolved', { note: null }), 'good', 'Alert resolved by rosa: Order not acknowledged.'],
];

describe('a fact as a sentence', () => {
  it.each(table)('%j', (newFact, tone, sentence) => {
    const fact = factSentence(
      { ...newFact, seq: 1, at },
      (instrumentId) => (instrumentId === 1 ? 'MESM0' : 'SPY'),
      (wanted) => (wanted === orderRef ? order : null),
    );
    expect(fact).toEqual({ sentence, tone });
  });

  it('there is one for every kind', () => {
    expect(new Set(table.map(([{ kind }]) => kind))).toEqual(new Set(factKinds));
  });

  it('names the orderRef where the order is not known', () => {
    const { sentence } = factSentence(
      { kind: 'order.cancel-intended', by, body: { orderRef }, seq: 1, at },
      String,
    );
    expect(sentence).toBe(`Cancelling order ${orderRef}.`);
  });
});
