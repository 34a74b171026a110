import { afterEach, describe, expect, it } from 'vitest';

import type { Caller } from '#shared/contract/service.ts';
import type { Limits } from '#shared/domain/limits.ts';
import type { OrderTicket } from '#shared/domain/order.ts';
import { practicePeople } from '#shared/domain/practice-people.ts';

import { marketTicket } from './order-states.ts';
import { aapl, knownInstruments, spy, World } from './world.ts';

/** A session of 6.5 hours takes so many milliseconds of the world. */
const speed = 1000;
const sessionMs = 23_400;
const monthMs = 60 * sessionMs;

/** One of the people of every practice desk, at a window of their own. */
function personAt(personId: string): Caller {
  const person = practicePeople.find((each) => each.personId === personId);
  if (person === undefined) throw new Error(`No ${personId} is at a practice desk.`);
  return { person, windowId: `window of ${personId}` };
}

const riskOfficer = personAt('risk-officer');
/** Who is administrator, too. */
const tester = personAt('tester');

/**
 * A desk that borrows as much as the broker lends: with its own money doubled a fall by a third is the end. Everything
 * else is wide, so that nothing but the market's fall is at work.
 */
function forCrashes(shipped: Limits): Limits {
  const wide = { value: 1e9, reason: 'Only the fall of the market is at work here.' };
  const { monitors } = shipped;
  return {
    ...shipped,
    maxOrderQuantity: { ...shipped.maxOrderQuantity, ...wide },
    maxOrderValue: { ...shipped.maxOrderValue, ...wide },
    positionLimit: { ...shipped.positionLimit, ...wide },
    whatIfAbove: { ...shipped.whatIfAbove, ...wide },
    dailyLoss: { ...shipped.dailyLoss, value: 60_000 },
    dayDrawdown: { ...shipped.dayDrawdown, value: 500_000 },
    allTimeDrawdown: { ...shipped.allTimeDrawdown, value: 300_000 },
    monitors: {
      ...monitors,
      'daily-loss': { ...monitors['daily-loss'], soft: 50, hard: 100, action: 'REDUCING' },
      'day-drawdown': { ...monitors['day-drawdown'], soft: 100, hard: null, action: 'alert' },
      'all-time-drawdown': {
        ...monitors['all-time-drawdown'],
        soft: 50,
        hard: 100,
        action: 'HALTED',
      },
    },
  };
}

let world: World | null = null;
afterEach(() => {
  world?.end();
  world = null;
});

interface Crash {
  readonly name: string;
  readonly startDate: string;
  /** Sums of the base currency to buy for at the start. */
  readonly book: { readonly spy: number; readonly aapl: number };
  readonly sessions: number;
  /** What is left: units held, what the broker took of them, and the P&L before commissions in whole dollars. */
  readonly end: {
    readonly spy: number;
    readonly aapl: number;
    readonly forced: number;
    readonly pnl: number;
  };
}

const crashes: readonly Crash[] = [
  {
    name: 'October 2008',
    startDate: '2008-09-19',
    book: { spy: 600_000, aapl: 1_385_000 },
    sessions: 31,
    end: { spy: 4532, aapl: 5280, forced: 8503, pnl: -716_948 },
  },
  {
    name: 'March 2020',
    startDate: '2020-02-19',
    book: { spy: 950_000, aapl: 950_000 },
    sessions: 30,
    end: { spy: 2629, aapl: 2852, forced: 180, pnl: -458_093 },
  },
];

/** A desk on its first day, with a long book on borrowed money. */
async function deskWithLongBook({ startDate, book }: Crash): Promise<World> {
  const made = new World({
    seed: 7,
    history: await knownInstruments(),
    startDate,
    speed,
    limits: forCrashes,
  });
  world = made;
  made.startDesk();
  await made.untilTrading();
  await made.until('the day is open', () => made.process.status().dayPnl !== null);
  const ask = (instrumentId: number): number => made.process.quote(instrumentId)?.ask ?? 0;
  const buy = (instrumentId: number, sum: number): void => {
    const quantity = Math.floor(sum / ask(instrumentId));
    made.place(marketTicket(made, { instrumentId, quantity }));
  };
  buy(spy, book.spy);
  buy(aapl, book.aapl);
  await made.until('the book is bought', () => {
    const orders = made.process.orders();
    return orders.length === 2 && orders.every(({ status }) => status === 'FILLED');
  });
  return made;
}

const alert = (at: World, rule: string) =>
  at.process.alerts().find((each) => each.rule === rule && each.state !== 'resolved');

const state = (at: World) => at.process.status().tradingState;

/** Whether an order of this kind would leave. */
async function isDenied(at: World, ticket: Partial<OrderTicket>): Promise<boolean> {
  const asked = at.place(marketTicket(at, { instrumentId: spy, quantity: 1, ...ticket }));
  await at.until('the desk has answered', () => asked.answer !== null);
  return asked.answer === 'denied';
}

async function acknowledge(at: World, rule: string, note: string): Promise<void> {
  const alertId = alert(at, rule)?.alertId ?? '';
  await answered(at, at.process.desk.commands['alert.acknowledge']({ alertId, note }, riskOfficer));
}

/** Lets the world go on until the desk has answered. */
async function answered<T>(at: World, work: Promise<T>): Promise<T> {
  let settled = false;
  const settles = (): void => {
    settled = true;
  };
  work.then(settles, settles);
  await at.until('the desk has answered', () => settled);
  return work;
}

