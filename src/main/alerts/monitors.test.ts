import { describe, expect, it } from 'vitest';

import type { AlertRuleId } from '#shared/domain/alert-titles.ts';
import type { Fact, FactBody, NewFact } from '#shared/domain/fact.ts';
import type { Order } from '#shared/domain/order.ts';
import type { Break } from '#shared/domain/reconciliation-break.ts';

import { decideAcknowledge, decideRaise } from './alert-decisions.ts';
import { condition, type AlertCondition } from './alert-rules.ts';
import { alertsFrom, applyToAlerts, type Alerts } from './alerts.ts';
import { breakCondition } from './break-condition.ts';
import { conditionsOfFact } from './fact-conditions.ts';
import { monitors } from './every-monitor.ts';
import { HoldTimes } from './hold-times.ts';
import { crossingsOf } from './monitor.ts';
import type { MonitorView } from './monitor-view.ts';
import { iso, limits, market, order, START, view } from './monitor-view.fixture.ts';
import { decideWatch, monitorsOnFact } from './watch.ts';

function difference(change: Partial<Break>): Break {
  return {
    breakId: 'position:DU1000001:756733',
    kind: 'position',
    subject: 'Position in SPY',
    desk: '100',
    broker: '90',
    instrumentId: 756733,
    orderRef: null,
    acceptable: true,
    ...change,
  };
}

/** The gravest of what each reading crosses. */
function look(given: Partial<MonitorView> = {}): AlertCondition[] {
  const seen = view(given);
  return monitors.flatMap((monitor) =>
    monitor.read(seen).flatMap((reading) => {
      const setting = limits.monitors[monitor.id];
      return crossingsOf(monitor, reading, setting, limits.version)
        .slice(0, 1)
        .map((crossing) => crossing.seen);
    }),
  );
}

const flat = { position: 0, workingBuy: 0, workingSell: 0 };
const waiting = (change: Partial<Order>) => order({ status: 'SENDING', ...change });

