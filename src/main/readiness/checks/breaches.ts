import { csvLine } from '#shared/domain/csv.ts';
import type { Alert, Severity } from '#shared/domain/alert.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { LimitName, Limits } from '#shared/domain/limits.ts';
import type { MonitorId, MonitorSettings } from '#shared/domain/monitor-settings.ts';

import type { Check, Findings } from '../check.ts';
import type { CheckWorld, ScratchDesk } from '../check-world.ts';
import { accountNow } from '../desk-now.ts';
import { atMost, count, exactly, milliseconds } from '../figures.ts';
import { changedLimits, putInForce, wideLimits } from '../scratch-limits.ts';
import { farTicket, findInstrument, marketTicket, quoted, type Quoted } from '../tickets.ts';
import { place } from '../trading-hand.ts';
import { seenWithin } from '../wait-until.ts';
import { onItsOwnGateway } from './gateways.ts';

/** What shows a breach first: a fact, at which a monitor looks at once, or a price, for which it looks every second. */
type Cause = 'fact' | 'price';

/** One breach, and the alert that tells of it. */
export interface BreachRow {
  monitorId: string;
  cause: Cause;
  /** What the check itself reckons it comes to, in the alert's unit. */
  expected: number;
  /** What the monitor was set to, in the same unit. */
  threshold: number;
  /** When it was on record or a price on a screen showed it, epoch ms; null where that never came. */
  breachedAt: number | null;
  /** Null where no alert came. */
  alert: {
    severity: Severity;
    observed: number | null;
    threshold: number | null;
    /** When a screen was shown it, epoch ms. */
    shownAt: number;
  } | null;
}

/** A part of what comes may break a threshold; and the desk counts with the price of its own moment, and the trade's cost. */
const reckonedWithin = 0.2;

/** From the breach to the alert on a screen, milliseconds; null where one of them never came. */
export function alertedAfterMs({ breachedAt, alert }: BreachRow): number | null {
  if (breachedAt === null || alert === null) return null;
  // A screen may be shown the alert before the price that it is about.
  return Math.max(0, alert.shownAt - breachedAt);
}

/** The longest of one cause, milliseconds; null where one is missing. */
export function latestMs(rows: readonly BreachRow[], cause: Cause): number | null {
  const times = rows.filter((row) => row.cause === cause).map(alertedAfterMs);
  if (times.length === 0 || times.includes(null)) return null;
  return Math.max(...times.map((ms) => ms ?? 0));
}

/** What is wrong with the alerts, each a sentence. @param early rules of alerts that were there before any breach. */
export function breachProblems(rows: readonly BreachRow[], early: readonly string[]): string[] {
  return rows.flatMap(({ monitorId, expected, threshold, breachedAt, alert }) => {
    const problems: string[] = [];
    if (early.includes(monitorId))
      problems.push(`${monitorId} told of a breach before there was one.`);
    if (breachedAt === null) problems.push(`What ${monitorId} watches never showed the breach.`);
    if (alert === null) return [...problems, `${monitorId} told nobody.`];
    const { severity, observed } = alert;
    if (severity !== 'critical')
      problems.push(`${monitorId} says that a hard breach is ${severity}.`);
    if (alert.threshold === null || Math.abs(alert.threshold / threshold - 1) > 1e-6) {
      problems.push(`${monitorId} compares with ${alert.threshold}, not with ${threshold}.`);
    }
    const most = expected * (1 + reckonedWithin);
    if (observed === null || observed < threshold || observed > most) {
      problems.push(`${monitorId} saw ${observed}; it came to ${expected}, against ${threshold}.`);
    }
    return problems;
  });
}

/** One that does not come within what RTS 6 article 16 allows has not come. */
const toldWithinMs = 5_000;
/** Source: reference/controls.md, Monitors: within a second. */
const factToldWithinMs = 1_000;
/** The monitors look every second, and have the second of a fact besides. */
const priceToldWithinMs = 2_000;

const bought = 100;
const shockPercent = -5;
const denials = 2;
/** Limits are half as large again as what comes, so that no control denies it, and monitors tell of half of a limit. */
const roomy = 1.5;
const hardPercent = 50;
const messageLimit = 10;

/** What breaks a threshold. */
type Group = 'purchase' | 'denials' | 'fall';

interface Breach {
  monitorId: MonitorId;
  group: Group;
  expected: number;
  threshold: number;
  /** What the monitor is set to, in its own unit. */
  hard: number;
  /** The limit that it is a share of, and how large that is. */
  limit?: { name: LimitName; value: number };
}