/** Sets the desk free again as only two people can. */
async function rearm(at: World): Promise<void> {
  const { commands } = at.process.desk;
  const alone = { instrumentId: null, state: 'ACTIVE', reason: 'It is over.' } as const;
  await expect(answered(at, commands['trading-state.set'](alone, riskOfficer))).rejects.toThrow();
  const { proposalId } = await answered(at, commands['rearm.propose'](alone, riskOfficer));
  const approval = { proposalId, reason: 'The book is what the broker left of it.' };
  await expect(answered(at, commands['proposal.approve'](approval, riskOfficer))).rejects.toThrow(
    'cannot be the second person',
  );
  expect(state(at)).toBe('HALTED');
  await answered(at, commands['proposal.approve'](approval, tester));
}

/** What the journal says of alerts and states, in the order in which it happened, each for the first time. */
function timeline(at: World): string[] {
  const seen = new Set<string>();
  for (const fact of at.disk.facts()) {
    if (fact.kind === 'alert.changed') {
      const { rule, severity } = fact.body.alert;
      if (watched.has(rule)) seen.add(`${rule} ${severity}`);
    }
    if (fact.kind === 'trading-state.changed') {
      seen.add(`${fact.body.state} by ${fact.by} for ${fact.body.cause}`);
    }
  }
  return [...seen];
}

const watched = new Set(['daily-loss', 'all-time-drawdown', 'broker-liquidation']);

/** Signed quantity and the cash it cost, commissions left out, by what the broker said of fills; and what it forced. */
function bookOfFills(at: World): { held: Map<number, number>; spent: number; forced: number } {
  const held = new Map<number, number>();
  let spent = 0;
  let forced = 0;
  for (const fact of at.disk.facts()) {
    if (fact.kind !== 'execution.received') continue;
    const { instrumentId, side, quantity, price } = fact.body.execution;
    const signed = side === 'BUY' ? quantity : -quantity;
    held.set(instrumentId, (held.get(instrumentId) ?? 0) + signed);
    spent += signed * price;
    if (fact.body.liquidation === true) forced += quantity;
  }
  return { held, spent, forced };
}

describe.each(crashes)('a long book on borrowed money through $name', (crash) => {
  it('is warned, reduced, halted and liquidated as configured, and the desk knows to the cent what is left', async () => {
    const at = await deskWithLongBook(crash);
    const bought = at.process.positions();

    await at.until('it is warned', () => alert(at, 'daily-loss') !== undefined, monthMs);
    expect(alert(at, 'daily-loss')).toMatchObject({ severity: 'warning', threshold: 30_000 });
    expect(state(at)).toBe('ACTIVE');

    await at.until('it is reducing', () => state(at) === 'REDUCING', monthMs);
    expect(alert(at, 'daily-loss')).toMatchObject({ severity: 'critical', threshold: 60_000 });
    expect(await isDenied(at, { side: 'BUY' })).toBe(true);
    expect(await isDenied(at, { side: 'SELL' })).toBe(false);
    await acknowledge(at, 'daily-loss', 'Seen; we hold what we have.');

    await at.until('it is halted', () => state(at) === 'HALTED', monthMs);
    expect(alert(at, 'all-time-drawdown')).toMatchObject({
      severity: 'critical',
      threshold: 300_000,
    });
    expect(await isDenied(at, { side: 'SELL' })).toBe(true);
    await acknowledge(at, 'all-time-drawdown', 'Halted; nobody touches the book.');

    const { control } = at.gateway;
    await at.until(
      'the broker liquidates',
      () => control.executions().some(({ orderRef }) => orderRef === ''),
      monthMs,
    );
    // Its fills are told to no client, so the desk finds them by the account's position.
    await at.until('the desk says so', () => alert(at, 'broker-liquidation') !== undefined, 5_000);
    // It would make an ACTIVE desk REDUCING; it loosens none that is HALTED.
    expect(state(at)).toBe('HALTED');
    const start = crash.sessions * sessionMs;
    await at.pass(Math.max(0, start - at.clock.monotonic()));
    // Two of its minutes, so that it has reconciled after the last forced fill.
    await at.pass(125_000);

    expect(timeline(at)).toEqual([
      'daily-loss warning',
      'daily-loss critical',
      'REDUCING by desk for loss',
      'all-time-drawdown warning',
      'all-time-drawdown critical',
      'HALTED by desk for loss',
      'broker-liquidation critical',
    ]);

    // The broker's own positions and cash, compared within the last minute, are the desk's.
    expect(at.process.status().breaks).toEqual([]);
    const { held, spent, forced } = bookOfFills(at);
    expect(at.process.positions()).toEqual(held);
    const sizes = (positions: ReadonlyMap<number, number>): number =>
      [...positions.values()].reduce((sum, quantity) => sum + quantity, 0);
    expect(forced).toBeGreaterThan(0);
    // One was sold by hand while the desk was REDUCING; everything else that is gone the broker took.
    expect(sizes(bought) - sizes(held)).toBe(forced + 1);

    const rows = at.process.desk.topics.positions({}).snapshot();
    let worth = 0;
    let pnl = 0;
    let commissions = 0;
    for (const row of rows) {
      worth += row.quantity * (row.mark ?? Number.NaN);
      pnl += row.realizedPnl + (row.unrealizedPnl ?? Number.NaN);
      commissions += row.commissions;
    }
    expect(pnl).toBeCloseTo(worth - spent, 2);
    expect(commissions).toBeGreaterThan(0);
    expect({
      spy: held.get(spy),
      aapl: held.get(aapl),
      forced,
      pnl: Math.round(pnl),
    }).toEqual(crash.end);
    await rearm(at);
    expect(state(at)).toBe('ACTIVE');
    expect(await isDenied(at, { side: 'SELL' })).toBe(false);
    expect(at.violations).toEqual([]);
  }, 180_000);
});
