import { csvLine } from '#shared/domain/csv.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { KillDrill } from '#shared/domain/kill.ts';
import type { Order, OrderStatus, OrderTicket } from '#shared/domain/order.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { TradingState } from '#shared/domain/trading-state.ts';

import type { Check, Findings } from '../check.ts';
import type { CheckWorld, DeskReached, Hand, ScratchDesk } from '../check-world.ts';
import { orderNow, statusNow } from '../desk-now.ts';
import { atLeast, atMost, count, exactly, milliseconds, none } from '../figures.ts';
import { putInForce, wideLimits } from '../scratch-limits.ts';
import { farTicket, findInstrument, onTick, quoted, type Quoted } from '../tickets.ts';
import { leavingNothing, place, untilStatus } from '../trading-hand.ts';
import { waitUntil } from '../wait-until.ts';
import { anInstrument } from './component-self-tests.ts';
import { onItsOwnGateway, tradingGateways } from './gateways.ts';

/**
 * From the decision to the gateway's answer. The design has cancels on the wire within 100 ms; a drill goes to the
 * gateway and back besides, and the machine is given twenty times that.
 */
const drilledWithinMs = 2_000;

/** What a drill said, and what it changed. */
export interface Drilled {
  drill: KillDrill;
  /** Orders that were open before it, and what they were after it. */
  orders: readonly { orderRef: string; before: OrderStatus; after: OrderStatus | null }[];
  /** Kinds of the facts since. */
  facts: readonly string[];
}

/** What only a kill, and never a drill, puts on record. */
const touching: ReadonlySet<string> = new Set([
  'kill.engaged',
  'trading-state.changed',
  'order.cancel-intended',
  'order.intended',
  'execution.received',
]);

/** What is wrong with a drill, each a sentence. */
export function drillProblems({ drill, orders, facts }: Drilled): string[] {
  return [
    ...(drill.failure === null ? [] : [drill.failure]),
    ...(drill.openOrders === orders.length
      ? []
      : [`It counts ${drill.openOrders} open orders, and ${orders.length} are open.`]),
    ...orders
      .filter(({ before, after }) => after !== before)
      .map(
        ({ orderRef, before, after }) =>
          `The order ${orderRef} was ${before} before it, and is ${after ?? 'gone'} after it.`,
      ),
    ...[...new Set(facts)]
      .filter((kind) => touching.has(kind))
      .map((kind) => `It recorded ${kind}.`),
    ...['kill.drill-began', 'kill.drilled']
      .filter((kind) => !facts.includes(kind))
      .map((kind) => `It did not record ${kind}.`),
  ];
}

function openOrders(desk: DeskReached): Order[] {
  return desk
    .feed('orders', {})
    .snapshot()
    .filter(({ status }) => isOpen(status));
}

/** Some ticks further away: the very same order as one that was just sent would be taken for a slip. */
function unlikeAnyOther({ random }: CheckWorld, at: Quoted): OrderTicket {
  const { minTick } = at.instrument;
  const ticket = farTicket(at);
  const further = Math.floor(random.next() * 100) * minTick;
  return { ...ticket, limitPrice: onTick((ticket.limitPrice ?? 0) - further, minTick, 'BUY') };
}

async function runDrill(world: CheckWorld): Promise<Findings> {
  const { desk } = world;
  return leavingNothing(world, desk, async () => {
    const orderRef = await place(desk, unlikeAnyOther(world, await anInstrument(world)));
    await untilStatus(world, desk, orderRef, 'WORKING');
    const before = openOrders(desk);
    const since = desk.head().seq + 1;
    const drill = await desk.call('kill.drill', {}, 'risk-officer');
    const drilled: Drilled = {
      drill,
      orders: before.map((order) => ({
        orderRef: order.orderRef,
        before: order.status,
        after: orderNow(desk, order.orderRef)?.status ?? null,
      })),
      facts: [...desk.facts(since)].map(({ kind }) => kind),
    };
    const { decideMs, recordMs, leftMs, answeredMs } = drill;
    return {
      figures: [
        milliseconds('decided', 'Until it was decided', decideMs),
        milliseconds('recorded', 'Until it was on disk', recordMs),
        milliseconds('left', 'Until it had left', leftMs),
        milliseconds(
          'answered',
          'From the key to the gateway’s answer',
          answeredMs === null ? null : decideMs + recordMs + answeredMs,
          atMost(drilledWithinMs),
        ),
        count('orders', 'Orders that were open', before.length, atLeast(1)),
        count(
          'touched',
          'Orders it touched',
          drilled.orders.filter(({ before: was, after }) => after !== was).length,
          none,
        ),
      ],
      evidence: [
        {
          name: 'drill.json',
          title:
            'What the drill said, the orders before and after it, and the kinds of facts since',
          contents: JSON.stringify(drilled, null, 2),
        },
      ],
      problems: drillProblems(drilled),
      found: 'The drill went the whole way to the gateway and back, and touched no order.',
    };
  });
}

