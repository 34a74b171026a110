import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { signedQuantity, type OrderSide } from '#shared/domain/order.ts';

import { VirtualClock } from '../../../test/support/virtual-clock.ts';
import { ScratchExchange } from './exchange.fixture.ts';
import { isWorking, type OrderTerms } from './order.ts';

type Step = (world: World) => void;

const accountIds = ['DU1000001', 'DU1000002'];

/** An exchange with two clients, each trading an account of its own, and orders that take their time. */
class World {
  readonly clock = new VirtualClock();
  readonly scratch = new ScratchExchange(this.clock, { accountIds, latencyMs: 40 });
  placed = 0;

  place(client: number, terms: Partial<OrderTerms>): void {
    this.placed += 1;
    const account = accountIds[client] ?? '';
    this.scratch.place(terms, { clientId: client, orderId: this.placed, account });
  }

  tick(count: number): void {
    for (let i = 0; i < count; i += 1) {
      this.clock.advance(250);
      this.scratch.ticks(1);
    }
  }
}

const client = fc.nat({ max: 1 });
const side = fc.constantFrom<OrderSide>('BUY', 'SELL');
const quantity = fc.integer({ min: 1, max: 3000 });
const cents = fc.integer({ min: -30, max: 30 });
const aroundLast = ({ scratch }: World, away: number): number =>
  Math.round(scratch.last() * 100 + away) / 100;

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ client, side, quantity }).map((order) => (world: World) => {
    world.place(order.client, { side: order.side, quantity: order.quantity });
  }),
  fc
    .record({
      client,
      side,
      quantity,
      cents,
      timeInForce: fc.constantFrom('DAY', 'IOC', 'FOK', 'GTC'),
      ocaGroup: fc.constantFrom('', '', 'one'),
    })
    .map((order) => (world: World) => {
      const limitPrice = aroundLast(world, order.cents);
      const { timeInForce, ocaGroup } = order;
      const terms = { side: order.side, quantity: order.quantity, timeInForce, ocaGroup };
      world.place(order.client, { ...terms, limitPrice, ocaType: 3 });
    }),
  fc.record({ client, side, quantity, cents }).map((order) => (world: World) => {
    const terms = {
      side: order.side,
      quantity: order.quantity,
      stopPrice: aroundLast(world, order.cents),
    };
    world.place(order.client, { ...terms, orderType: 'STP' });
  }),
  fc.record({ client, side, quantity }).map((order) => (world: World) => {
    const terms = { side: order.side, quantity: order.quantity, pegOffset: 0 };
    world.place(order.client, { ...terms, orderType: 'REL' });
  }),
  fc.nat({ max: 40 }).map((which) => ({ scratch }: World) => {
    const order = scratch.exchange.workingOrders()[which];
    if (order !== undefined) scratch.exchange.cancel(order.clientId, order.orderId);
  }),
  fc.nat({ max: 40 }).map((which) => ({ scratch }: World) => {
    const execution = scratch.exchange.executions()[which];
    if (execution !== undefined) scratch.exchange.bust(execution.execId);
  }),
  fc.constantFrom<Step>(
    ({ scratch }) => scratch.exchange.halt(scratch.spy.conId),
    ({ scratch }) => scratch.exchange.resume(scratch.spy.conId),
  ),
  fc.integer({ min: 1, max: 8 }).map((count) => (world: World) => world.tick(count)),
);

function afterEveryLife(check: (world: World, steps: readonly Step[]) => void): void {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const world = new World();
      for (const each of steps) each(world);
      check(world, steps);
    }),
    { numRuns: 120 },
  );
}

describe('whatever two clients do', () => {
  it('orders, executions and accounts agree', () => {
    afterEveryLife(({ scratch }) => {
      const { exchange, spy } = scratch;
      const orders = [...exchange.completedOrders(), ...exchange.workingOrders()];
      const executions = exchange.executions();
      for (const order of orders) {
        const own = executions.filter((execution) => execution.order === order);
        expect(own.reduce((sum, each) => sum + each.quantity, 0)).toBeCloseTo(order.filled, 8);
        expect(order.filled).toBeLessThanOrEqual(order.terms.quantity);
      }
      for (const id of accountIds) {
        const own = executions.filter(({ order }) => order.accountId === id);
        const position = own.reduce(
          (sum, each) => sum + signedQuantity(each.order.terms.side, each.quantity),
          0,
        );
        expect(scratch.account(id).held(spy).quantity).toBeCloseTo(position, 8);
      }
      expect(new Set(executions.map(({ execId }) => execId)).size).toBe(executions.length);
    });
  });

  it('margin is kept for what works, and for nothing else', () => {
    afterEveryLife(({ scratch }) => {
      for (const order of scratch.exchange.workingOrders()) {
        scratch.exchange.cancel(order.clientId, order.orderId);
      }
      for (const id of accountIds) expect(scratch.account(id).reservations.all()).toEqual([]);
      expect(scratch.exchange.completedOrders().some(isWorking)).toBe(false);
    });
  });

  it('nothing trades while trading is halted', () => {
    afterEveryLife(({ scratch }) => {
      scratch.exchange.halt(scratch.spy.conId);
      const before = scratch.executions.length;
      scratch.shock(3);
      scratch.shock(-6);
      expect(scratch.executions).toHaveLength(before);
    });
  });

  it('the same steps give the same trades', () => {
    const history = ({ scratch }: World): unknown => [
      scratch.said,
      scratch.executions.map(({ order: _, ...execution }) => execution),
    ];
    afterEveryLife((world, steps) => {
      const again = new World();
      for (const each of steps) each(again);
      expect(history(again)).toEqual(history(world));
    });
  });
});
