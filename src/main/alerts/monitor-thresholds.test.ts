import { describe, expect, it } from 'vitest';

import type { NewFact } from '#shared/domain/fact.ts';
import type { Limits } from '#shared/domain/limits.ts';
import {
  monitorIds,
  monitorsOfEvents,
  monitorUnits,
  type MonitorId,
  type MonitorSetting,
} from '#shared/domain/monitor-settings.ts';
import type { Order } from '#shared/domain/order.ts';

import { alertsFrom, applyToAlerts, type Alerts } from './alerts.ts';
import { monitors } from './every-monitor.ts';
import { HoldTimes } from './hold-times.ts';
import { group, limits, market, order, START, view } from './monitor-view.fixture.ts';
import type { MonitorView } from './monitor-view.ts';
import { eventMonitors, type EventView } from './monitors/events.ts';
import { decideWatch, decideWatchFact, type Watched } from './watch.ts';

type Given = Partial<MonitorView>;

interface Row {
  readonly id: MonitorId;
  /** The last figure at which nothing is wrong. */
  readonly below: Given;
  /** The first that warns; absent where nothing only warns. */
  readonly soft?: Given;
  /** The first that is critical; absent where nothing is. */
  readonly hard?: Given;
  /** Whose trading state an action tightens; null for the desk. */
  readonly actsOn: number | null;
}

const SPY = 756733;
const megabyte = 1e6;
const minute = 60_000;
const many = (count: number): number[] => Array.from({ length: count }, () => START);
const machine = (change: Partial<MonitorView['machine']>): Given => ({
  machine: { ...view().machine, ...change },
});
const held = (position: number): Given => ({
  markets: [market({ exposure: { position, workingBuy: 0, workingSell: 0 } })],
});
const worth = (heldValue: number): Given => ({ markets: [market({ heldValue })] });
const inGroup = (change: Parameters<typeof group>[0]): Given => ({ groups: [group(change)] });
const inClass = (change: Parameters<typeof group>[0]): Given =>
  inGroup({ kind: 'asset-class', name: 'STK', ...change });
const quoted = (quoteAgeMs: number): Given => ({ markets: [market({ quoteAgeMs })] });
/** Two instruments with nothing at stake, so that none of them is stale. */
const silent = (quoteAgeMs: number): Given => {
  const exposure = { position: 0, workingBuy: 0, workingSell: 0 };
  return {
    markets: [
      market({ exposure, quoteAgeMs }),
      market({ exposure, quoteAgeMs: quoteAgeMs + 500, instrumentId: 265598 }),
    ],
  };
};
/** With nothing held in any one instrument. */
const ofSmallAccount = (given: Given): Given => ({ ...given, netLiquidation: 10_000, markets: [] });
/** Something is held, its quote is so old, and a quote counts as stale later than any: only the problem is told. */
const blindIn = (quoteAgeMs: number): Parameters<typeof market>[0] => ({
  quoteAgeMs,
  limits: { ...market().limits, maxQuoteAge: 1e6 },
});
const waited = (ms: number): Given => ({
  openOrders: [order({ status: 'SENDING' })],
  now: START + ms,
});
const establishing = (ms: number): Given => ({
  linkState: 'handshaking',
  linkNotReadySince: START - ms,
});
const flattening = (ms: number): Given => ({
  flattening: [
    { instrumentId: SPY, displaySymbol: 'SPY', engagedAt: START - ms, orderRef: null, why: null },
  ],
});
const broken: Given = {
  breaks: [
    {
      breakId: 'position:DU1000001:756733',
      kind: 'position',
      subject: 'Position in SPY',
      desk: '100',
      broker: '90',
      instrumentId: SPY,
      orderRef: null,
      acceptable: true,
    },
  ],
};

