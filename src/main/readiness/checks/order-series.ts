import { csvLine } from '#shared/domain/csv.ts';
import type { OrderTicket } from '#shared/domain/order.ts';

import type { Check } from '../check.ts';
import { atLeast, atMost, count, milliseconds, percent } from '../figures.ts';
import { orderLives, type OrderLife } from '../order-life.ts';
import { percentile } from '../percentile.ts';
import { farTicket, quoted, smallest } from '../tickets.ts';
import { leavingNothing, place, untilStatus } from '../trading-hand.ts';
import { watchFor } from '../wait-until.ts';
import { anInstrument } from './component-self-tests.ts';
import { tradingGateways } from './gateways.ts';
import { marketable } from './order-lives.ts';

/** What became of one order that should pass. */
export interface OrderOutcome {
  nth: number;
  expected: 'FILLED' | 'CANCELLED';
  /** Its end, or why it had none. */
  ended: string;
}

/** Percent of the orders that did not come to the end they should. */
export function errorRate(outcomes: readonly OrderOutcome[]): number | null {
  if (outcomes.length === 0) return null;
  return (100 * outcomes.filter((each) => each.ended !== each.expected).length) / outcomes.length;
}

/** Half of them rest and are cancelled, half of them fill; purchases and sales in turn. */
const ordersInSeries = 40;
/** Between two orders: with its cancel and a fill that is less than half of the messages that the gateway takes. */
const pauseMs = 100;
/** Source: target of the reference line, resources/load/reference.json. */
export const mostErrorsPercent = 2;

/** Quantities go round in so many sizes: the very same order is not taken twice within a second. */
const sizes = 8;

const validOrders: Check = {
  checkId: 'valid-orders-pass',
  title: 'Valid orders get through',
  why: 'A desk on which one order in twenty fails is traded around.',
  phase: 3,
  weight: 4,
  critical: true,
  negativeControl: false,
  gateways: tradingGateways,
  needs: ['order-lives'],
  withinMs: 240_000,
  run(world) {
    const { desk } = world;
    return leavingNothing(world, desk, async () => {
      const { instrument } = await anInstrument(world);
      const outcomes: OrderOutcome[] = [];
      let held = 0;
      for (let nth = 0; nth < ordersInSeries; nth += 1) {
        world.progress(nth / ordersInSeries, `order ${nth + 1} of ${ordersInSeries}`);
        const at = await quoted(world, desk, instrument);
        const rests = nth % 2 === 0;
        const quantity = (1 + (Math.floor(nth / 2) % sizes)) * smallest(instrument);
        const fills = held > 0 ? marketable(at, 'SELL', held) : marketable(at, 'BUY', quantity);
        const ended = await endOf(rests ? { ...farTicket(at), quantity } : fills, rests);
        if (!rests && ended === 'FILLED') held = held > 0 ? 0 : quantity;
        outcomes.push({ nth: nth + 1, expected: rests ? 'CANCELLED' : 'FILLED', ended });
        await watchFor(world, pauseMs);
      }
      const failed = outcomes.filter((each) => each.ended !== each.expected);
      return {
        figures: [
          count('orders', 'Orders that should pass', outcomes.length, atLeast(ordersInSeries)),
          percent('errors', 'Of them failed', errorRate(outcomes), atMost(mostErrorsPercent)),
        ],
        evidence: [
          {
            name: 'outcomes.csv',
            title: 'What became of each order',
            contents: [
              csvLine(['order', 'should end', 'ended']),
              ...outcomes.map(({ nth, expected, ended }) => csvLine([nth, expected, ended])),
            ].join(''),
          },
        ],
        // One in fifty may fail by the threshold; which one is in the evidence.
        problems:
          failed.length > (ordersInSeries * mostErrorsPercent) / 100
            ? failed.slice(0, 3).map(({ nth, ended }) => `Order ${nth} ended so: ${ended}`)
            : [],
        found: `${outcomes.length - failed.length} of ${outcomes.length} orders came to the end they should.`,
      };
    });

    /** How an order ends; what fails is an outcome, and not the end of the series. */
    async function endOf(ticket: OrderTicket, rests: boolean): Promise<string> {
      try {
        const orderRef = await place(desk, ticket);
        if (rests) {
          const { status } = await untilStatus(
            world,
            desk,
            orderRef,
            'WORKING',
            'FILLED',
            'CANCELLED',
            'REJECTED',
          );
          if (status === 'WORKING') await desk.call('order.cancel', { orderRef });
        }
        return (await untilStatus(world, desk, orderRef, 'FILLED', 'CANCELLED', 'REJECTED')).status;
      } catch (error) {
        world.signal.throwIfAborted();
        return error instanceof Error ? error.message : String(error);
      }
    }
  },
};

