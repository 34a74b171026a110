import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { BracketTicket } from '#shared/domain/bracket.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { Limits } from '#shared/domain/limits.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order, OrderTicket } from '#shared/domain/order.ts';

import { fairWeather } from './memory-network.ts';
import { restingTicket } from './order-states.ts';
import { aapl, knownInstruments, spy, World } from './world.ts';

/** What a person asks for in the one turn. */
type Wish =
  | { what: 'order'; instrumentId: number; quantity: number }
  | { what: 'bracket'; instrumentId: number; quantity: number }
  /** Of the nth order that works already. */
  | { what: 'modify'; nth: number; quantity: number };

interface Trial {
  position: number;
  openOrders: number;
  perSide: number;
  gross: number;
  /** Whether the gateway's answers arrive all at once. */
  joined: boolean;
}

/** Units of each of the orders that work before the turn. */
const before = [40, 40, 40, 40];

const instrumentId = fc.constantFrom(spy, aapl);
/** From a few thousand dollars to several times the value from which the broker must name its margin. */
const quantity = fc.oneof(fc.integer({ min: 10, max: 900 }), fc.integer({ min: 1000, max: 4000 }));
const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ what: fc.constant('order' as const), instrumentId, quantity }),
  fc.record({ what: fc.constant('bracket' as const), instrumentId, quantity }),
  fc.record({
    what: fc.constant('modify' as const),
    nth: fc.nat(before.length - 1),
    quantity: fc.integer({ min: 50, max: 900 }),
  }),
);
const tight: fc.Arbitrary<Trial> = fc.record({
  position: fc.constantFrom(700, 3500, 1e6),
  openOrders: fc.constantFrom(8, 12, 1e6),
  perSide: fc.constantFrom(5, 7, 1e6),
  gross: fc.constantFrom(300_000, 1_500_000, 1e9),
  joined: fc.boolean(),
});

function limitsOf({ position, openOrders, perSide, gross }: Trial) {
  return (shipped: Limits): Limits => ({
    ...shipped,
    maxOrderValue: { ...shipped.maxOrderValue, value: 1e9 },
    positionLimit: { ...shipped.positionLimit, value: position },
    openOrders: { ...shipped.openOrders, value: openOrders },
    openOrdersPerSide: { ...shipped.openOrdersPerSide, value: perSide },
    grossExposure: { ...shipped.grossExposure, value: gross },
  });
}

function bracketAround(entry: OrderTicket): BracketTicket {
  const at = (percent: number): number => Math.round((entry.limitPrice ?? 0) * percent) / 100;
  return {
    entry,
    exits: { takeProfitPrice: at(104), stopLossPrice: at(98), timeInForce: 'GTC' },
  };
}

function ask(
  world: World,
  wished: Wish,
  working: readonly string[],
): Promise<{ allowed: boolean }> {
  const { desk, caller } = world.process;
  const { what, quantity: units } = wished;
  if (what === 'modify') {
    const orderRef = working[wished.nth] ?? '';
    const change = { quantity: units, limitPrice: null, stopPrice: null };
    return desk.commands['order.modify']({ orderRef, change }, caller);
  }
  const { instrumentId: traded } = wished;
  const ticket = restingTicket(world, { instrumentId: traded, quantity: units });
  return what === 'order'
    ? desk.commands['order.place']({ ticket }, caller)
    : desk.commands['order.place-bracket']({ bracket: bracketAround(ticket) }, caller);
}

/**
 * What the desk has on record, counted from the facts alone and after each of them: the most that it ever risked at once.
 * An exit of a bracket trades nothing before its entry has filled, and none fills here.
 */
function mostAtOnce(facts: readonly Fact[]): {
  position: number;
  openOrders: number;
  perSide: number;
  value: number;
} {
  const open = new Map<string, Order>();
  const most = { position: 0, openOrders: 0, perSide: 0, value: 0 };
  for (const fact of facts) {
    if (fact.kind === 'order.intended' || fact.kind === 'order.changed') {
      const { order } = fact.body;
      if (isOpen(order.status)) open.set(order.orderRef, order);
      else open.delete(order.orderRef);
    } else if (fact.kind === 'order.modify-intended') {
      const { orderRef, change } = fact.body;
      const order = open.get(orderRef);
      if (order !== undefined) open.set(orderRef, { ...order, pendingChange: change });
    } else continue;
    const held = [...open.values()];
    most.openOrders = Math.max(most.openOrders, held.length);
    let value = 0;
    for (const each of [spy, aapl]) {
      const own = held.filter((order) => order.instrumentId === each);
      const buys = own.filter(({ side }) => side === 'BUY');
      most.perSide = Math.max(most.perSide, buys.length, own.length - buys.length);
      const worst = buys.reduce(
        (sum, order) => sum + Math.max(order.quantity, order.pendingChange?.quantity ?? 0),
        0,
      );
      most.position = Math.max(most.position, worst);
      value += worst * (buys[0]?.limitPrice ?? 0);
    }
    most.value = Math.max(most.value, value);
  }
  return most;
}

async function playTurn(limits: Trial, wishes: readonly Wish[]) {
  const history = await knownInstruments();
  const world = new World({ seed: 3, history, limits: limitsOf(limits) });
  try {
    world.startDesk();
    await world.untilTrading();
    for (const units of before) world.place(restingTicket(world, { quantity: units }));
    await world.until('all work', () =>
      world.process.orders().every(({ status }) => status === 'WORKING'),
    );
    const working = world.process.orders().map(({ orderRef }) => orderRef);
    const buyingPower = world.process.desk.topics.account({}).snapshot()[0]?.buyingPower ?? 0;
    if (limits.joined) {
      world.network.weather = { ...fairWeather, slicing: 'joined' };
      world.network.stall('to-desk', 1000);
    }
    const answers: { allowed: boolean | null }[] = [];
    for (const each of wishes) {
      const answer: { allowed: boolean | null } = { allowed: null };
      answers.push(answer);
      const asked = ask(world, each, working);
      asked.then(
        ({ allowed }) => (answer.allowed = allowed),
        // Of two changes of one order the second is refused.
        () => (answer.allowed = false),
      );
    }
    await world.until('all are answered', () => answers.every(({ allowed }) => allowed !== null));
    await world.pass(1000);
    expect(world.violations).toEqual([]);
    return { answers, buyingPower, most: mostAtOnce(world.disk.facts()) };
  } finally {
    world.end();
  }
}

test('of whatever is asked for in one turn, nothing is judged without what was allowed before it', async () => {
  let allowed = 0;
  let denied = 0;
  await fc.assert(
    fc.asyncProperty(
      tight,
      fc.array(wish, { minLength: 3, maxLength: 14 }),
      async (limits, wishes) => {
        const { answers, buyingPower, most } = await playTurn(limits, wishes);
        allowed += answers.filter((answer) => answer.allowed === true).length;
        denied += answers.filter((answer) => answer.allowed === false).length;
        expect(most.position).toBeLessThanOrEqual(limits.position);
        expect(most.openOrders).toBeLessThanOrEqual(limits.openOrders);
        expect(most.perSide).toBeLessThanOrEqual(limits.perSide);
        expect(most.value).toBeLessThanOrEqual(limits.gross);
        expect(most.value).toBeLessThanOrEqual(buyingPower);
      },
    ),
    { numRuns: 50, seed: 4 },
  );
  // Neither a desk that lets nothing pass nor one that denies nothing.
  expect(allowed).toBeGreaterThan(50);
  expect(denied).toBeGreaterThan(50);
}, 60_000);