/** With the thresholds that ship, and the limits of the fixture. */
const rows: readonly Row[] = [
  {
    id: 'daily-loss',
    below: { dayPnl: -3999.99 },
    soft: { dayPnl: -4000 },
    hard: { dayPnl: -5000 },
    actsOn: null,
  },
  {
    id: 'day-drawdown',
    below: { dayDrawdown: 3749 },
    soft: { dayDrawdown: 3750 },
    hard: { dayDrawdown: 7500 },
    actsOn: null,
  },
  {
    id: 'all-time-drawdown',
    below: { allTimeDrawdown: 9999 },
    soft: { allTimeDrawdown: 10_000 },
    hard: { allTimeDrawdown: 20_000 },
    actsOn: null,
  },
  {
    id: 'daily-pnl-unknown',
    below: { dayPnl: null, dayPnlUnknownSince: START - 9999 },
    soft: { dayPnl: null, dayPnlUnknownSince: START - 10_000 },
    hard: { dayPnl: null, dayPnlUnknownSince: START - 300_000 },
    actsOn: null,
  },
  {
    id: 'gross-exposure',
    below: { grossExposure: 1_800_000 },
    soft: { grossExposure: 1_800_001 },
    hard: { grossExposure: 2_000_001 },
    actsOn: null,
  },
  {
    id: 'net-exposure',
    below: { netExposure: 1_350_000 },
    soft: { netExposure: 1_350_001 },
    hard: { netExposure: 1_500_001 },
    actsOn: null,
  },
  {
    id: 'concentration',
    below: worth(450_000),
    soft: worth(450_001),
    hard: worth(500_001),
    actsOn: SPY,
  },
  {
    id: 'sector-gross-exposure',
    below: inGroup({ gross: 90_000 }),
    soft: inGroup({ gross: 90_001 }),
    hard: inGroup({ gross: 100_001 }),
    actsOn: null,
  },
  {
    id: 'sector-net-exposure',
    below: inGroup({ net: 72_000 }),
    soft: inGroup({ net: 72_001 }),
    hard: inGroup({ net: 80_001 }),
    actsOn: null,
  },
  {
    id: 'sector-concentration',
    below: ofSmallAccount(inGroup({ gross: 6000 })),
    soft: ofSmallAccount(inGroup({ gross: 6001 })),
    hard: ofSmallAccount(inGroup({ gross: 7201 })),
    actsOn: null,
  },
  {
    id: 'asset-class-gross-exposure',
    below: inClass({ gross: 90_000 }),
    soft: inClass({ gross: 90_001 }),
    hard: inClass({ gross: 100_001 }),
    actsOn: null,
  },
  {
    id: 'asset-class-net-exposure',
    below: inClass({ net: 72_000 }),
    soft: inClass({ net: 72_001 }),
    hard: inClass({ net: 80_001 }),
    actsOn: null,
  },
  {
    id: 'asset-class-concentration',
    below: ofSmallAccount(inClass({ gross: 6000 })),
    soft: ofSmallAccount(inClass({ gross: 6001 })),
    hard: ofSmallAccount(inClass({ gross: 7201 })),
    actsOn: null,
  },
  {
    id: 'position-over-limit',
    below: held(-1800),
    soft: held(1801),
    hard: held(-2001),
    actsOn: SPY,
  },
  {
    id: 'market-data-stale',
    below: quoted(3000),
    soft: quoted(3001),
    hard: quoted(36_001),
    actsOn: SPY,
  },
  { id: 'feed-gap', below: silent(9999), soft: silent(10_000), hard: silent(30_000), actsOn: null },
  {
    id: 'quote-problem',
    below: {},
    soft: { markets: [market({ quoteProblem: 'No subscription.', ...blindIn(59_999) })] },
    hard: { markets: [market({ quoteProblem: 'No subscription.', ...blindIn(60_000) })] },
    actsOn: SPY,
  },
  {
    id: 'link-down',
    below: establishing(4999),
    soft: establishing(5000),
    hard: establishing(30_000),
    actsOn: null,
  },
  {
    id: 'heartbeat',
    below: { roundTripMs: 499 },
    soft: { roundTripMs: 500 },
    hard: { roundTripMs: 1500 },
    actsOn: null,
  },
  {
    id: 'clock-skew',
    below: { clockSkewMs: 2000 },
    soft: { clockSkewMs: -2001 },
    hard: { clockSkewMs: 60_001 },
    actsOn: null,
  },
  { id: 'gateway-read-only', below: {}, hard: { readOnlyApi: true }, actsOn: null },
  {
    id: 'order-unacknowledged',
    below: waited(2999),
    soft: waited(3000),
    hard: waited(5000),
    actsOn: null,
  },
  {
    id: 'order-unknown',
    below: {},
    hard: { openOrders: [order({ status: 'UNKNOWN' })] },
    actsOn: null,
  },
  {
    id: 'flatten-waiting',
    below: flattening(14_999),
    soft: flattening(15_000),
    hard: flattening(60_000),
    actsOn: null,
  },
  {
    id: 'order-denials',
    below: { recentDenials: many(4) },
    soft: { recentDenials: many(5) },
    hard: { recentDenials: many(20) },
    actsOn: null,
  },
  {
    id: 'order-rejections',
    below: { recentRejections: many(4) },
    soft: { recentRejections: many(5) },
    hard: { recentRejections: many(20) },
    actsOn: null,
  },
  {
    id: 'message-rate',
    below: { messagesInSecond: 31 },
    soft: { messagesInSecond: 32 },
    hard: { messagesInSecond: 40 },
    actsOn: null,
  },
  { id: 'reconciliation-break', below: {}, hard: broken, actsOn: null },
  {
    id: 'reconciliation-incomplete',
    below: {},
    soft: { incompleteReconciliations: 1 },
    hard: { incompleteReconciliations: 5 },
    actsOn: null,
  },
  {
    id: 'event-loop-delay',
    below: machine({ eventLoopDelayMs: 249 }),
    soft: machine({ eventLoopDelayMs: 250 }),
    hard: machine({ eventLoopDelayMs: 2000 }),
    actsOn: null,
  },
  {
    id: 'journal-lag',
    below: machine({ journalLagMs: 249 }),
    soft: machine({ journalLagMs: 250 }),
    hard: machine({ journalLagMs: 2000 }),
    actsOn: null,
  },
  {
    id: 'disk-space',
    below: machine({ freeDiskBytes: 1000 * megabyte }),
    soft: machine({ freeDiskBytes: 999 * megabyte }),
    hard: machine({ freeDiskBytes: 199 * megabyte }),
    actsOn: null,
  },
  {
    id: 'backup-age',
    below: machine({ backupAgeMs: 30 * minute - 1 }),
    soft: machine({ backupAgeMs: 30 * minute }),
    hard: machine({ backupAgeMs: 90 * minute }),
    actsOn: null,
  },
];

