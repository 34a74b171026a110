import type { OrderTicket } from '#shared/domain/order.ts';

import type { Check, EvidenceFile } from '../check.ts';
import type { CheckWorld, DeskReached } from '../check-world.ts';
import { atLeast, count, none } from '../figures.ts';
import {
  isWhole,
  lifeProblems,
  livesCsv,
  orderLives,
  type ExpectedLife,
  type OrderLife,
} from '../order-life.ts';
import { farTicket, marketTicket, onTick, quoted, smallest, type Quoted } from '../tickets.ts';
import { leavingNothing, place, untilStatus } from '../trading-hand.ts';
import { seenWithin } from '../wait-until.ts';
import { anInstrument } from './component-self-tests.ts';
import { tradingGateways } from './gateways.ts';

/** One order and how it is to live. */
export interface LifeCase {
  name: string;
  ticket: (quoted: Quoted) => OrderTicket;
  /** Who ends it: it fills, it rests until the desk cancels it, or the broker ends it at once. */
  ended: 'fills' | 'cancelled-by-desk' | 'cancelled-by-broker';
}

const expectedOf: Record<LifeCase['ended'], ExpectedLife> = {
  fills: { ends: 'FILLED', through: ['SENDING'] },
  'cancelled-by-desk': { ends: 'CANCELLED', through: ['WORKING', 'CANCELLING'] },
  'cancelled-by-broker': { ends: 'CANCELLED' },
};

/** How far from the market a stop rests, and its limit beyond it, percent: inside the collar that ships. */
const stopAway = 3;
const limitBeyond = 4;
/** How far beyond the market a limit order goes that is to trade at once, percent. */
const through = 0.5;

/**
 * Each time in force has a quantity of its own, in smallest ones: the controls take two orders that differ in nothing
 * else for one sent twice. One purchase of three is what two sales of the others close.
 */
const lots: Readonly<Record<OrderTicket['timeInForce'], number>> = { DAY: 1, GTC: 2, IOC: 3 };

function inForce(
  timeInForce: OrderTicket['timeInForce'],
  ticketOf: (quoted: Quoted) => OrderTicket,
): LifeCase['ticket'] {
  return (at) => {
    const ticket = ticketOf(at);
    return { ...ticket, timeInForce, quantity: ticket.quantity * lots[timeInForce] };
  };
}

const market =
  (side: OrderTicket['side']) =>
  ({ instrument }: Quoted) =>
    marketTicket(instrument, side);
const atMarket = (side: OrderTicket['side']) => (at: Quoted) => marketable(at, side);
const far = (at: Quoted): OrderTicket => farTicket(at);
const stop = (orderType: 'STP' | 'STP LMT') => (at: Quoted) => stopTicket(at, 'BUY', orderType);

/** A limit order that trades at once. */
export function marketable(
  { instrument, quote }: Quoted,
  side: OrderTicket['side'],
  quantity: number = smallest(instrument),
): OrderTicket {
  const price = side === 'BUY' ? quote.ask * (1 + through / 100) : quote.bid * (1 - through / 100);
  return {
    ...marketTicket(instrument, side, quantity),
    orderType: 'LMT',
    limitPrice: onTick(price, instrument.minTick, side),
  };
}

/** An order that waits until the market has moved against its side, with the limit it then has. */
export function stopTicket(
  { instrument, quote }: Quoted,
  side: OrderTicket['side'],
  orderType: 'STP' | 'STP LMT',
  away = stopAway,
  beyond = limitBeyond,
): OrderTicket {
  const moved = (percent: number): number => {
    const price =
      side === 'BUY' ? quote.ask * (1 + percent / 100) : quote.bid * (1 - percent / 100);
    return onTick(price, instrument.minTick, side);
  };
  return {
    ...marketTicket(instrument, side),
    orderType,
    stopPrice: moved(away),
    limitPrice: orderType === 'STP LMT' ? moved(beyond) : null,
  };
}

/**
 * Every type of order with every time in force it goes with. IOC is for what may trade at once; a stop waits. A purchase
 * comes before its sales, so that nothing is sold short. Source: IB, TWS API, Basic Orders; Time in Force.
 */