const killDrill: Check = {
  checkId: 'kill-drill',
  title: 'The kill switch is drilled, and no order is touched',
  why: 'A kill switch that is never tried fails when it is needed, and a drill that cancels is no drill. Source: RTS 6 article 12.',
  phase: 5,
  weight: 4,
  critical: true,
  negativeControl: false,
  gateways: tradingGateways,
  needs: [],
  withinMs: 60_000,
  run: runDrill,
};

/** Somebody's try to trade again after a kill. */
interface Rearming {
  how: string;
  /** Whether the desk must let it. */
  must: boolean;
  did: boolean;
}

/** What became of a kill. */
export interface Killed {
  orders: readonly { orderRef: string; status: OrderStatus }[];
  tradingState: TradingState;
  latch: string | null;
  /** Order or change that was asked for after it, and whether the desk took it. */
  after: readonly { what: string; accepted: boolean }[];
  rearming: readonly Rearming[];
  /** Whether an order leaves once two people have let it. */
  tradesAgain: boolean;
  /** Kinds of facts from the kill on. */
  facts: readonly string[];
}

/** What is wrong with a kill, each a sentence. */
export function killProblems(killed: Killed): string[] {
  const { orders, tradingState, latch, after, rearming, tradesAgain, facts } = killed;
  const open = orders.filter(({ status }) => status !== 'CANCELLED');
  return [
    ...(orders.length === 0 ? ['No order was open.'] : []),
    ...open.slice(0, 3).map(({ orderRef, status }) => `The order ${orderRef} is ${status}.`),
    ...(tradingState === 'HALTED' ? [] : [`The desk is ${tradingState} after it.`]),
    ...(latch === 'kill' ? [] : ['One person is enough to trade again after it.']),
    ...after.filter(({ accepted }) => accepted).map(({ what }) => `${what} was accepted after it.`),
    ...rearming
      .filter(({ must, did }) => must !== did)
      .map(({ how, must }) =>
        must ? `${how} do not make the desk trade again.` : `${how} made the desk trade again.`,
      ),
    ...(tradesAgain ? [] : ['No order leaves once two people have let it.']),
    ...(facts.includes('kill.engaged') ? [] : ['It is not on record.']),
  ];
}

/** As many as the desk cancels while it also keeps the broker's pace; on several instruments and both sides. */
const ordersPerSide = 6;
const symbols = ['SPY', 'AAPL', 'MSFT'] as const;
/**
 * The cancels leave at once and ahead of everything; the gateway of a check answers within tens of milliseconds. The
 * design's 100 ms for 200 cancels, and twenty times that for the machine.
 */
const killedWithinMs = 2_000;

async function manyOrders(world: CheckWorld, desk: ScratchDesk): Promise<string[]> {
  const orderRefs: string[] = [];
  for (const symbol of symbols) {
    const at = await quoted(world, desk, await findInstrument(desk, symbol));
    for (const side of ['BUY', 'SELL'] as const) {
      for (let nth = 1; nth <= ordersPerSide; nth += 1) {
        orderRefs.push(await place(desk, { ...farTicket(at, side), quantity: nth }));
      }
    }
  }
  await waitUntil(world, 'every order works', 30_000, () =>
    orderRefs.every((orderRef) => orderNow(desk, orderRef)?.status === 'WORKING'),
  );
  return orderRefs;
}

/** Whether the desk did it; a refusal is an answer. */
async function does(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}

async function rearm(desk: ScratchDesk): Promise<Rearming[]> {
  const alone = { instrumentId: null, state: 'ACTIVE', reason: 'A readiness check.' } as const;
  const set = await does(() => desk.call('trading-state.set', alone, 'risk-officer'));
  const { proposalId } = await desk.call('rearm.propose', alone, 'risk-officer');
  const approve = (hand: Hand) => (): Promise<unknown> =>
    desk.call('proposal.approve', { proposalId, reason: alone.reason }, hand);
  const approvedAlone = await does(approve('risk-officer'));
  const stillHalted = statusNow(desk).tradingState === 'HALTED';
  await does(approve('second-risk-officer'));
  return [
    { how: 'One person', must: false, did: set },
    {
      how: 'One person who approves what is their own proposal',
      must: false,
      did: approvedAlone || !stillHalted,
    },
    { how: 'Two people', must: true, did: statusNow(desk).tradingState === 'ACTIVE' },
  ];
}

