import { loadRunExample, loadSummaryExample } from '#shared/domain/load.fixture.ts';
import { untouchedAlert, type Alert } from '#shared/domain/alert.ts';
import type { Verdict } from '#shared/domain/control.ts';
import type { Receiver } from '#shared/domain/delivery.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { Certificate } from '#shared/domain/certification.ts';
import type { Fact, NewFact } from '#shared/domain/fact.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Order } from '#shared/domain/order.ts';
import type { Configuration, Environment } from '#shared/domain/readiness.ts';
import type { Silence } from '#shared/domain/silence.ts';

/** Facts for the tests of the journal: one desk, one account, a few instruments. */

export const accountId = 'DU1000001';
const placedAt = '2020-03-09T13:30:00.000Z';

export function exampleInstrument(change: Partial<Instrument> = {}): Instrument {
  return {
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
    tradingHours: '20200309:0400-20200309:2000',
    liquidHours: '20200309:0930-20200309:1600',
    expiry: null,
    ...change,
  };
}

export function exampleOrder(change: Partial<Order> = {}): Order {
  return {
    orderRef: '01E30YK3Q80000000000000001',
    orderId: 1,
    clientId: 11,
    permId: null,
    accountId,
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
    placedAt,
    updatedAt: placedAt,
    ...change,
  };
}

const controls = [
  ['account-kind', 'Account kind'],
  ['link-state', 'Link state'],
  ['trading-state', 'Trading state'],
  ['instrument', 'Instrument and tick'],
  ['price-collar', 'Price collar'],
  ['max-quantity', 'Maximum quantity'],
  ['max-value', 'Maximum value'],
  ['position-limit', 'Position limit'],
  ['buying-power', 'Buying power'],
  ['stale-quote', 'Stale quote'],
] as const;

/** The ten controls' verdicts, all passing but for the one named. */
export function exampleVerdicts(denying: string | null = null): Verdict[] {
  return controls.map(([controlId, title]) => ({
    controlId,
    title,
    outcome: controlId === denying ? 'deny' : 'pass',
    message: controlId === denying ? 'Order value 152 000 USD is above 100 000 USD.' : null,
    observed: 137_425,
    limit: 150_000,
    unit: 'USD',
    scope: null,
    hard: true,
    overrideReason: null,
  }));
}

export function exampleExecution(change: Partial<Execution> = {}): Execution {
  return {
    execId: '0000e0d5.5e664f3b.01.01',
    orderRef: '01E30YK3Q80000000000000001',
    permId: 1_100_000_001,
    accountId,
    instrumentId: 756_733,
    displaySymbol: 'SPY',
    side: 'BUY',
    quantity: 300,
    price: 274.82,
    executedAt: '2020-03-09T13:30:01.000Z',
    commissionMicros: null,
    commissionCurrency: null,
    brokerRealizedPnlMicros: null,
    ...change,
  };
}

export function exampleAlert(change: Partial<Alert> = {}): Alert {
  return {
    alertId: '01E30YK3Q8000000000000000A',
    fingerprint: 'order-unacknowledged:01E30YK3Q80000000000000001',
    rule: 'order-unacknowledged',
    severity: 'critical',
    title: 'Order not acknowledged',
    detail: 'SPY buy 500 was sent 5 s ago and the broker has not answered.',
    state: 'open',
    conditionCleared: false,
    count: 1,
    firstSeenAt: placedAt,
    lastSeenAt: placedAt,
    orderRef: '01E30YK3Q80000000000000001',
    instrumentId: 756_733,
    ...untouchedAlert,
    ...change,
  };
}

export function exampleReceiver(change: Partial<Receiver> = {}): Receiver {
  return {
    receiverId: 'night-desk',
    kind: 'webhook',
    url: 'https://alerts.example/hook',
    deskName: 'Desk one',
    leastSeverity: 'warning',
    hasToken: true,
    ...change,
  };
}

export function exampleSilence(change: Partial<Silence> = {}): Silence {
  return {
    silenceId: '01E30YK3Q8000000000000000S',
    rule: 'market-data-stale',
    instrumentId: 756_733,
    fingerprint: null,
    reason: 'The venue has announced a halt.',
    madeBy: 'otto',
    madeAt: placedAt,
    endsAt: '2020-03-09T14:30:00.000Z',
    ...change,
  };
}

