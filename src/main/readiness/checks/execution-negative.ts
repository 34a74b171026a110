import type { Execution } from '#shared/domain/execution.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { Instrument } from '#shared/domain/instrument.ts';

import { comparedSums, heldProblems, sumProblems, type CampaignOver } from '../campaign-books.ts';
import type { Check } from '../check.ts';
import type { CheckWorld, DeskReached } from '../check-world.ts';
import { lifeProblems, orderLives, type OrderLife } from '../order-life.ts';
import { farTicket, smallest } from '../tickets.ts';
import { leavingNothing, place, untilStatus } from '../trading-hand.ts';
import { bracketProblems, type BracketLived } from './brackets.ts';
import { partialProblems, rejectionProblems, stopProblems } from './broker-events.ts';
import { anInstrument } from './component-self-tests.ts';
import { everyGateway } from './gateways.ts';
import { goLiveBlockers, type BeforeGoLive } from './go-live-blockers.ts';
import { lifeOf, marketable } from './order-lives.ts';
import { modifyProblems } from './order-modified.ts';
import { errorRate, mostErrorsPercent, type OrderOutcome } from './order-series.ts';
import { transitionProblems, type ShadowSeen } from './transition.ts';
import { judgePlanted, type PlantedObservation } from './planted-observations.ts';

/** What a real order has left on record, and the life that is read from it. */
interface Lived {
  life: OrderLife;
  facts: readonly Fact[];
}

function without(life: Lived, kind: Fact['kind']): OrderLife | undefined {
  const { orderRef } = life.life.order;
  return orderLives(life.facts.filter((fact) => fact.kind !== kind)).get(orderRef);
}

function as(life: OrderLife, order: Partial<OrderLife['order']>): OrderLife {
  return { ...life, order: { ...life.order, ...order } };
}

/** A campaign of one fill and its opposite at the same price: what it cost are the commissions. */
function campaignOf(instrument: Instrument, fill: Execution): CampaignOver {
  const commissions = (2 * (fill.commissionMicros ?? 0)) / 1e6;
  const back: Execution = {
    ...fill,
    side: 'SELL',
    brokerRealizedPnlMicros: -2 * (fill.commissionMicros ?? 0),
  };
  return {
    instruments: [instrument],
    fills: [fill, back],
    desk: [{ instrumentId: instrument.instrumentId, quantity: 0, realizedPnl: 0, commissions }],
    before: { cash: 1_000, realizedPnl: 0 },
    after: { cash: 1_000 - commissions, realizedPnl: -commissions },
  };
}

function tooMany(outcomes: readonly OrderOutcome[]): string[] {
  const rate = errorRate(outcomes);
  return rate !== null && rate <= mostErrorsPercent ? [] : [`${rate} % of the orders failed.`];
}

