import type { BracketTicket } from '#shared/domain/bracket.ts';
import type { Order, OrderRole } from '#shared/domain/order.ts';

import type { Check } from '../check.ts';
import type { CheckWorld, DeskReached } from '../check-world.ts';
import { positionNow } from '../desk-now.ts';
import { count, exactly, none } from '../figures.ts';
import { lifeProblems, type OrderLife } from '../order-life.ts';
import { farTicket, marketTicket, onTick, quoted, smallest, type Quoted } from '../tickets.ts';
import { leavingNothing, untilStatus } from '../trading-hand.ts';
import { waitUntil } from '../wait-until.ts';
import { freshDesk, onScratchDesk, shock } from './broker-events.ts';
import { anInstrument } from './component-self-tests.ts';
import { tradingGateways } from './gateways.ts';
import { lifeOf, livesEvidence } from './order-lives.ts';

/** A bracket after it is over, and how it was to end. */
export interface BracketLived {
  ending: 'profit' | 'loss' | 'called-off';
  entry: OrderLife | undefined;
  takeProfit: OrderLife | undefined;
  stopLoss: OrderLife | undefined;
}

const filled = { ends: 'FILLED' } as const;
const cancelled = { ends: 'CANCELLED' } as const;

/** What is wrong with a bracket, each a sentence. Source: IB, TWS API, Bracket Orders; One-Cancels-All. */
export function bracketProblems({ ending, entry, takeProfit, stopLoss }: BracketLived): string[] {
  const legs = [
    { name: 'entry', life: entry, expected: ending === 'called-off' ? cancelled : filled },
    { name: 'take-profit', life: takeProfit, expected: ending === 'profit' ? filled : cancelled },
    { name: 'stop-loss', life: stopLoss, expected: ending === 'loss' ? filled : cancelled },
  ];
  const wrong = legs.flatMap(({ name, life, expected }) =>
    lifeProblems(life, expected).map((each) => `${name}: ${each}`),
  );
  for (const { name, life } of legs.slice(1)) {
    if (life === undefined || entry === undefined) continue;
    const { side, quantity, entryRef } = life.order;
    if (entryRef !== entry.order.orderRef) wrong.push(`${name}: It does not hang on the entry.`);
    if (side === entry.order.side || quantity !== entry.order.quantity) {
      wrong.push(`${name}: It does not close what the entry opens.`);
    }
    if (life.cancelAsked) wrong.push(`${name}: The desk had to cancel it, and not the broker.`);
  }
  return wrong;
}

/** How far the exits are from the market, percent, and how far the market is moved to reach one. */
const exitAway = 1;
const shockPercent = 2;

/** A bracket whose exits are so many percent from its entry. */
export function bracketAround(
  at: Quoted,
  entry: BracketTicket['entry'],
  away: number,
): BracketTicket {
  const { instrument, quote } = at;
  const price = entry.limitPrice ?? quote.ask;
  return {
    entry,
    exits: {
      takeProfitPrice: onTick(price * (1 + away / 100), instrument.minTick, 'SELL'),
      stopLossPrice: onTick(price * (1 - away / 100), instrument.minTick, 'SELL'),
      timeInForce: 'DAY',
    },
  };
}

interface Legs {
  entry: Order;
  takeProfit: Order;
  stopLoss: Order;
}

async function placeBracket(
  world: Pick<CheckWorld, 'clock' | 'signal'>,
  desk: DeskReached,
  bracket: BracketTicket,
): Promise<Legs> {
  const { orderRef, allowed, verdicts } = await desk.call('order.place-bracket', { bracket });
  if (!allowed) {
    const said = verdicts.flatMap(({ outcome, message }) => (outcome === 'deny' ? message : []));
    throw new Error(`A bracket that should leave is denied: ${said.join(' ')}`);
  }
  const leg = (role: OrderRole): Order | undefined =>
    desk
      .feed('orders', {})
      .snapshot()
      .find(
        (order) =>
          order.role === role && (order.orderRef === orderRef || order.entryRef === orderRef),
      );
  return waitUntil(world, 'all three orders of the bracket are there', 20_000, () => {
    const [entry, takeProfit, stopLoss] = [leg('entry'), leg('take-profit'), leg('stop-loss')];
    return entry !== undefined && takeProfit !== undefined && stopLoss !== undefined
      ? { entry, takeProfit, stopLoss }
      : null;
  });
}