/** Facts with consecutive seqs from `firstSeq` on, a millisecond apart. */
export function numbered(newFacts: readonly NewFact[], firstSeq = 1): Fact[] {
  return newFacts.map((fact, index) => ({
    ...fact,
    seq: firstSeq + index,
    at: new Date(Date.parse(placedAt) + firstSeq + index).toISOString(),
  }));
}

/** What the journal records of an order that is filled at once: its number tells it from others. */
export function filledOrder(number: number): NewFact[] {
  const orderRef = `01E30YK3Q8${String(number).padStart(16, '0')}`;
  const permId = 1_100_000_000 + number;
  const execId = `0000e0d5.${number.toString(16).padStart(8, '0')}.01.01`;
  const side = number % 2 === 1 ? 'BUY' : 'SELL';
  const order = exampleOrder({ orderRef, orderId: number, side });
  const execution = exampleExecution({ orderRef, permId, execId, side, quantity: 500 });
  const by = 'desk';
  const filled = { ...order, permId, filledQuantity: 500, averageFillPrice: 274.82 };
  return [
    {
      kind: 'order.intended',
      by: 'ana',
      body: { order, verdicts: exampleVerdicts(), limitsVersion: 1 },
    },
    {
      kind: 'order.changed',
      by,
      body: { order: { ...order, permId, status: 'WORKING' }, cause: 'open-order' },
    },
    { kind: 'execution.received', by, body: { execution, corrects: null } },
    {
      kind: 'order.changed',
      by,
      body: { order: { ...filled, status: 'FILLED' }, cause: 'execution' },
    },
    {
      kind: 'commission.received',
      by,
      body: { execId, commissionMicros: 2_500_000, currency: 'USD', brokerRealizedPnlMicros: null },
    },
  ];
}