function shareOf(monitorId: MonitorId, name: LimitName, group: Group, expected: number): Breach {
  const value = roomy * expected;
  const threshold = (value * hardPercent) / 100;
  return { monitorId, group, expected, threshold, hard: hardPercent, limit: { name, value } };
}

/** @param value of what is bought. @param netLiquidation of the account; both in the base currency. */
function breachesOf(value: number, netLiquidation: number): Breach[] {
  const loss = (-shockPercent / 100) * value;
  const share = (100 * value) / netLiquidation;
  return [
    shareOf('position-over-limit', 'positionLimit', 'purchase', bought),
    shareOf('concentration', 'concentration', 'purchase', share),
    shareOf('gross-exposure', 'grossExposure', 'purchase', value),
    shareOf('net-exposure', 'netExposure', 'purchase', value),
    shareOf('sector-gross-exposure', 'sectorGrossExposure', 'purchase', value),
    shareOf('sector-net-exposure', 'sectorNetExposure', 'purchase', value),
    shareOf('asset-class-gross-exposure', 'assetClassGrossExposure', 'purchase', value),
    shareOf('asset-class-net-exposure', 'assetClassNetExposure', 'purchase', value),
    shareOf('sector-concentration', 'sectorConcentration', 'purchase', share),
    shareOf('asset-class-concentration', 'assetClassConcentration', 'purchase', share),
    {
      monitorId: 'message-rate',
      group: 'purchase',
      expected: 1,
      threshold: 1,
      hard: 100 / messageLimit,
      limit: { name: 'messagesPerSecond', value: messageLimit },
    },
    {
      monitorId: 'order-denials',
      group: 'denials',
      expected: denials,
      threshold: denials,
      hard: denials,
    },
    shareOf('daily-loss', 'dailyLoss', 'fall', loss),
    shareOf('day-drawdown', 'dayDrawdown', 'fall', loss),
    shareOf('all-time-drawdown', 'allTimeDrawdown', 'fall', loss),
  ];
}

function limitsFor(wide: Limits, breaches: readonly Breach[]): Limits {
  const numbers: Partial<Record<LimitName, number>> = {};
  const monitors: MonitorSettings = { ...wide.monitors };
  for (const { monitorId, hard, limit } of breaches) {
    monitors[monitorId] = { ...monitors[monitorId], soft: null, hard, holdMs: 0 };
    if (limit !== undefined) numbers[limit.name] = limit.value;
  }
  const restrictedInstruments = [{ symbol: 'AAPL', reason: 'A readiness check.' }];
  return changedLimits(wide, { numbers, rest: { monitors, restrictedInstruments } });
}

/** The first alert of each rule, and when a screen was shown it, epoch ms. */
type Shown = ReadonlyMap<string, { alert: Alert; shownAt: number }>;

/** A desk on which thresholds are about to be broken. */
interface Drill {
  world: CheckWorld;
  desk: ScratchDesk;
  at: Quoted;
  breaches: readonly Breach[];
  shown: Shown;
}

/** When each was on record or shown, epoch ms; null where it never was. */
type Breached = (monitorId: MonitorId) => number | null;

/** Waits for the alerts, but not for ever: which of them did not come is said by the evaluation. */
async function untilTold({ world, breaches, shown }: Drill, group: Group): Promise<void> {
  await seenWithin(world, toldWithinMs, () =>
    breaches.every(({ monitorId, group: of }) => of !== group || shown.has(monitorId)),
  );
}

const factTime = ({ at }: Fact): number => Date.parse(at);

/** A purchase breaks what watches positions and messages. */
async function buy(drill: Drill): Promise<Breached> {
  const { desk, at } = drill;
  const since = desk.head().seq + 1;
  await place(desk, marketTicket(at.instrument, 'BUY', bought));
  await untilTold(drill, 'purchase');
  const facts = [...desk.facts(since)];
  const intended = facts.find(({ kind }) => kind === 'order.intended');
  let held = 0;
  const broken = facts.find(({ kind, body }) => {
    if (kind === 'execution.received') held += body.execution.quantity;
    return held >= (roomy * bought * hardPercent) / 100;
  });
  return (monitorId) => {
    const fact = monitorId === 'message-rate' ? intended : broken;
    return fact === undefined ? null : factTime(fact);
  };
}

/** Denials break what counts them. */
async function beDenied(drill: Drill): Promise<Breached> {
  const { world, desk } = drill;
  const since = desk.head().seq + 1;
  const ticket = farTicket(await quoted(world, desk, await findInstrument(desk, 'AAPL')));
  for (let nth = 0; nth < denials; nth += 1) await desk.call('order.place', { ticket });
  await untilTold(drill, 'denials');
  const last = [...desk.facts(since)].filter(({ kind }) => kind === 'order.denied')[denials - 1];
  return () => (last === undefined ? null : factTime(last));
}