/** From the record of an order's intent, milliseconds; null where it did not come to that. */
export interface OrderLatency {
  orderRef: string;
  acknowledged: number | null;
  filled: number | null;
}

const acknowledging = new Set(['WORKING', 'PARTLY_FILLED', 'FILLED']);

export function orderLatencies(lives: Iterable<OrderLife>): OrderLatency[] {
  return [...lives].map(({ order, steps }) => {
    const sentAt = Date.parse(steps[0]?.at ?? '');
    const after = (step: OrderLife['steps'][number] | undefined): number | null =>
      step === undefined ? null : Date.parse(step.at) - sentAt;
    return {
      orderRef: order.orderRef,
      acknowledged: after(steps.find(({ status }) => acknowledging.has(status))),
      filled: after(steps.find(({ status }) => status === 'FILLED')),
    };
  });
}

/** As many as half the series. */
const samplesNeeded = ordersInSeries / 2;
/**
 * The last is when the desk itself takes an answer for missing: the limit `acknowledgementDeadline` that ships. Typical
 * ones have a fifth and a half of it; wide on purpose, for a gateway across a network and a machine that is busy. A fill
 * at the market has twice of each.
 */
const within = { p50: 1_000, p95: 2_500, max: 5_000 } as const;

const latency: Check = {
  checkId: 'order-latency',
  title: 'Orders are acknowledged and filled in time',
  why: 'Who waits for an answer cannot act on it.',
  phase: 3,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: tradingGateways,
  needs: [validOrders.checkId],
  withinMs: 30_000,
  run({ desk, runs }) {
    const since = runs.find(({ checkId }) => checkId === validOrders.checkId)?.beganAt ?? '';
    const measured = [...orderLives(desk.facts(1)).values()].filter(
      ({ order }) => order.placedAt >= since && order.status !== 'DENIED',
    );
    const latencies = orderLatencies(measured);
    const acknowledged = latencies.flatMap((each) => each.acknowledged ?? []);
    const filled = latencies.flatMap((each) => each.filled ?? []);
    const figuresOf = (id: string, title: string, values: readonly number[], times: number) => [
      count(`${id}-samples`, `${title}, samples`, values.length, atLeast(samplesNeeded)),
      milliseconds(
        `${id}-p50`,
        `${title}, p50`,
        percentile(values, 50),
        atMost(times * within.p50),
      ),
      milliseconds(
        `${id}-p95`,
        `${title}, p95`,
        percentile(values, 95),
        atMost(times * within.p95),
      ),
      milliseconds(
        `${id}-max`,
        `${title}, max`,
        percentile(values, 100),
        atMost(times * within.max),
      ),
    ];
    return Promise.resolve({
      figures: [
        ...figuresOf('acknowledged', 'Acknowledged', acknowledged, 1),
        ...figuresOf('filled', 'Filled', filled, 2),
      ],
      evidence: [
        {
          name: 'latencies.csv',
          title: 'From the record of each order’s intent, milliseconds by the times of its facts',
          contents: [
            csvLine(['orderRef', 'acknowledged', 'filled']),
            ...latencies.map((each) => csvLine([each.orderRef, each.acknowledged, each.filled])),
          ].join(''),
        },
      ],
      problems: [],
      found: `Half of ${acknowledged.length} orders were acknowledged within ${percentile(acknowledged, 50)} ms, and half of ${filled.length} filled within ${percentile(filled, 50)} ms.`,
    });
  },
};

export const orderSeriesChecks: readonly Check[] = [validOrders, latency];
