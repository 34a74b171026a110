import fc from 'fast-check';

import type { OrderTicket } from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

import { restingTicket } from './order-states.ts';
import { settle, type Reconciled } from './settled.ts';
import { worldFaults } from './world-faults.ts';
import { aapl, spy, type Asked, type World } from './world.ts';

/** What a person at the desk knows without looking at it: enough to say what must be refused. */
export interface Model {
  tradingState: TradingState;
  /** Somebody killed: until the desk is ACTIVE again nothing may leave. */
  killed: boolean;
  placed: number;
}

type WorldCommand = fc.AsyncCommand<Model, World>;

const answerWithinMs = 30_000;

/** Waits until the desk has answered, or has died without. */
async function answered(world: World, asked: Asked): Promise<void> {
  const { process } = world;
  await world.reaches(() => asked.answer !== null || !process.isAlive, answerWithinMs);
  if (asked.answer === null && process.isAlive) {
    world.violated('The desk did not answer a command within 30 s.');
  }
}

interface PlaceDraw {
  instrumentId: number;
  side: OrderTicket['side'];
  orderType: OrderTicket['orderType'];
  quantity: number;
  /** Of the price from the market, in tenths of a percent; below zero is passive. */
  aggression: number;
  timeInForce: OrderTicket['timeInForce'];
  waits: boolean;
}

class Place implements WorldCommand {
  readonly #draw: PlaceDraw;

  constructor(draw: PlaceDraw) {
    this.#draw = draw;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, world: World): Promise<void> {
    if (!world.isRunning) return;
    const asked = world.place(this.#ticket(world));
    model.placed += 1;
    if (!this.#draw.waits) return;
    await answered(world, asked);
    if (model.tradingState === 'HALTED' && asked.answer === 'done') {
      world.violated('An order was accepted while the desk was HALTED.');
    }
  }

  #ticket(world: World): OrderTicket {
    const { instrumentId, side, orderType, quantity, aggression, timeInForce } = this.#draw;
    const quote = world.process.quote(instrumentId) ?? { bid: 250, ask: 250.02 };
    const towards = side === 'BUY' ? 1 : -1;
    const touch = side === 'BUY' ? quote.ask : quote.bid;
    const limit = Math.round(touch * (1 + (towards * aggression) / 1000) * 100) / 100;
    const stop = Math.round(touch * (1 + (towards * Math.abs(aggression)) / 1000) * 100) / 100;
    return {
      instrumentId,
      side,
      orderType,
      quantity,
      limitPrice: orderType === 'LMT' || orderType === 'STP LMT' ? limit : null,
      stopPrice: orderType === 'STP' || orderType === 'STP LMT' ? stop : null,
      timeInForce,
      outsideRth: false,
    };
  }

  toString(): string {
    const { side, quantity, instrumentId, orderType, aggression, timeInForce, waits } = this.#draw;
    const name = instrumentId === spy ? 'SPY' : 'AAPL';
    return `place(${side} ${quantity} ${name} ${orderType} ${aggression / 10} % ${timeInForce}${waits ? '' : ', not waiting'})`;
  }
}

/** Of the open orders of the desk, one by lot; undefined where there is none. */
function openOrderAt(world: World, lot: number): string | undefined {
  if (!world.isRunning) return undefined;
  const open = world.process.orders().filter(({ status, external }) => isOpen(status) && !external);
  return open[lot % Math.max(1, open.length)]?.orderRef;
}

class Modify implements WorldCommand {
  readonly #lot: number;
  readonly #change: { quantity: number } | { moved: number };

  constructor(lot: number, change: { quantity: number } | { moved: number }) {
    this.#lot = lot;
    this.#change = change;
  }

  check({ placed }: Readonly<Model>): boolean {
    return placed > 0;
  }