/** Every monitor as it ships but for one. */
function limitsWith(id: MonitorId, change: Partial<MonitorSetting>): Limits {
  return {
    ...limits,
    monitors: { ...limits.monitors, [id]: { ...limits.monitors[id], ...change } },
  };
}

/** A desk's alerts under watch, second by second. */
class Watching {
  readonly alerts: Alerts;
  readonly holds = new HoldTimes();
  readonly #limits: Limits;
  #monotonic = 0;

  constructor(used: Limits, alerts = alertsFrom()) {
    this.#limits = used;
    this.alerts = alerts;
  }

  look(given: Given, afterMs = 1000): Watched {
    this.#monotonic += afterMs;
    const seen = view({ ...given, monotonic: this.#monotonic, limits: this.#limits });
    const watched = decideWatch(
      this.alerts,
      seen,
      () => `alert-${this.alerts.byId.size + 1}`,
      this.holds,
    );
    for (const fact of watched.facts) applyToAlerts(this.alerts, fact);
    return watched;
  }

  /** What became of alerts, in short. */
  changes(given: Given, afterMs = 1000): string[] {
    return summary(this.look(given, afterMs).facts);
  }
}

function summary(facts: readonly NewFact[]): string[] {
  return facts.map((fact) =>
    fact.kind === 'alert.changed'
      ? `${fact.body.change} ${fact.body.alert.rule} ${fact.body.alert.severity}`
      : fact.kind,
  );
}

const atOnce = { holdMs: 0 };
const withSoft = rows.flatMap((row) =>
  row.soft === undefined ? [] : [{ ...row, soft: row.soft }],
);
const withHard = rows.flatMap((row) =>
  row.hard === undefined ? [] : [{ ...row, hard: row.hard }],
);

describe('every monitor', () => {
  it('stands in this table, and with the thresholds it has', () => {
    const inTable = rows.map(({ id }) => id);
    const events = eventMonitors.map(({ id }) => id);
    expect([...inTable, ...events].toSorted()).toEqual(monitorIds.toSorted());
    expect(monitors.map(({ id }) => id).toSorted()).toEqual(inTable.toSorted());
    expect(new Set(events)).toEqual(monitorsOfEvents);
    for (const { id, soft, hard } of rows) {
      const setting = limits.monitors[id];
      expect({ id, soft: soft !== undefined, hard: hard !== undefined }).toEqual({
        id,
        soft: setting.soft !== null,
        hard: setting.hard !== null,
      });
      expect(setting.unit).toBe(monitorUnits[id]);
    }
  });

  it.each(rows)('$id says nothing below its thresholds', ({ id, below }) => {
    expect(new Watching(limitsWith(id, atOnce)).changes(below)).toEqual([]);
  });

  it.each(withSoft)('$id warns from its soft threshold on, and does nothing else', (row) => {
    const watching = new Watching(limitsWith(row.id, { ...atOnce, action: 'HALTED' }));
    const { facts, actions } = watching.look(row.soft);
    expect(summary(facts)).toEqual([`raised ${row.id} warning`]);
    expect(actions).toEqual([]);
    expect(watching.changes(row.soft)).toEqual([]);
  });

  it.each(withHard)('$id is critical from its hard threshold on', ({ id, hard }) => {
    expect(new Watching(limitsWith(id, atOnce)).changes(hard)).toEqual([`raised ${id} critical`]);
  });

  it.each(withSoft.flatMap((row) => (row.hard === undefined ? [] : [{ ...row, hard: row.hard }])))(
    '$id grows graver from soft to hard',
    ({ id, soft, hard }) => {
      const watching = new Watching(limitsWith(id, atOnce));
      watching.look(soft);
      expect(watching.changes(hard)).toEqual([`repeated ${id} critical`]);
      expect(watching.changes(hard)).toEqual([]);
    },
  );

  it.each(rows)('$id waits for as long as its threshold must hold', ({ id, below, soft, hard }) => {
    const crossing = hard ?? soft ?? {};
    const severity = hard === undefined ? 'warning' : 'critical';
    const watching = new Watching(limitsWith(id, { holdMs: 5000 }));
    expect(watching.changes(crossing)).toEqual([]);
    expect(watching.changes(crossing, 4999)).toEqual([]);
    // A pause, however short, and it is counted anew.
    expect(watching.changes(below, 1)).toEqual([]);
    expect(watching.changes(crossing)).toEqual([]);
    expect(watching.changes(crossing, 4999)).toEqual([]);
    expect(watching.changes(crossing, 1)).toEqual([`raised ${id} ${severity}`]);
  });

  it.each(rows)('$id clears what no longer holds', ({ id, below, soft, hard }) => {
    const watching = new Watching(limitsWith(id, atOnce));
    watching.look(hard ?? soft ?? {});
    expect(watching.changes(below)).toEqual([
      `cleared ${id} ${hard === undefined ? 'warning' : 'critical'}`,
    ]);
    expect(watching.changes(below)).toEqual([]);
  });

  it.each(
    withHard.flatMap((row) => (['REDUCING', 'HALTED'] as const).map((state) => ({ row, state }))),
  )(
    '$row.id makes it $state where it is set so, once, and the alert says so',
    ({ row: { id, hard, below, actsOn }, state }) => {
      const watching = new Watching(limitsWith(id, { ...atOnce, action: state }));
      const { facts, actions } = watching.look(hard);
      expect(actions).toMatchObject([{ rule: id, state, instrumentId: actsOn }]);
      const [fact] = facts;
      const said = fact?.kind === 'alert.changed' ? fact.body.alert.detail : '';
      expect(said).toContain(`at least ${state}`);
      expect(actions[0]?.detail).toBe(said);
      // It goes on: a person who has lifted the state since then knew of it.
      expect(watching.look(hard).actions).toEqual([]);
      // It has ended and is back.
      watching.look(below);
      expect(watching.look(hard).actions).toMatchObject([{ rule: id, state }]);
    },
  );
});

describe('a threshold that must be held', () => {
  it('is no reason to clear an alert from before a restart, and takes no action again', () => {
    const used = limitsWith('daily-loss', { holdMs: 5000 });
    const before = new Watching(used);
    before.look({ dayPnl: -5000 });
    expect(before.look({ dayPnl: -5000 }, 5000).actions).toHaveLength(1);
    const after = new Watching(used, alertsFrom(before.alerts.byId.values()));
    for (let second = 0; second < 10; second += 1) {
      expect(after.look({ dayPnl: -5000 })).toEqual({ facts: [], actions: [] });
    }
    expect(after.changes({ dayPnl: 0 })).toEqual(['cleared daily-loss critical']);
  });

  it('warns while the hard one has not been held for long enough', () => {
    const watching = new Watching(limitsWith('daily-loss', { holdMs: 5000 }));
    watching.look({ dayPnl: -4500 });
    expect(watching.changes({ dayPnl: -5000 }, 5000)).toEqual(['raised daily-loss warning']);
    expect(watching.changes({ dayPnl: -5000 }, 5000)).toEqual(['repeated daily-loss critical']);
  });
});

describe('a monitor that has acted', () => {
  it('acts again when it is a step worse', () => {
    const watching = new Watching(limits);
    expect(watching.look({ dayPnl: -5000 }).actions).toHaveLength(1);
    expect(watching.look({ dayPnl: -5499 }).actions).toEqual([]);
    expect(watching.look({ dayPnl: -5500 }).actions).toHaveLength(1);
  });
});

describe('an exposure in a group', () => {
  const heavy = { gross: 95_000, limits: { gross: 100_000, net: 1e6, concentration: 60 } };

  it('is an alert of its own for each that is crossed, by its name', () => {
    const watching = new Watching(limits);
    const groups = [
      group({ ...heavy, name: 'Technology' }),
      group({ ...heavy, name: 'Consumer, Cyclical', gross: 120_000 }),
      group({ ...heavy, name: 'Energy', gross: 1000 }),
    ];
    const { facts } = watching.look({ groups });
    expect(
      facts.map((fact) =>
        fact.kind === 'alert.changed'
          ? [fact.body.alert.fingerprint, fact.body.alert.severity]
          : fact.kind,
      ),
    ).toEqual([
      ['sector-gross-exposure:Technology', 'warning'],
      ['sector-gross-exposure:Consumer, Cyclical', 'critical'],
    ]);
    // One is sold: the other goes on.
    expect(watching.changes({ groups: groups.slice(1) })).toEqual([
      'cleared sector-gross-exposure warning',
    ]);
  });

  it('of an account that is worth nothing is a share of nothing', () => {
    const broke = { groups: [group({ gross: 5000 })], netLiquidation: 0 };
    expect(new Watching(limits).changes(broke)).toEqual([]);
  });
});

describe('an instrument without quotes', () => {
  it('is blind only where something is at stake and its market is open', () => {
    const problem = { quoteProblem: 'No subscription.', ...blindIn(120_000) };
    const flat = { position: 0, workingBuy: 0, workingSell: 0 };
    const severityOf = (change: Parameters<typeof market>[0]): string[] =>
      new Watching(limits).changes({ markets: [market({ ...problem, ...change })] });
    expect(severityOf({})).toEqual(['raised quote-problem critical']);
    expect(severityOf({ exposure: { ...flat, workingSell: 5 } })).toEqual([
      'raised quote-problem critical',
    ]);
    expect(severityOf({ exposure: flat })).toEqual(['raised quote-problem warning']);
    expect(severityOf({ marketOpen: false })).toEqual(['raised quote-problem warning']);
    // Never quoted: counted from when it was asked for.
    expect(severityOf({ quoteAgeMs: null, askedForMs: 60_000 })).toEqual([
      'raised quote-problem critical',
    ]);
  });

  it('that was acknowledged as a nuisance opens again when it is blind', () => {
    const watching = new Watching(limits);
    const problem = (quoteAgeMs: number): Given => ({
      markets: [market({ quoteProblem: 'No subscription.', ...blindIn(quoteAgeMs) })],
    });
    watching.look(problem(1000));
    for (const alert of watching.alerts.byId.values()) {
      const acknowledged: NewFact = {
        kind: 'alert.changed',
        by: 'rosa',
        body: { alert: { ...alert, state: 'acknowledged' }, change: 'acknowledged' },
      };
      applyToAlerts(watching.alerts, acknowledged);
    }
    expect(watching.changes(problem(60_000))).toEqual(['reopened quote-problem critical']);
  });
});

describe('a figure that makes no sense', () => {
  it.each<[MonitorId, Given]>([
    ['daily-loss', { dayPnl: Number.NaN }],
    ['gross-exposure', { grossExposure: Number.NaN }],
    ['position-over-limit', held(Number.NaN)],
    ['disk-space', machine({ freeDiskBytes: Number.NaN })],
    ['asset-class-net-exposure', inClass({ net: Number.NaN })],
  ])('is critical: %s', (id, given) => {
    expect(new Watching(limits).changes(given)).toEqual([`raised ${id} critical`]);
  });
});

describe('what a single fact shows', () => {
  const execution = {
    execId: '0000.1.01',
    orderRef: 'order-1',
    permId: 7,
    accountId: 'DU1000001',
    instrumentId: SPY,
    displaySymbol: 'SPY',
    side: 'BUY',
    quantity: 100,
    price: 101,
    executedAt: new Date(START).toISOString(),
    commissionMicros: null,
    commissionCurrency: null,
    brokerRealizedPnlMicros: null,
  } as const;
  const filled = (price: number, corrects: string | null = null): NewFact => ({
    kind: 'execution.received',
    by: 'desk',
    body: { execution: { ...execution, price }, corrects },
  });
  const watch = (
    fact: NewFact,
    { referencePrice = null, otherExternalOrders = 0 }: Partial<EventView>,
    used: Limits = limits,
  ): Watched => {
    const seen = { now: START, limits: used, referencePrice, otherExternalOrders };
    return decideWatchFact(alertsFrom(), fact, seen, () => 'new');
  };

  it.each<[string, NewFact, number | null, string[]]>([
    ['a fill near the quote', filled(100.99), 100, []],
    ['a fill a percent away', filled(101), 100, ['raised fill-far-from-quote warning']],
    ['a fill five percent away', filled(95), 100, ['raised fill-far-from-quote critical']],
    ['a fill without a quote to compare', filled(50), null, []],
    ['a correction', filled(50, '0000.1.00'), 100, []],
  ])('%s', (_what, fact, referencePrice, changes) => {
    expect(summary(watch(fact, { referencePrice }).facts)).toEqual(changes);
  });

  it('is a liquidation by the broker, once for an instrument, and the desk opens nothing new', () => {
    const fact: NewFact = {
      kind: 'execution.received',
      by: 'desk',
      body: { execution: { ...execution, side: 'SELL' }, corrects: null, liquidation: true },
    };
    const { facts, actions } = watch(fact, { referencePrice: null });
    expect(facts).toMatchObject([
      {
        body: {
          change: 'raised',
          alert: { fingerprint: 'broker-liquidation:756733', severity: 'critical' },
        },
      },
    ]);
    expect(actions).toMatchObject([
      { rule: 'broker-liquidation', state: 'REDUCING', instrumentId: null },
    ]);
    expect(watch(filled(100), { referencePrice: 100 })).toEqual({ facts: [], actions: [] });
  });

  it('is an order of another client, which halts its desk where it is set so', () => {
    const external: Order = order({ orderRef: 'external:7', external: true, clientId: 0 });
    const fact: NewFact = { kind: 'order.external-seen', by: 'desk', body: { order: external } };
    expect(watch(fact, { referencePrice: null })).toMatchObject({
      facts: [{ body: { alert: { rule: 'external-order', orderRef: 'external:7' } } }],
      actions: [],
    });
    expect(summary(watch(fact, { otherExternalOrders: 1 }).facts)).toEqual([
      'raised external-order warning',
    ]);
    expect(summary(watch(fact, { otherExternalOrders: 2 }).facts)).toEqual([
      'raised external-order critical',
    ]);
    const strict = limitsWith('external-order', { soft: null, hard: 1, action: 'HALTED' });
    expect(watch(fact, { referencePrice: null }, strict).actions).toMatchObject([
      { rule: 'external-order', state: 'HALTED', instrumentId: null },
    ]);
  });
});