/** A fall of the price breaks what watches losses. */
async function fall(drill: Drill): Promise<Breached> {
  const { world, desk, at } = drill;
  const { instrument, quote } = at;
  const half = quote.bid * (1 + shockPercent / 200);
  let shownAt: number | null = null;
  const leave = desk.feed('quotes', {}).subscribe(
    ({ instrumentId, bid }) => {
      if (instrumentId !== instrument.instrumentId || bid === null || bid > half) return;
      shownAt ??= world.clock.now();
    },
    () => {},
  );
  try {
    await desk.gateway.inject({
      kind: 'price-shock',
      symbol: instrument.localSymbol,
      percent: shockPercent,
    });
    await untilTold(drill, 'fall');
  } finally {
    leave();
  }
  return () => shownAt;
}

async function rowsOf(drill: Drill): Promise<BreachRow[]> {
  const rows: BreachRow[] = [];
  const groups = { purchase: buy, denials: beDenied, fall };
  for (const [nth, group] of (['purchase', 'denials', 'fall'] as const).entries()) {
    drill.world.progress(nth / 3, group);
    const breached = await groups[group](drill);
    for (const { monitorId, group: of, expected, threshold } of drill.breaches) {
      if (of !== group) continue;
      const told = drill.shown.get(monitorId);
      rows.push({
        monitorId,
        cause: group === 'fall' ? 'price' : 'fact',
        expected,
        threshold,
        breachedAt: breached(monitorId),
        alert:
          told === undefined
            ? null
            : {
                severity: told.alert.severity,
                observed: told.alert.observed,
                threshold: told.alert.threshold,
                shownAt: told.shownAt,
              },
      });
    }
  }
  return rows;
}

async function run(world: CheckWorld): Promise<Findings> {
  const desk = await world.scratchDesk();
  await desk.ready();
  const at = await quoted(world, desk, await findInstrument(desk, 'SPY'));
  const { limits } = await desk.call('limits.read', {});
  const { netLiquidation } = accountNow(desk);
  if (netLiquidation === null)
    throw new Error('The broker has not said what the account is worth.');
  const breaches = breachesOf(bought * at.quote.ask, netLiquidation);
  await putInForce(desk, limitsFor(wideLimits(limits), breaches));
  const alerts = desk.feed('alerts', {});
  const early = alerts.snapshot().map(({ rule }) => rule);
  const shown = new Map<string, { alert: Alert; shownAt: number }>();
  const leave = alerts.subscribe(
    (alert) => {
      if (!shown.has(alert.rule)) shown.set(alert.rule, { alert, shownAt: world.clock.now() });
    },
    () => {},
  );
  try {
    const rows = await rowsOf({ world, desk, at, breaches, shown });
    return {
      figures: [
        count(
          'told',
          'Breaches that were told',
          rows.filter(({ alert }) => alert !== null).length,
          exactly(breaches.length),
        ),
        milliseconds(
          'after-fact',
          'From a breach on record to its alert, latest',
          latestMs(rows, 'fact'),
          atMost(factToldWithinMs),
        ),
        milliseconds(
          'after-price',
          'From a price on a screen to its alert, latest',
          latestMs(rows, 'price'),
          atMost(priceToldWithinMs),
        ),
      ],
      evidence: [
        { name: 'breaches.csv', title: 'Each breach and its alert', contents: csvOf(rows) },
      ],
      problems: breachProblems(rows, early),
      found: `All ${rows.length} breaches were told in time, each with what was seen and against what.`,
    };
  } finally {
    leave();
  }
}

const isoOf = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

function csvOf(rows: readonly BreachRow[]): string {
  return [
    csvLine([
      'monitor',
      'shown by',
      'comes to',
      'threshold',
      'breached at',
      'severity',
      'alert observed',
      'alert threshold',
      'alert shown at',
      'after ms',
    ]),
    ...rows.map((row) =>
      csvLine([
        row.monitorId,
        row.cause,
        row.expected,
        row.threshold,
        isoOf(row.breachedAt),
        row.alert?.severity,
        row.alert?.observed,
        row.alert?.threshold,
        isoOf(row.alert?.shownAt ?? null),
        alertedAfterMs(row),
      ]),
    ),
  ].join('');
}

export const breachesTold: Check = {
  checkId: 'breaches-told',
  title: 'A limit that is broken is told in time',
  why: 'A breach that is told late has grown meanwhile. Source: RTS 6 article 16: within five seconds.',
  phase: 5,
  weight: 4,
  critical: true,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 90_000,
  run,
};