async function runSwitch(world: CheckWorld): Promise<Findings> {
  const { clock } = world;
  const desk = await world.scratchDesk();
  await desk.ready();
  const { limits } = await desk.call('limits.read', {});
  await putInForce(desk, wideLimits(limits));
  const at = await quoted(world, desk, await findInstrument(desk, 'SPY'));
  const orderRefs = await manyOrders(world, desk);
  const [oldest = ''] = orderRefs;
  const since = desk.head().seq + 1;
  const begun = clock.monotonic();
  const { cancelsSent } = await desk.call(
    'kill.engage',
    { reason: 'A readiness check.' },
    'risk-officer',
  );
  const engagedMs = clock.monotonic() - begun;
  const placedAfter = await desk.call('order.place', { ticket: farTicket(at) });
  const changedAfter = await does(() =>
    desk.call('order.modify', {
      orderRef: oldest,
      change: { quantity: 2 * ordersPerSide, limitPrice: null, stopPrice: null },
    }),
  );
  await waitUntil(world, 'every order has ended', 20_000, () =>
    orderRefs.every((orderRef) => !isOpen(orderNow(desk, orderRef)?.status ?? 'CANCELLED')),
  );
  const { tradingState, tradingStateOrigin } = statusNow(desk);
  const facts: Fact[] = [...desk.facts(since)];
  const endedMs = endedAfterMs(facts, new Set(orderRefs));
  const killed: Killed = {
    orders: orderRefs.map((orderRef) => ({
      orderRef,
      status: orderNow(desk, orderRef)?.status ?? 'UNKNOWN',
    })),
    tradingState,
    latch: tradingStateOrigin?.latch ?? null,
    after: [
      { what: 'A new order', accepted: placedAfter.allowed },
      { what: 'A change of an order', accepted: changedAfter },
    ],
    rearming: await rearm(desk),
    tradesAgain: (await desk.call('order.place', { ticket: farTicket(at) })).allowed,
    facts: facts.map(({ kind }) => kind),
  };
  return {
    figures: [
      count('orders', 'Orders that were open', orderRefs.length, atLeast(2 * ordersPerSide)),
      count('cancels', 'Cancels it sent', cancelsSent, exactly(orderRefs.length)),
      count(
        'left-open',
        'Orders not cancelled',
        killed.orders.filter(({ status }) => status !== 'CANCELLED').length,
        none,
      ),
      count(
        'accepted-after',
        'Orders and changes accepted after it',
        killed.after.filter(({ accepted }) => accepted).length,
        none,
      ),
      milliseconds('engaged', 'Until it was on record and the cancels had left', engagedMs),
      milliseconds(
        'kill-to-end',
        'From its record to the end of the last order',
        endedMs,
        atMost(killedWithinMs),
      ),
    ],
    evidence: [
      {
        name: 'killed.csv',
        title: 'What is on record from the kill on',
        contents: [
          csvLine(['seq', 'at', 'by', 'fact', 'order', 'status']),
          ...facts.map(({ seq, at: recordedAt, by, kind, body }) =>
            csvLine([
              seq,
              recordedAt,
              by,
              kind,
              kind === 'order.changed'
                ? body.order.orderRef
                : kind === 'order.cancel-intended'
                  ? body.orderRef
                  : null,
              kind === 'order.changed' ? body.order.status : null,
            ]),
          ),
        ].join(''),
      },
      {
        name: 'killed.json',
        title:
          'What became of the orders, of what was asked after it, and of who wanted to trade again',
        contents: JSON.stringify({ ...killed, facts: undefined }, null, 2),
      },
    ],
    problems: killProblems(killed),
    found: `All ${orderRefs.length} orders were cancelled, nothing was accepted after, and it took two people to trade again.`,
  };
}

/** By the record, from the kill to the last order's end; null where there is neither. */
function endedAfterMs(facts: readonly Fact[], orderRefs: ReadonlySet<string>): number | null {
  const engaged = facts.find(({ kind }) => kind === 'kill.engaged');
  const last = facts.findLast(
    ({ kind, body }) =>
      kind === 'order.changed' && orderRefs.has(body.order.orderRef) && !isOpen(body.order.status),
  );
  if (engaged === undefined || last === undefined) return null;
  return Date.parse(last.at) - Date.parse(engaged.at);
}

const killSwitch: Check = {
  checkId: 'kill-switch',
  title: 'The kill switch cancels everything, and one person alone cannot undo it',
  why: 'When it is needed nothing may be left, nothing may come after, and nobody may lift it alone. Source: RTS 6 article 12.',
  phase: 5,
  weight: 5,
  critical: true,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 90_000,
  run: runSwitch,
};

export const killChecks: readonly Check[] = [killDrill, killSwitch];