/** One fact of every kind, in an order that makes sense. */
export function oneOfEach(): NewFact[] {
  const by = 'desk';
  const order = exampleOrder();
  const denied = exampleOrder({
    orderRef: '01E30YK3Q80000000000000002',
    orderId: 2,
    status: 'DENIED',
    reason: 'Order value 152 000 USD is above 100 000 USD.',
  });
  const change = { quantity: 400, limitPrice: 274.9, stopPrice: null };
  return [
    {
      kind: 'desk.started',
      by,
      body: { version: '0.1.0', gatewayKind: 'simulated', limitsVersion: 1 },
    },
    {
      kind: 'link.changed',
      by,
      body: { state: 'ready', reason: 'Reconciled.', clientId: 11, serverVersion: 193 },
    },
    { kind: 'account.identified', by, body: { accountId, gatewayKind: 'simulated' } },
    { kind: 'instrument.resolved', by, body: { instrument: exampleInstrument() } },
    { kind: 'watchlist.added', by: 'ana', body: { instrumentId: 756_733 } },
    { kind: 'watchlist.added', by: 'ana', body: { instrumentId: 320_227_571 } },
    { kind: 'watchlist.removed', by: 'ana', body: { instrumentId: 320_227_571 } },
    {
      kind: 'position.adopted',
      by,
      body: {
        position: {
          accountId,
          instrumentId: 756_733,
          displaySymbol: 'SPY',
          currency: 'USD',
          multiplier: 1,
          quantity: 100,
          costBasisMicros: 27_000_000_000,
          realizedPnlMicros: 0,
          commissionsMicros: 0,
        },
        reason: 'First reconciliation with the broker.',
      },
    },
    {
      kind: 'reconciliation.completed',
      by,
      body: { openOrders: 0, executionsAdded: 0, unknownOrders: 0, breaks: [], complete: true },
    },
    { kind: 'day.opened', by, body: { exchangeDate: '2020-03-09', totalMicros: 482_000_000 } },
    {
      kind: 'pnl.marked',
      by,
      body: {
        exchangeDate: '2020-03-09',
        dayPnlMicros: 120_000_000,
        dayPeakMicros: 150_000_000,
        allTimePeakMicros: 900_000_000,
      },
    },
    {
      kind: 'order.intended',
      by: 'ana',
      body: { order, verdicts: exampleVerdicts(), limitsVersion: 1 },
    },
    {
      kind: 'order.denied',
      by: 'ana',
      body: { order: denied, verdicts: exampleVerdicts('max-value'), limitsVersion: 1 },
    },
    {
      kind: 'order.changed',
      by,
      body: {
        order: { ...order, permId: 1_100_000_001, status: 'WORKING' },
        cause: 'open-order',
      },
    },
    {
      kind: 'order.modify-denied',
      by: 'ana',
      body: {
        orderRef: order.orderRef,
        change: { ...change, quantity: 90_000 },
        verdicts: exampleVerdicts('max-quantity'),
        limitsVersion: 1,
      },
    },
    {
      kind: 'order.modify-intended',
      by: 'ana',
      body: { orderRef: order.orderRef, change, verdicts: exampleVerdicts(), limitsVersion: 1 },
    },
    { kind: 'execution.received', by, body: { execution: exampleExecution(), corrects: null } },
    {
      kind: 'commission.received',
      by,
      body: {
        execId: exampleExecution().execId,
        commissionMicros: 1_500_000,
        currency: 'USD',
        brokerRealizedPnlMicros: null,
      },
    },
    {
      kind: 'execution.received',
      by,
      body: {
        execution: exampleExecution({ execId: '0000e0d5.5e664f3b.01.02', price: 274.8 }),
        corrects: exampleExecution().execId,
      },
    },
    {
      kind: 'order.cancel-intended',
      by: 'ana',
      window: 'w-1',
      body: { orderRef: order.orderRef },
    },
    {
      kind: 'order.external-seen',
      by,
      body: {
        order: exampleOrder({
          orderRef: 'external:1100000007',
          permId: 1_100_000_007,
          orderType: 'TRAIL',
          external: true,
          status: 'WORKING',
        }),
      },
    },
    { kind: 'alert.changed', by, body: { alert: exampleAlert(), change: 'raised' } },
    { kind: 'delivery.configured', by: 'otto', body: { receiver: exampleReceiver() } },
    {
      kind: 'delivery.made',
      by,
      body: { receiverId: exampleReceiver().receiverId, throughSeq: 7, events: 1 },
    },
    {
      kind: 'delivery.removed',
      by: 'otto',
      body: { receiverId: exampleReceiver().receiverId },
    },
    { kind: 'silence.made', by: 'otto', body: { silence: exampleSilence() } },
    {
      kind: 'silence.ended',
      by: 'otto',
      body: { silenceId: exampleSilence().silenceId, reason: 'The feed is mended.' },
    },
    {
      kind: 'trading-state.changed',
      by: 'rosa',
      body: {
        instrumentId: 756_733,
        state: 'REDUCING',
        reason: 'Earnings tonight.',
        cause: 'person',
      },
    },
    {
      kind: 'limits.changed',
      by: 'ben',
      body: {
        limits: { version: 2, openOrders: { value: 100, unit: 'orders', reason: 'Fewer.' } },
        reason: 'Fewer orders at once.',
        proposedBy: 'ana',
        proposalId: '01E30YK3Q80000000000000901',
      },
    },
    {
      kind: 'proposal.made',
      by: 'ana',
      body: {
        proposalId: '01E30YK3Q80000000000000901',
        change: { kind: 'limits', baseVersion: 2, limits: { version: 3 } },
        reason: 'Wider.',
      },
    },
    {
      kind: 'proposal.refused',
      by: 'ana',
      body: {
        proposalId: '01E30YK3Q80000000000000901',
        attempted: 'approve',
        why: 'It is their own.',
      },
    },
    {
      kind: 'proposal.rejected',
      by: 'ben',
      body: {
        proposalId: '01E30YK3Q80000000000000901',
        what: 'limits',
        madeBy: 'ana',
        reason: 'Not before the roll.',
      },
    },
    {
      kind: 'proposal.made',
      by: 'ana',
      body: {
        proposalId: '01E30YK3Q80000000000000902',
        change: { kind: 'rearm', instrumentId: null, state: 'REDUCING', baseSeq: 1 },
        reason: 'To unwind.',
      },
    },
    {
      kind: 'proposal.withdrawn',
      by: 'ana',
      body: {
        proposalId: '01E30YK3Q80000000000000902',
        what: 'rearm',
        madeBy: 'ana',
        reason: 'Later.',
      },
    },
    {
      kind: 'proposal.made',
      by: 'ana',
      body: {
        proposalId: '01E30YK3Q80000000000000903',
        change: { kind: 'rearm', instrumentId: 756_733, state: 'ACTIVE', baseSeq: 1 },
        reason: 'Quotes make sense.',
      },
    },
    {
      kind: 'proposal.approved',
      by: 'ben',
      body: {
        proposalId: '01E30YK3Q80000000000000903',
        what: 'rearm',
        madeBy: 'ana',
        reason: 'Seen.',
      },
    },
    { kind: 'kill.drill-began', by: 'ana', body: { openOrders: 1 } },
    {
      kind: 'kill.drilled',
      by: 'ana',
      body: {
        openOrders: 1,
        positions: [],
        decideMs: 0.1,
        recordMs: 1.2,
        leftMs: 0.1,
        answeredMs: 6.5,
        failure: null,
      },
    },
    {
      kind: 'kill.engaged',
      by: 'ana',
      body: { openOrders: 1, reason: 'Runaway quotes.', flatten: false },
    },
    {
      kind: 'trading-state.changed',
      by: 'ana',
      body: {
        instrumentId: null,
        state: 'HALTED',
        reason: 'Kill switch: Runaway quotes.',
        cause: 'kill',
      },
    },
    {
      kind: 'session.opened',
      by: 'vera',
      window: 'w-2',
      body: { personId: 'vera', name: 'Vera', roles: ['risk-officer'], how: 'passphrase' },
    },
    {
      kind: 'person.added',
      by: 'vera',
      body: { personId: 'max', name: 'Max', roles: ['operator'] },
    },
    { kind: 'person.roles-changed', by: 'vera', body: { personId: 'max', roles: ['tester'] } },
    {
      kind: 'person.passphrase-set',
      by: 'max',
      window: 'w-2',
      body: { personId: 'max', fingerprint: 'c'.repeat(64) },
    },
    { kind: 'person.witnessed', by: 'vera', body: { personId: 'max' } },
    { kind: 'person.removed', by: 'vera', body: { personId: 'max', reason: 'Left.' } },
    {
      kind: 'session.refused',
      by,
      body: { personId: 'vera', cause: 'too-many-guesses', restMs: 30_000, purpose: 'session' },
    },
    {
      kind: 'command.refused',
      by: 'vera',
      window: 'w-2',
      body: { command: 'person.add', message: 'Vera may not.' },
    },
    { kind: 'session.locked', by: 'vera', body: { personId: 'vera', cause: 'key' } },
    {
      kind: 'session.closed',
      by: 'vera',
      window: 'w-2',
      body: { personId: 'vera', cause: 'signed-out' },
    },
    { kind: 'desk.stopped', by, body: { reason: 'Closed by its window.' } },
    {
      kind: 'cash.adopted',
      by,
      body: {
        accountId,
        balances: [{ currency: 'USD', cashMicros: 1_000_000_000_000 }],
        reason: 'First reconciliation of cash with the broker.',
      },
    },
    {
      kind: 'repeated-execution.reset',
      by: 'otto',
      body: { instrumentId: 756_733, executions: 200, reason: 'The day was busy.' },
    },
    {
      kind: 'attempt.began',
      by: 'tester',
      window: 'w-2',
      body: {
        attempt: {
          attemptId: 'att-1',
          phases: [1, 2],
          seed: 7,
          state: 'running',
          by: 'tester',
          beganAt: '2026-01-05T10:00:00.000Z',
          endedAt: null,
          configuration,
          environment,
        },
      },
    },
    {
      kind: 'check.ran',
      by: 'desk',
      body: {
        attemptId: 'att-1',
        run: {
          checkId: 'journal-intact',
          title: 'Journal intact',
          phase: 1,
          weight: 5,
          critical: true,
          result: 'passed',
          sentence: 'Chain and tables agree.',
          figures: [
            {
              figureId: 'differences',
              title: 'Differences',
              value: 0,
              unit: '',
              threshold: { compare: 'exactly', value: 0 },
            },
          ],
          evidence: [
            { file: 'journal-intact.txt', title: 'Result', sha256: 'd'.repeat(64), bytes: 12 },
          ],
          beganAt: '2026-01-05T10:00:01.000Z',
          durationMs: 12.5,
        },
      },
    },
    {
      kind: 'attempt.ended',
      by: 'desk',
      body: { attemptId: 'att-1', state: 'interrupted', reason: 'The desk was stopped.' },
    },
    { kind: 'attempt.resumed', by: 'tester', body: { attemptId: 'att-1' } },
    { kind: 'load.began', by: 'tester', window: 'w-2', body: { run: loadRunExample } },
    {
      kind: 'load.ended',
      by: 'desk',
      body: {
        runId: loadRunExample.runId,
        state: 'completed',
        reason: 'It came to its end.',
        summary: loadSummaryExample,
        evidence: [
          { file: 'mixed-light.series.json', title: 'Series', sha256: 'e'.repeat(64), bytes: 9 },
        ],
      },
    },
    {
      kind: 'load.baseline-set',
      by: 'tester',
      body: { scenarioId: 'mixed-light', runId: loadRunExample.runId },
    },
    ...certification(),
  ];
}