/** Every evaluation of phase 3: two orders as they really lived, and the same with one thing broken in it. */
function planted(instrument: Instrument, filled: Lived, cancelled: Lived): PlantedObservation[] {
  const fills = { ends: 'FILLED' } as const;
  const { order } = filled.life;
  const limitPrice = order.limitPrice ?? 0;
  const stop = as(filled.life, { stopPrice: limitPrice / 2 });
  const stopRested: OrderLife = withSteps(stop, ['SENDING', 'WORKING', 'FILLED']);
  const asked = [{ quantity: order.quantity, limitPrice }];
  const modified: OrderLife = { ...stopRested, figures: asked };
  const partial = withSteps(as(cancelled.life, { filledQuantity: 1, quantity: 2 }), [
    'SENDING',
    'PARTLY_FILLED',
    'CANCELLING',
    'CANCELLED',
  ]);
  const partly: OrderLife = {
    ...partial,
    executions: filled.life.executions.slice(0, 1).map((each) => ({ ...each, quantity: 1 })),
  };
  const refused = withSteps(as(cancelled.life, { reason: 'No permission.' }), [
    'SENDING',
    'REJECTED',
  ]);
  const alert = { state: 'open', detail: '' } as const;
  const exit = { side: 'SELL', entryRef: order.orderRef, quantity: order.quantity } as const;
  const bracket: BracketLived = {
    ending: 'profit',
    entry: filled.life,
    takeProfit: as(filled.life, exit),
    stopLoss: { ...as(cancelled.life, exit), cancelAsked: false },
  };
  const fill = filled.life.executions[0];
  if (fill === undefined) throw new Error('The order that filled has no fill.');
  const over = campaignOf(instrument, fill);
  const before: BeforeGoLive = {
    status: {
      tradingState: 'ACTIVE',
      tradingStateReason: null,
      instrumentStates: [],
      breaks: [],
      fault: null,
      readOnlyApi: false,
      reconciledAt: '2026-01-05T10:00:00.000Z',
      link: { state: 'ready', reason: '' },
    },
    orders: [],
    alerts: [],
  };
  const outcomes = Array.from({ length: 40 }, (_, nth): OrderOutcome => ({
    nth,
    expected: 'FILLED',
    ended: 'FILLED',
  }));
  const shadow: ShadowSeen = {
    attempts: [{ way: 'LMT', deniedBy: ['account-kind'], left: false }],
    intended: 0,
    atGateway: 0,
    whatIfMissing: null,
    breaks: 0,
    cash: { broker: 1, desk: 1 },
    here: { limits: 'a', 'alert rules': 'b', controls: 'c' },
    there: { limits: 'a', 'alert rules': 'b', controls: 'c' },
  };
  return [
    {
      defect: 'the broker has a cent less than the fills add up to',
      says: () =>
        sumProblems(
          comparedSums({ ...over, after: { ...over.after, cash: (over.after.cash ?? 0) - 0.01 } }),
        ),
      saysOfTheSound: () => sumProblems(comparedSums(over)),
    },
    {
      defect: 'one unit more is held than has filled',
      says: () => heldProblems([instrument], [fill], [{ ...fill, quantity: fill.quantity + 1 }]),
      saysOfTheSound: () => heldProblems([instrument], [fill], [fill]),
    },
    {
      defect: 'one order in twenty fails',
      says: () =>
        tooMany(
          outcomes.map((each) => (each.nth % 20 === 0 ? { ...each, ended: 'REJECTED' } : each)),
        ),
      saysOfTheSound: () => tooMany(outcomes),
    },
    {
      defect: 'the fate of an order is unknown',
      says: () =>
        goLiveBlockers({ ...before, orders: [{ ...order, status: 'UNKNOWN' }] }).map(
          ({ detail }) => detail,
        ),
      saysOfTheSound: () => goLiveBlockers(before).map(({ detail }) => detail),
    },
    {
      defect: 'an order leaves for a live account',
      says: () => transitionProblems({ ...shadow, atGateway: 1 }),
      saysOfTheSound: () => transitionProblems(shadow),
    },
    {
      defect: 'a fill is on record without its commission',
      says: () => lifeProblems(without(filled, 'commission.received'), fills),
      saysOfTheSound: () => lifeProblems(filled.life, fills),
    },
    {
      defect: 'a fill is not on record',
      says: () => lifeProblems(without(filled, 'execution.received'), fills),
      saysOfTheSound: () => lifeProblems(filled.life, fills),
    },
    {
      defect: 'an order works again after its end',
      says: () =>
        lifeProblems(withSteps(cancelled.life, ['SENDING', 'CANCELLED', 'WORKING']), {
          ends: 'WORKING',
        }),
      saysOfTheSound: () => lifeProblems(cancelled.life, { ends: 'CANCELLED' }),
    },
    {
      defect: 'the broker never had the new price',
      says: () => modifyProblems({ life: { ...modified, figures: [] }, asked }),
      saysOfTheSound: () => modifyProblems({ life: modified, asked }),
    },
    {
      defect: 'a stop trades before the market has reached it',
      says: () => stopProblems(as(stopRested, { stopPrice: limitPrice * 2 })),
      saysOfTheSound: () => stopProblems(stopRested),
    },
    {
      defect: 'a part fill is not held',
      says: () => partialProblems(partly, 0),
      saysOfTheSound: () => partialProblems(partly, 1),
    },
    {
      defect: 'nobody is told of a refusal',
      says: () => rejectionProblems(refused, 'No permission.', null),
      saysOfTheSound: () => rejectionProblems(refused, 'No permission.', alert),
    },
    {
      defect: 'both exits of a bracket fill',
      says: () => bracketProblems({ ...bracket, stopLoss: bracket.takeProfit }),
      saysOfTheSound: () => bracketProblems(bracket),
    },
  ];
}

function withSteps(life: OrderLife, statuses: OrderLife['order']['status'][]): OrderLife {
  const steps = statuses.map((status, seq) => ({ status, seq, at: '2026-01-05T10:00:00.000Z' }));
  return { ...life, steps };
}

const onAnother =
  'The two orders lived on a desk and a simulated gateway of the check\u2019s own: none may leave to a live account.';

/** The desk itself, or where no order may leave it one on a simulated gateway of its own. */
async function deskToTradeOn(world: CheckWorld): Promise<DeskReached> {
  if (world.gatewayKind !== 'shadow') return world.desk;
  const desk = await world.scratchDesk();
  await desk.ready();
  return desk;
}

/** Other quantities than of the checks before: two equal orders within a second are one sent twice. */
const lots = { fills: 6, rests: 7 } as const;

export const executionNegativeControl: Check = {
  checkId: 'execution-notices',
  title: 'Defects in execution are noticed',
  why: 'A check that cannot fail proves nothing.',
  phase: 3,
  weight: 2,
  critical: true,
  negativeControl: true,
  gateways: everyGateway,
  needs: [],
  withinMs: 60_000,
  async run(world) {
    const desk = await deskToTradeOn(world);
    return leavingNothing(world, desk, async () => {
      const at = await anInstrument({ ...world, desk });
      const fromSeq = desk.head().seq + 1;
      const lived = async (orderRef: string): Promise<Lived> => {
        await untilStatus(world, desk, orderRef, 'FILLED', 'CANCELLED', 'REJECTED');
        const life = await lifeOf(world, desk, orderRef, fromSeq);
        if (life === undefined) throw new Error('The order is not on record.');
        return { life, facts: [...desk.facts(fromSeq)] };
      };
      const far = await place(desk, {
        ...farTicket(at),
        quantity: lots.rests * smallest(at.instrument),
      });
      await untilStatus(world, desk, far, 'WORKING');
      await desk.call('order.cancel', { orderRef: far });
      const cancelled = await lived(far);
      const filled = await lived(
        await place(desk, marketable(at, 'BUY', lots.fills * smallest(at.instrument))),
      );
      const judged = judgePlanted(planted(at.instrument, filled, cancelled));
      if (desk === world.desk) return judged;
      return { ...judged, found: `${judged.found} ${onAnother}` };
    });
  },
};