describe('monitors', () => {
  it('have nothing to say on a quiet day', () => {
    expect(look()).toEqual([]);
  });

  it.each<[string, Partial<MonitorView>, AlertRuleId | null, string]>([
    [
      'a link that is down',
      { linkState: 'down', linkReason: 'Nobody listens.', linkNotReadySince: START - 29_999 },
      'link-down',
      'The link is down: Nobody listens.',
    ],
    [
      'an order not answered at the deadline',
      { openOrders: [waiting({})], now: START + 5000 },
      'order-unacknowledged',
      'has not answered the order of BUY 100 SPY LMT for 5 s',
    ],
    [
      'an order on its way to the deadline',
      { openOrders: [waiting({})], now: START + 3000 },
      'order-unacknowledged',
      'for 3 s; it has until 5 s',
    ],
    ['an order long before it', { openOrders: [waiting({})], now: START + 2999 }, null, ''],
    [
      'a cancel not answered',
      { openOrders: [order({ status: 'CANCELLING' })], now: START + 5000 },
      'order-unacknowledged',
      'the cancel of',
    ],
    [
      'a modify not answered',
      {
        openOrders: [order({ pendingChange: { quantity: 50, limitPrice: null, stopPrice: null } })],
        now: START + 5000,
      },
      'order-unacknowledged',
      'the modify of',
    ],
    ['a working order, however old', { now: START + 86_400_000 }, null, ''],
    [
      'an order of another client',
      { openOrders: [waiting({ external: true })], now: START + 5000 },
      null,
      '',
    ],
    [
      'an order unknown after the link is back',
      { openOrders: [order({ status: 'UNKNOWN' })] },
      'order-unknown',
      'is not sent again',
    ],
    [
      'five denials within a minute',
      { recentDenials: [1, 2, 3, 4, 5].map((n) => START - n * 1000) },
      'order-denials',
      '5 orders were denied',
    ],
    ['four', { recentDenials: [1, 2, 3, 4].map((n) => START - n * 1000) }, null, ''],
    [
      'five over a longer time',
      { recentDenials: [1, 2, 3, 4, 60].map((n) => START - n * 1000) },
      null,
      '',
    ],
    [
      'five rejections within a minute',
      { recentRejections: [1, 2, 3, 4, 5].map((n) => START - n * 1000) },
      'order-rejections',
      'The broker rejected 5 orders',
    ],
    ['four rejections', { recentRejections: [1, 2, 3, 4].map((n) => START - n) }, null, ''],
    [
      'five rejections over a longer time',
      { recentRejections: [1, 2, 3, 4, 60].map((n) => START - n * 1000) },
      null,
      '',
    ],
    [
      'a break',
      { breaks: [difference({})] },
      'reconciliation-break',
      'the desk has 100, the broker has 90',
    ],
    [
      'a gateway that refuses orders',
      { readOnlyApi: true },
      'gateway-read-only',
      'clear Read-Only API',
    ],
    [
      'an incomplete reconciliation',
      { incompleteReconciliations: 1 },
      'reconciliation-incomplete',
      'not proven gone',
    ],
    [
      'a held instrument without a fresh quote',
      { markets: [market({ quoteAgeMs: 3001 })] },
      'market-data-stale',
      'No quote of SPY for 3 s',
    ],
    ['a quote just fresh enough', { markets: [market({ quoteAgeMs: 3000 })] }, null, ''],
    [
      'a first quote overdue',
      { markets: [market({ quoteAgeMs: null, askedForMs: 3001 })] },
      'market-data-stale',
      '',
    ],
    [
      'an order without a fresh quote',
      { markets: [market({ exposure: { ...flat, workingSell: 1 }, quoteAgeMs: 3001 })] },
      'market-data-stale',
      '',
    ],
    [
      'a watched instrument with nothing at stake',
      { markets: [market({ exposure: flat, quoteAgeMs: 3001 })] },
      null,
      '',
    ],
    [
      'silence of a closed market',
      { markets: [market({ quoteAgeMs: 3001, marketOpen: false })] },
      null,
      '',
    ],
    [
      'a quote problem',
      { markets: [market({ quoteProblem: 'No subscription.' })] },
      'quote-problem',
      'SPY: No subscription.',
    ],
    [
      'a position beyond its limit',
      { markets: [market({ exposure: { ...flat, position: -2001 } })] },
      'position-over-limit',
      'is -2001; the desk allows 2000',
    ],
    ['the daily loss', { dayPnl: -5000 }, 'daily-loss', '-5000.00 USD'],
    [
      'a P&L that is not known',
      { dayPnl: null, dayPnlUnknownSince: START - 10_000 },
      'daily-pnl-unknown',
      'cannot be watched',
    ],
    [
      'a P&L that has only just begun to be unknown',
      { dayPnl: null, dayPnlUnknownSince: START - 9999 },
      null,
      '',
    ],
    [
      'a link that is still being made',
      { linkState: 'handshaking', linkNotReadySince: START - 4999 },
      null,
      '',
    ],
    [
      'a link that takes too long',
      { linkState: 'handshaking', linkNotReadySince: START - 5000 },
      'link-down',
      'handshaking',
    ],
    ['a gateway whose clock is ahead', { clockSkewMs: 2001 }, 'clock-skew', '2 s ahead of'],
    ['a gateway whose clock is behind', { clockSkewMs: -9000 }, 'clock-skew', '9 s behind'],
    ['a clock nobody knows', { clockSkewMs: null }, null, ''],
  ])('see %s', (_what, given, rule, says) => {
    const seen = look(given);
    expect(seen.map(({ rule: seenRule }) => seenRule)).toEqual(rule === null ? [] : [rule]);
    expect(seen.map(({ detail }) => detail).join('')).toContain(says);
  });

  it('ask no person for the fate of orders while the link is lost', () => {
    const seen = look({
      linkState: 'down',
      linkNotReadySince: START,
      openOrders: [order({ status: 'UNKNOWN' })],
    });
    expect(seen.map(({ rule }) => rule)).toEqual(['link-down']);
  });

  it.each([
    [19, 'warning'],
    [20, 'critical'],
  ])('call %i rejections within a minute %s', (count, severity) => {
    const recentRejections = Array.from({ length: count }, () => START);
    const seen = look({ recentRejections });
    expect(seen).toMatchObject([{ rule: 'order-rejections', severity }]);
  });

  it('call a link critical that stays away for half a minute', () => {
    const severity = (ms: number) =>
      look({ linkState: 'down', linkNotReadySince: START - ms }).map((seen) => seen.severity);
    expect(severity(29_999)).toEqual(['warning']);
    expect(severity(30_000)).toEqual(['critical']);
  });
});