/** The three lives once they are over. */
async function bracketOver(
  world: Pick<CheckWorld, 'clock' | 'signal'>,
  desk: DeskReached,
  legs: Legs,
  fromSeq: number,
  ending: BracketLived['ending'],
): Promise<BracketLived> {
  const over = async ({ orderRef }: Order): Promise<OrderLife | undefined> => {
    await untilStatus(world, desk, orderRef, 'FILLED', 'CANCELLED', 'REJECTED');
    return lifeOf(world, desk, orderRef, fromSeq);
  };
  return {
    ending,
    entry: await over(legs.entry),
    takeProfit: await over(legs.takeProfit),
    stopLoss: await over(legs.stopLoss),
  };
}

function evidenceOf(lived: readonly BracketLived[]) {
  return livesEvidence(
    lived.flatMap(({ ending, entry, takeProfit, stopLoss }) => [
      { name: `${ending}: entry`, life: entry },
      { name: `${ending}: take-profit`, life: takeProfit },
      { name: `${ending}: stop-loss`, life: stopLoss },
    ]),
  );
}

const bracketExits: Check = {
  ...onScratchDesk,
  checkId: 'bracket-exits',
  title: 'Of a bracket’s exits one fills and the broker cancels the other',
  why: 'An exit that is left over opens what nobody wanted.',
  async run(world) {
    const { desk, instrument, fromSeq } = await freshDesk(world, 'SPY');
    const lived: BracketLived[] = [];
    for (const ending of ['profit', 'loss'] as const) {
      world.progress(lived.length / 2, ending);
      const at = await quoted(world, desk, instrument);
      const entry = marketTicket(instrument, 'BUY', 10);
      const legs = await placeBracket(world, desk, bracketAround(at, entry, exitAway));
      await untilStatus(world, desk, legs.entry.orderRef, 'FILLED', 'CANCELLED', 'REJECTED');
      await untilStatus(world, desk, legs.stopLoss.orderRef, 'WORKING', 'CANCELLED', 'REJECTED');
      await shock(world, desk, instrument, ending === 'profit' ? shockPercent : -shockPercent);
      lived.push(await bracketOver(world, desk, legs, fromSeq, ending));
    }
    const problems = lived.flatMap((each) =>
      bracketProblems(each).map((wrong) => `${each.ending}: ${wrong}`),
    );
    return {
      figures: [
        count('brackets', 'Brackets lived through', lived.length, exactly(2)),
        count(
          'held',
          'Held after both',
          positionNow(desk, instrument.instrumentId)?.quantity ?? 0,
          none,
        ),
        count('wrong', 'Steps and facts that are wrong', problems.length, none),
      ],
      evidence: [evidenceOf(lived)],
      problems: problems.slice(0, 5),
      found:
        'One bracket took its profit and one ended its loss; each time the broker cancelled the other exit.',
    };
  },
};

/** Another quantity than of the checks before: two equal orders within a second are one sent twice. */
const lots = 5;

const bracketCalledOff: Check = {
  checkId: 'bracket-called-off',
  title: 'A bracket that is called off takes its exits with it',
  why: 'An exit without its entry opens what nobody wanted.',
  phase: 3,
  weight: 2,
  critical: true,
  negativeControl: false,
  gateways: tradingGateways,
  needs: ['order-lives'],
  withinMs: 60_000,
  run(world) {
    const { desk } = world;
    return leavingNothing(world, desk, async () => {
      const at = await anInstrument(world);
      const fromSeq = desk.head().seq + 1;
      const entry = { ...farTicket(at), quantity: lots * smallest(at.instrument) };
      const legs = await placeBracket(world, desk, bracketAround(at, entry, exitAway / 2));
      const { status } = await untilStatus(
        world,
        desk,
        legs.entry.orderRef,
        'WORKING',
        'FILLED',
        'REJECTED',
        'CANCELLED',
      );
      await untilStatus(world, desk, legs.stopLoss.orderRef, 'WORKING', 'CANCELLED', 'REJECTED');
      if (status === 'WORKING') {
        await desk.call('order.cancel', { orderRef: legs.entry.orderRef });
      }
      const lived = await bracketOver(world, desk, legs, fromSeq, 'called-off');
      const problems = bracketProblems(lived);
      return {
        figures: [
          count('filled', 'Filled of it', lived.entry?.order.filledQuantity ?? null, none),
          count('wrong', 'Steps and facts that are wrong', problems.length, none),
        ],
        evidence: [evidenceOf([lived])],
        problems: problems.slice(0, 5),
        found: 'The entry was cancelled, and the broker cancelled both exits with it.',
      };
    });
  },
};

export const bracketChecks: readonly Check[] = [bracketExits, bracketCalledOff];