export const lifeCases: readonly LifeCase[] = [
  { name: 'MKT IOC', ticket: inForce('IOC', market('BUY')), ended: 'fills' },
  { name: 'MKT GTC', ticket: inForce('GTC', market('SELL')), ended: 'fills' },
  { name: 'MKT DAY', ticket: inForce('DAY', market('SELL')), ended: 'fills' },
  { name: 'LMT IOC, at the market', ticket: inForce('IOC', atMarket('BUY')), ended: 'fills' },
  { name: 'LMT GTC, at the market', ticket: inForce('GTC', atMarket('SELL')), ended: 'fills' },
  { name: 'LMT DAY, at the market', ticket: inForce('DAY', atMarket('SELL')), ended: 'fills' },
  { name: 'LMT DAY, far', ticket: inForce('DAY', far), ended: 'cancelled-by-desk' },
  { name: 'LMT GTC, far', ticket: inForce('GTC', far), ended: 'cancelled-by-desk' },
  { name: 'LMT IOC, far', ticket: inForce('IOC', far), ended: 'cancelled-by-broker' },
  { name: 'STP DAY', ticket: inForce('DAY', stop('STP')), ended: 'cancelled-by-desk' },
  { name: 'STP GTC', ticket: inForce('GTC', stop('STP')), ended: 'cancelled-by-desk' },
  { name: 'STP LMT DAY', ticket: inForce('DAY', stop('STP LMT')), ended: 'cancelled-by-desk' },
  { name: 'STP LMT GTC', ticket: inForce('GTC', stop('STP LMT')), ended: 'cancelled-by-desk' },
];

/** A fill and its commission come as messages of their own. */
const wholeWithinMs = 10_000;

/** The life of an order once all of it is on record, or as it is when it does not come to that in time. */
export async function lifeOf(
  world: Pick<CheckWorld, 'clock' | 'signal'>,
  desk: DeskReached,
  orderRef: string,
  fromSeq: number,
): Promise<OrderLife | undefined> {
  const now = (): OrderLife | undefined => orderLives(desk.facts(fromSeq)).get(orderRef);
  const whole = await seenWithin(world, wholeWithinMs, () => {
    const life = now();
    return life !== undefined && isWhole(life) ? life : null;
  });
  return whole ?? now();
}

/** Lives as evidence. */
export function livesEvidence(
  lives: readonly { name: string; life: OrderLife | undefined }[],
): EvidenceFile {
  return {
    name: 'lives.csv',
    title: 'Each order with its states and the facts that made them',
    contents: livesCsv(lives),
  };
}

export const orderLivesCheck: Check = {
  checkId: 'order-lives',
  title: 'Every type of order lives as it should',
  why: 'An order whose state is not known is a risk that nobody holds.',
  phase: 3,
  weight: 5,
  critical: true,
  negativeControl: false,
  gateways: tradingGateways,
  needs: [],
  withinMs: 180_000,
  run(world) {
    const { desk } = world;
    return leavingNothing(world, desk, async () => {
      const { instrument } = await anInstrument(world);
      const fromSeq = desk.head().seq + 1;
      const lived: { name: string; life: OrderLife | undefined; problems: string[] }[] = [];
      for (const [nth, { name, ticket, ended }] of lifeCases.entries()) {
        world.progress(nth / lifeCases.length, name);
        const orderRef = await place(desk, ticket(await quoted(world, desk, instrument)));
        if (ended === 'cancelled-by-desk') {
          const { status } = await untilStatus(
            world,
            desk,
            orderRef,
            'WORKING',
            'FILLED',
            'REJECTED',
            'CANCELLED',
          );
          if (status === 'WORKING') await desk.call('order.cancel', { orderRef });
        }
        await untilStatus(world, desk, orderRef, 'FILLED', 'CANCELLED', 'REJECTED');
        const life = await lifeOf(world, desk, orderRef, fromSeq);
        lived.push({ name, life, problems: lifeProblems(life, expectedOf[ended]) });
      }
      const problems = lived.flatMap(({ name, problems: wrong }) =>
        wrong.map((each) => `${name}: ${each}`),
      );
      return {
        figures: [
          count('orders', 'Orders lived through', lived.length, atLeast(lifeCases.length)),
          count('wrong', 'Steps and facts that are wrong', problems.length, none),
        ],
        evidence: [livesEvidence(lived)],
        problems: problems.slice(0, 5),
        found: `${lived.length} orders of every type went from placed to their end, each step and fill on record.`,
      };
    });
  },
};