const configuration: Configuration = {
  version: '0.1.0',
  commit: null,
  limitsVersion: 1,
  limitsHash: 'a'.repeat(64),
  alertRulesHash: 'b'.repeat(64),
  killSwitchHash: 'c'.repeat(64),
};

const environment: Environment = {
  gatewayKind: 'simulated',
  serverVersion: 193,
  accountId,
  marketData: 'live',
  platform: 'linux',
  processor: 'A processor',
  cores: 2,
  memoryBytes: 8e9,
  nodeVersion: '24.0.0',
};

/** A checklist ticked, a gap accepted, an attempt signed twice, and what became of two certificates. */
function certification(): NewFact[] {
  const at = '2026-01-05T11:00:00.000Z';
  const attachment = { file: 'a.rota.csv', title: 'rota.csv', sha256: 'e'.repeat(64), bytes: 9 };
  const tick = {
    itemId: 'runbook-read',
    title: 'The runbook was read',
    checklistVersion: 1,
    note: 'By both.',
    attachment,
  };
  const waiver = {
    waiverId: 'p-9',
    checkId: 'machine-has-room',
    owner: 'ruth',
    reason: 'The disk comes on Monday.',
    compensatingControl: 'Looked at every morning.',
    expiresAt: '2026-01-12T10:00:00.000Z',
    proposedBy: 'tom',
    approvedBy: 'ruth',
  };
  const signatures = [
    { attemptId: 'att-1', as: 'tester', by: 'tom', name: 'Tom', statement: 'I ran it.' },
    { attemptId: 'att-1', as: 'risk-officer', by: 'ruth', name: 'Ruth', statement: 'I accept it.' },
  ] as const;
  const certificate = (certificateId: string): Certificate => ({
    certificateId,
    attemptId: 'att-1',
    rehearsal: true,
    expiresAt: '2026-04-05T11:00:00.000Z',
    configuration,
    environment,
    seed: 7,
    share: 1,
    checks: [
      {
        checkId: 'journal-intact',
        title: 'Journal intact',
        phase: 1,
        result: 'passed',
        negativeControl: false,
        evidence: [{ file: 'journal-intact.txt', sha256: 'd'.repeat(64) }],
      },
    ],
    requirements: [
      {
        requirementId: 'record-whole',
        title: 'The record is whole',
        source: 'DESIGN',
        checks: ['journal-intact'],
      },
    ],
    waivers: [waiver],
    checklistVersion: 1,
    ticks: [{ ...tick, by: 'tom', at }],
    signatures: signatures.map((signature) => ({ ...signature, at })),
    notProven: ['It is a rehearsal.'],
    attempts: 1,
    journal: { seq: 9, hash: 'f'.repeat(64) },
  });
  const [first, second] = signatures;
  return [
    { kind: 'checklist.ticked', by: 'tom', body: { ...tick, configuration } },
    {
      kind: 'checklist.unticked',
      by: 'tom',
      body: { itemId: 'runbook-read', title: 'The runbook was read', reason: 'A new runbook.' },
    },
    {
      kind: 'checklist.ticked',
      by: 'tom',
      body: { ...tick, attachment: null, configuration },
    },
    { kind: 'waiver.granted', by: 'ruth', body: { waiver } },
    { kind: 'readiness.signed', by: 'tom', body: { signature: first } },
    { kind: 'readiness.signed', by: 'ruth', body: { signature: second } },
    { kind: 'certificate.issued', by: 'desk', body: { certificate: certificate('c-1') } },
    {
      kind: 'certificate.invalidated',
      by: 'desk',
      body: { certificateId: 'c-1', reason: 'Since it was issued, the limits were changed.' },
    },
    { kind: 'certificate.issued', by: 'desk', body: { certificate: certificate('c-2') } },
    {
      kind: 'certificate.expired',
      by: 'desk',
      body: { certificateId: 'c-2', expiresAt: '2026-04-05T11:00:00.000Z' },
    },
  ];
}