describe('watching', () => {
  const take = (alerts: Alerts, change: Partial<MonitorView>): string[] =>
    decideWatch(
      alerts,
      view(change),
      () => `alert-${alerts.byId.size + 1}`,
      new HoldTimes(),
    ).facts.map((fact) => {
      applyToAlerts(alerts, fact);
      return fact.kind === 'alert.changed'
        ? `${fact.body.change} ${fact.body.alert.fingerprint}`
        : fact.kind;
    });

  it('raises what begins, is quiet while it lasts, and clears what ends', () => {
    const alerts = alertsFrom();
    const down = { linkState: 'down', linkNotReadySince: START } as const;
    expect(take(alerts, down)).toEqual(['raised link-down']);
    expect(take(alerts, { ...down, now: START + 1000 })).toEqual([]);
    expect(take(alerts, { ...down, now: START + 30_000 })).toEqual(['repeated link-down']);
    expect(take(alerts, {})).toEqual(['cleared link-down']);
    expect(take(alerts, {})).toEqual([]);
  });

  it('tells alerts of one rule apart by their subject', () => {
    const alerts = alertsFrom();
    const two = [waiting({}), waiting({ orderRef: 'order-2' })];
    const now = START + 5000;
    expect(take(alerts, { openOrders: two, now })).toEqual([
      'raised order-unacknowledged:order-1',
      'raised order-unacknowledged:order-2',
    ]);
    expect(take(alerts, { openOrders: two.slice(1), now })).toEqual([
      'cleared order-unacknowledged:order-1',
    ]);
  });

  it('clears after a restart what no longer holds', () => {
    const before = alertsFrom();
    take(before, { linkState: 'down', linkNotReadySince: START });
    const restarted = alertsFrom(before.byId.values());
    expect(take(restarted, {})).toEqual(['cleared link-down']);
  });

  it('looks at the link the moment it changes, and leaves the others alone', () => {
    const onLink = monitorsOnFact('link.changed');
    expect(onLink.map(({ id }) => id)).toEqual(['link-down', 'order-unknown']);
    const alerts = alertsFrom();
    take(alerts, { dayPnl: -6000 });
    const { facts } = decideWatch(
      alerts,
      view({ linkState: 'down', linkNotReadySince: START, dayPnl: 0 }),
      () => 'alert-9',
      new HoldTimes(),
      onLink,
    );
    expect(facts).toMatchObject([{ body: { change: 'raised' } }]);
    expect(monitorsOnFact('watchlist.added')).toEqual([]);
  });
});