  async run(_model: Model, world: World): Promise<void> {
    const orderRef = openOrderAt(world, this.#lot);
    if (orderRef === undefined) return;
    const order = world.process.order(orderRef);
    if ('quantity' in this.#change) world.modify(orderRef, { quantity: this.#change.quantity });
    else if (order !== undefined && order.limitPrice !== null) {
      const limitPrice = Math.round(order.limitPrice * (1 + this.#change.moved / 1000) * 100) / 100;
      world.modify(orderRef, { limitPrice });
    }
  }

  toString(): string {
    return `modify(open order ${this.#lot}, ${JSON.stringify(this.#change)})`;
  }
}

class Cancel implements WorldCommand {
  readonly #lot: number;

  constructor(lot: number) {
    this.#lot = lot;
  }

  check({ placed }: Readonly<Model>): boolean {
    return placed > 0;
  }

  async run(_model: Model, world: World): Promise<void> {
    const orderRef = openOrderAt(world, this.#lot);
    if (orderRef !== undefined) world.cancel(orderRef);
  }

  toString(): string {
    return `cancel(open order ${this.#lot})`;
  }
}

class Kill implements WorldCommand {
  check(): boolean {
    return true;
  }

  async run(model: Model, world: World): Promise<void> {
    if (!world.isRunning) return;
    const { process } = world;
    const asked = world.kill();
    await answered(world, asked);
    if (!process.isAlive || asked.answer !== 'done') return;
    // A desk that cannot record has stopped, which is more than HALTED, and forgets it with its end.
    if (process.status().fault !== null) return;
    model.tradingState = 'HALTED';
    model.killed = true;
    if (process.status().tradingState !== 'HALTED') {
      world.violated('The desk was not HALTED after the kill switch.');
    }
  }

  toString(): string {
    return 'kill()';
  }
}

class SetState implements WorldCommand {
  readonly #state: TradingState;

  constructor(state: TradingState) {
    this.#state = state;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, world: World): Promise<void> {
    if (!world.isRunning) return;
    const asked = world.setState(this.#state);
    await answered(world, asked);
    if (asked.answer !== 'done') return;
    model.tradingState = this.#state;
    if (this.#state !== 'HALTED') model.killed = false;
  }

  toString(): string {
    return `setState(${this.#state})`;
  }
}

class MovePrice implements WorldCommand {
  readonly #symbol: string;
  readonly #percent: number;

  constructor(symbol: string, percent: number) {
    this.#symbol = symbol;
    this.#percent = percent;
  }

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: World): Promise<void> {
    world.event(`${this.#symbol} moves by ${this.#percent} %`);
    world.gateway.control.priceShock(this.#symbol, this.#percent);
  }

  toString(): string {
    return `move(${this.#symbol} by ${this.#percent} %)`;
  }
}

class Strike implements WorldCommand {
  readonly #index: number;

  constructor(index: number) {
    this.#index = index;
  }

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: World): Promise<void> {
    const fault = worldFaults[this.#index % worldFaults.length];
    if (fault === undefined || (fault.needsDesk === true && !world.isRunning)) return;
    world.event(`fault: ${fault.name}`);
    fault.strike(world);
  }

  toString(): string {
    return `fault(${worldFaults[this.#index % worldFaults.length]?.name ?? ''})`;
  }
}

/** Many orders in one moment: more than the pacer lets out in a second. */
class Flurry implements WorldCommand {
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, world: World): Promise<void> {
    if (!world.isRunning) return;
    for (let count = 0; count < this.#count; count += 1) {
      world.place(restingTicket(world, { quantity: 1 + count }));
    }
    model.placed += this.#count;
  }

  toString(): string {
    return `flurry(${this.#count} orders)`;
  }
}

class Heal implements WorldCommand {
  check(): boolean {
    return true;
  }

  async run(_model: Model, world: World): Promise<void> {
    world.heal();
    if (!world.isRunning) world.startDesk();
  }

  toString(): string {
    return 'heal()';
  }
}

class Restart implements WorldCommand {
  readonly #how: 'stopped' | 'killed';

  constructor(how: 'stopped' | 'killed') {
    this.#how = how;
  }

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: World): Promise<void> {
    if (world.isRunning) {
      if (this.#how === 'stopped') await world.stopDesk();
      else world.crashDesk();
    }
    world.startDesk();
  }

  toString(): string {
    return `restart(${this.#how})`;
  }
}

class Pass implements WorldCommand {
  readonly #ms: number;

  constructor(ms: number) {
    this.#ms = ms;
  }

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: World): Promise<void> {
    await world.pass(this.#ms);
  }

  toString(): string {
    return `pass(${this.#ms} ms)`;
  }
}

class Settle implements WorldCommand {
  readonly #reconciled: Reconciled;

  constructor(reconciled: Reconciled) {
    this.#reconciled = reconciled;
  }

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: World): Promise<void> {
    await settle(world, this.#reconciled);
  }

  toString(): string {
    return `settle(${this.#reconciled})`;
  }
}

const place = fc
  .record({
    instrumentId: fc.constantFrom(spy, spy, aapl),
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    orderType: fc.constantFrom(
      'LMT' as const,
      'LMT' as const,
      'MKT' as const,
      'STP' as const,
      'STP LMT' as const,
    ),
    quantity: fc.constantFrom(1, 10, 100, 250, 400, 600),
    aggression: fc.constantFrom(-30, -5, -1, 0, 1, 10),
    timeInForce: fc.constantFrom('DAY' as const, 'DAY' as const, 'GTC' as const, 'IOC' as const),
    waits: fc.boolean(),
  })
  .map((draw): WorldCommand => new Place(draw));

const lot = fc.nat({ max: 7 });

/** The life of a desk: mostly orders and time, now and then something that goes wrong. */
export const worldCommands = fc.commands<Model, World, false>(
  [
    place,
    place,
    place,
    fc
      .tuple(
        lot,
        fc.oneof(
          fc.record({ quantity: fc.constantFrom(5, 120, 300, 500) }),
          fc.record({ moved: fc.constantFrom(-10, -1, 1, 10) }),
        ),
      )
      .map(([which, change]): WorldCommand => new Modify(which, change)),
    lot.map((which): WorldCommand => new Cancel(which)),
    fc.constantFrom<WorldCommand[]>(
      new Pass(1),
      new Pass(20),
      new Pass(100),
      new Pass(500),
      new Pass(2_000),
    ),
    fc.constantFrom<WorldCommand[]>(new Pass(5), new Pass(50), new Pass(1_200), new Pass(6_000)),
    fc.nat({ max: 200 }).map((index): WorldCommand => new Strike(index)),
    fc.nat({ max: 200 }).map((index): WorldCommand => new Strike(index)),
    fc
      .tuple(fc.constantFrom('SPY', 'AAPL'), fc.constantFrom(-2, -0.3, 0.3, 2))
      .map(([symbol, percent]): WorldCommand => new MovePrice(symbol, percent)),
    fc.oneof(
      { weight: 5, arbitrary: fc.constant<WorldCommand>(new Heal()) },
      { weight: 4, arbitrary: fc.constant<WorldCommand>(new SetState('ACTIVE')) },
      {
        weight: 6,
        arbitrary: fc.constantFrom<WorldCommand[]>(
          new Restart('killed'),
          new Restart('stopped'),
          new Kill(),
          new SetState('HALTED'),
          new SetState('REDUCING'),
          new Settle('by-reconnect'),
        ),
      },
      { weight: 1, arbitrary: fc.constantFrom<WorldCommand[]>(new Flurry(8), new Flurry(45)) },
    ),
  ],
  { maxCommands: 32, size: 'max' },
);
