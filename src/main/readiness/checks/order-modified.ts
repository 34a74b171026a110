import type { Check } from '../check.ts';
import { count, none } from '../figures.ts';
import { lifeProblems, orderLives, type OrderLife } from '../order-life.ts';
import { farTicket, quoted, smallest } from '../tickets.ts';
import { leavingNothing, place, untilStatus } from '../trading-hand.ts';
import { waitUntil } from '../wait-until.ts';
import { anInstrument } from './component-self-tests.ts';
import { tradingGateways } from './gateways.ts';
import { lifeOf, livesEvidence, marketable } from './order-lives.ts';

/** What an order was changed to, and what became of it. */
export interface Modified {
  life: OrderLife | undefined;
  /** What was asked for, one after the other. */
  asked: { quantity: number; limitPrice: number }[];
}

/**
 * What is wrong with how an order was changed, each a sentence. That the changes are at the broker shows in its own word,
 * and in the fill: as far as the first order went nothing would have traded.
 */
export function modifyProblems({ life, asked }: Modified): string[] {
  const wrong = lifeProblems(life, { ends: 'FILLED', through: ['WORKING', 'FILLED'] });
  if (life === undefined) return wrong;
  let at = -1;
  for (const { quantity, limitPrice } of asked) {
    const found = life.figures.findIndex(
      (each, nth) => nth > at && each.quantity === quantity && each.limitPrice === limitPrice,
    );
    if (found < 0) wrong.push(`The broker never had it with ${quantity} at ${limitPrice}.`);
    else at = found;
  }
  const last = asked.at(-1);
  if (last !== undefined && life.order.filledQuantity !== last.quantity) {
    wrong.push(`${life.order.filledQuantity} were filled and not ${last.quantity}.`);
  }
  for (const { price, side } of life.executions) {
    const limit = last?.limitPrice ?? price;
    if (side === 'BUY' ? price > limit : price < limit) {
      wrong.push(`It filled at ${price}, beyond its limit of ${limit}.`);
    }
  }
  return wrong;
}

/** Other quantities than of the checks before: two equal orders within a second are one sent twice. */
const lots = 4;

/** How long the broker may take to say that an order is changed. */
const changedWithinMs = 20_000;

export const orderModifiedCheck: Check = {
  checkId: 'order-modified',
  title: 'A modify changes the order at the broker',
  why: 'An order that the screen shows changed and the broker has as it was trades at the old price.',
  phase: 3,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: tradingGateways,
  needs: ['order-lives'],
  withinMs: 120_000,
  run(world) {
    const { desk } = world;
    return leavingNothing(world, desk, async () => {
      const at = await anInstrument(world);
      const fromSeq = desk.head().seq + 1;
      const ticket = { ...farTicket(at), quantity: lots * smallest(at.instrument) };
      const { limitPrice: first } = ticket;
      if (first === null) throw new Error('A limit order has no limit.');
      const quantity = 2 * ticket.quantity;
      const orderRef = await place(desk, ticket);
      await untilStatus(world, desk, orderRef, 'WORKING');
      const change = async (to: {
        quantity: number | null;
        limitPrice: number | null;
      }): Promise<void> => {
        const { allowed, verdicts } = await desk.call('order.modify', {
          orderRef,
          change: { stopPrice: null, ...to },
        });
        if (allowed) return;
        const denied = verdicts.find(({ outcome }) => outcome !== 'pass')?.message ?? '';
        throw new Error(`A modify that should leave is denied: ${denied}`);
      };
      await change({ quantity, limitPrice: null });
      const isAtBroker = (): boolean =>
        orderLives(desk.facts(fromSeq))
          .get(orderRef)
          ?.figures.some((each) => each.quantity === quantity) ?? false;
      await waitUntil(world, 'the broker has the new quantity', changedWithinMs, isAtBroker);
      const { limitPrice: second } = marketable(
        await quoted(world, desk, at.instrument),
        'BUY',
        quantity,
      );
      await change({ quantity: null, limitPrice: second });
      await untilStatus(world, desk, orderRef, 'FILLED', 'CANCELLED', 'REJECTED');
      const life = await lifeOf(world, desk, orderRef, fromSeq);
      const asked = [
        { quantity, limitPrice: first },
        { quantity, limitPrice: second ?? first },
      ];
      const problems = modifyProblems({ life, asked });
      return {
        figures: [
          count(
            'not-filled',
            'Not filled of the new quantity',
            life === undefined ? null : quantity - life.order.filledQuantity,
            none,
          ),
          count('wrong', 'Steps and facts that are wrong', problems.length, none),
        ],
        evidence: [
          livesEvidence([{ name: 'modified', life }]),
          {
            name: 'figures.json',
            title: 'What was asked for, and what the broker had',
            contents: JSON.stringify({ asked, had: life?.figures }, null, 2),
          },
        ],
        problems,
        found:
          'Quantity and price were changed at the broker, and the order filled by the new ones.',
      };
    });
  },
};