describe('facts that a person must see', () => {
  const execution: FactBody<'execution.received'>['execution'] = {
    execId: '0000.1.01',
    orderRef: 'order-1',
    permId: 7,
    accountId: 'DU1000001',
    instrumentId: 756733,
    displaySymbol: 'SPY',
    side: 'BUY',
    quantity: 100,
    price: 50,
    executedAt: iso(START),
    commissionMicros: null,
    commissionCurrency: null,
    brokerRealizedPnlMicros: null,
  };
  const changedTo = (change: Partial<Order>) =>
    ({
      kind: 'order.changed',
      by: 'desk',
      body: { order: order(change), cause: 'broker' },
    }) as const;
  const filled = (corrects: string | null) =>
    ({ kind: 'execution.received', by: 'desk', body: { execution, corrects } }) as const;

  it('are a rejection, once', () => {
    const fact = changedTo({ status: 'REJECTED', reason: 'No margin.' });
    expect(conditionsOfFact(fact, order(), [])).toEqual([
      expect.objectContaining({
        rule: 'order-rejected',
        subject: 'order-1',
        orderRef: 'order-1',
        detail: 'BUY 100 SPY LMT was rejected: No margin. It is not working.',
      }),
    ]);
    expect(conditionsOfFact(fact, order({ status: 'REJECTED' }), [])).toEqual([]);
  });

  it.each(['CANCELLED', 'REJECTED'] as const)('are a fill of an order that was %s', (status) => {
    expect(conditionsOfFact(filled(null), order({ status }), [])).toEqual([
      expect.objectContaining({ rule: 'fill-after-end', severity: 'critical' }),
    ]);
  });

  it('are not an ordinary fill', () => {
    expect(conditionsOfFact(filled(null), order(), [])).toEqual([]);
    expect(conditionsOfFact(filled(null), null, [])).toEqual([]);
  });

  it.each([
    [40, 'A fill was corrected to BUY 40 SPY'],
    [0, 'A fill of SPY was taken back by the venue.'],
  ])('are a fill of which the venue leaves %d', (quantity, words) => {
    const fact = filled('0000.1.00');
    const changed = { ...fact, body: { ...fact.body, execution: { ...execution, quantity } } };
    const [seen] = conditionsOfFact(changed, order({ status: 'CANCELLED' }), []);
    expect(seen).toMatchObject({ rule: 'fill-corrected', severity: 'critical' });
    expect(seen?.detail).toContain(words);
  });

  it('are the kill switch', () => {
    const kill = {
      kind: 'kill.engaged',
      by: 'operator',
      body: { openOrders: 3, reason: 'Odd prices.', flatten: false },
    } as const;
    expect(conditionsOfFact(kill, null, [])).toEqual([
      expect.objectContaining({
        rule: 'kill-engaged',
        severity: 'critical',
        detail:
          'operator engaged the kill switch with 3 open orders. The desk is HALTED. Reason: Odd prices.',
      }),
    ]);
  });

  it('are a break whose two values have moved further apart, and no other', () => {
    const completed = (breaks: Break[]) =>
      ({
        kind: 'reconciliation.completed',
        by: 'desk',
        body: { openOrders: 0, executionsAdded: 0, unknownOrders: 0, breaks, complete: true },
      }) as const;
    const before = [difference({ broker: '90' })];
    const seen = (broker: string) =>
      conditionsOfFact(completed([difference({ broker })]), null, before);
    expect(seen('80')).toEqual([
      expect.objectContaining({
        rule: 'reconciliation-break',
        subject: 'position:DU1000001:756733',
        worse: true,
      }),
    ]);
    expect(seen('90')).toEqual([]);
    expect(seen('95')).toEqual([]);
    expect(conditionsOfFact(completed([difference({})]), null, [])).toEqual([]);
  });

  it('opens an acknowledged break anew when it is worse, and not when it goes on', () => {
    const acknowledged = alertsAfter('reconciliation-break', 'position:DU1000001:756733');
    const again = { ...breakCondition(difference({ broker: '80' })), worse: true };
    expect(decideRaise(acknowledged, again, START, () => 'new')).toMatchObject([
      { body: { change: 'reopened', alert: { state: 'open', count: 2 } } },
    ]);
    const same = breakCondition(difference({ broker: '80' }));
    expect(decideRaise(acknowledged, same, START, () => 'new')).toEqual([]);
  });
});

/** Alerts in which one condition is acknowledged and still holds. */
function alertsAfter(rule: AlertRuleId, subject: string): Alerts {
  const alerts = alertsFrom();
  const raised = decideRaise(alerts, condition(rule, subject, 'Seen.'), START, () => 'alert-1');
  let seq = 0;
  const take = (facts: readonly NewFact[]): void => {
    for (const newFact of facts) {
      const fact: Fact = { ...newFact, seq: (seq += 1), at: iso(START) };
      applyToAlerts(alerts, fact);
    }
  };
  take(raised);
  take(decideAcknowledge(alerts, { alertId: 'alert-1', note: 'Looking.' }, START, 'ana', 'free'));
  return alerts;
}
