import { ContractError } from '#shared/contract/error.ts';
import { csvLine } from '#shared/domain/csv.ts';
import type { GatewayBooks } from '#shared/domain/gateway-books.ts';
import type { Order } from '#shared/domain/order.ts';
import type { SimulatorFaultInput } from '#shared/domain/simulator-fault.ts';

import { booksDifference, doubled, type DeskBooks } from '../books-compared.ts';
import type { Check, Findings } from '../check.ts';
import type { CheckWorld, DeskReached, ScratchDesk } from '../check-world.ts';
import { atMost, count, exactly, milliseconds, none } from '../figures.ts';
import { changedLimits, putInForce, wideLimits } from '../scratch-limits.ts';
import { farTicket, marketTicket } from '../tickets.ts';
import { place, untilStatus } from '../trading-hand.ts';
import { waitUntil, watchFor } from '../wait-until.ts';
import { anInstrument } from './component-self-tests.ts';
import { onItsOwnGateway } from './gateways.ts';

/** What became of one fault. */
export interface FaultOutcome {
  fault: string;
  /** From the fault until the desk took new risk again and its books were the gateway's; null where they never were. */
  againMs: number | null;
  /** What still differed at the end, each a sentence. */
  differences: readonly string[];
  /** The rule that must raise an alert; null where nothing is wrong that a person should see. */
  alertDue: string | null;
  /** Rules whose alerts were raised, or raised anew, meanwhile. */
  alerts: readonly string[];
}

/** What was not survived, each a sentence. @param named every fault that must have been tried. */
export function faultProblems(
  named: readonly string[],
  outcomes: readonly FaultOutcome[],
): string[] {
  const tried = new Set(outcomes.map(({ fault }) => fault));
  return [
    ...named.filter((fault) => !tried.has(fault)).map((fault) => `Nobody tried ${fault}.`),
    ...outcomes.flatMap(({ fault, againMs, differences, alertDue, alerts }) => [
      ...differences.map((each) => `After ${fault}: ${each}`),
      ...(againMs === null && differences.length === 0
        ? [`After ${fault} the desk does not take new risk again.`]
        : []),
      ...(alertDue === null || alerts.includes(alertDue)
        ? []
        : [`Of ${fault} no alert ${alertDue} was raised.`]),
    ]),
  ];
}

/** What a case of a fault works with. */
interface FaultDesk {
  world: CheckWorld;
  desk: ScratchDesk;
  /** Buys the smallest quantity at the market. */
  buy: () => Promise<string>;
  /** As `buy`, and waits until the desk says that it is filled. */
  bought: () => Promise<void>;
  /** Places an order that rests. */
  rest: () => Promise<string>;
  inject: (fault: SimulatorFaultInput) => Promise<void>;
  /** Waits until the gateway has taken an order, and filled it where `filled`. */
  untilTaken: (orderRef: string, filled: boolean) => Promise<void>;
}

interface FaultCase {
  fault: string;
  alertDue: string | null;
  happens(at: FaultDesk): Promise<void>;
}

/** So many refusals within a minute are more than a slip. Source: resources/limits/default.json, order-rejections. */
const stormOrders = 5;
/** Far beyond what an answer takes, so that one that has not come by then is lost. */
const answeredWithinMs = 1_000;
/** Longer than a case takes: it is ended by the case. */
const untilEndedMs = 60_000;

/** Each with an order that rests all the while: it must neither be lost nor sent again. */
const faultCases: readonly FaultCase[] = [
  {
    fault: 'a fill that is told after its status',
    alertDue: null,
    async happens({ bought, inject }) {
      await inject({ kind: 'late-fill' });
      await bought();
    },
  },
  {
    fault: 'a fill that is told twice',
    alertDue: null,
    async happens({ bought, inject }) {
      await inject({ kind: 'duplicate', messages: 'executions', count: 2 });
      await bought();
    },
  },
  {
    fault: 'messages about an order and its fill in another order',
    alertDue: null,
    async happens({ bought, inject }) {
      await inject({ kind: 'reorder', messages: 'orders', count: 2 });
      await inject({ kind: 'reorder', messages: 'executions', count: 2 });
      await bought();
    },
  },
  {
    fault: 'messages that cannot be read',
    alertDue: null,
    async happens({ bought, inject }) {
      await inject({ kind: 'malformed-frame', shape: 'bad-count' });
      await inject({ kind: 'malformed-frame', shape: 'bad-reject-text' });
      await bought();
    },
  },
  {
    fault: 'an order that the gateway loses',
    alertDue: 'order-unacknowledged',
    async happens({ world, desk, buy, inject }) {
      const { limits } = await desk.call('limits.read', {});
      const soon = { acknowledgementDeadline: answeredWithinMs };
      await putInForce(desk, changedLimits(limits, { numbers: soon }));
      await inject({ kind: 'swallow-order' });
      const orderRef = await buy();
      await waitUntil(world, 'an alert says that it is not answered', againWithinMs, () =>
        desk
          .feed('alerts', {})
          .snapshot()
          .some((each) => each.rule === 'order-unacknowledged' && each.orderRef === orderRef),
      );
      // What a person does who has read the alert: until the broker has settled it, nobody buys more.
      await desk.call('order.cancel', { orderRef });
      await untilStatus(world, desk, orderRef, 'CANCELLED');
      await putInForce(desk, limits);
    },
  },
  {
    fault: 'orders that are refused one after the other',
    alertDue: 'order-rejections',
    async happens({ world, desk, rest, inject }) {
      await inject({ kind: 'reject-order', count: stormOrders });
      for (let order = 0; order < stormOrders; order += 1) {
        await untilStatus(world, desk, await rest(), 'REJECTED');
      }
    },
  },
  {
    fault: 'a gateway whose clock jumps',
    alertDue: null,
    async happens({ bought, inject }) {
      await inject({ kind: 'clock-jump', seconds: 120 });
      await bought();
    },
  },
  {
    fault: 'a lost acknowledgement and then a lost connection',
    alertDue: 'link-down',
    async happens({ rest, inject, untilTaken }) {
      await inject({ kind: 'lose-acknowledgement' });
      await untilTaken(await rest(), false);
      await inject({ kind: 'drop' });
    },
  },
  {
    fault: 'a connection on which the gateway’s words are lost',
    alertDue: 'link-down',
    async happens({ desk, buy, inject, untilTaken }) {
      await inject({ kind: 'half-open', forMs: untilEndedMs });
      await untilTaken(await buy(), true);
      await desk.gateway.clear(null);
    },
  },
  {
    fault: 'a gateway that falls silent',
    alertDue: 'link-down',
    async happens({ world, desk, inject }) {
      await inject({ kind: 'silence', forMs: untilEndedMs });
      await waitUntil(world, 'the silence is heard', againWithinMs, () => !takesNewRisk(desk));
      await desk.gateway.clear(null);
    },
  },
  {
    fault: 'a message of an impossible length',
    alertDue: 'link-down',
    async happens({ inject }) {
      await inject({ kind: 'malformed-frame', shape: 'bad-length' });
    },
  },
  {
    fault: 'a message that breaks off',
    alertDue: 'link-down',
    async happens({ inject }) {
      await inject({ kind: 'malformed-frame', shape: 'cut-off' });
    },
  },
  {
    fault: 'a gateway that loses its broker and its data',
    alertDue: 'link-down',
    async happens({ inject }) {
      await inject({ kind: 'connectivity-lost', dataLost: true, forMs: 500 });
    },
  },
  {
    fault: 'a restart of the gateway',
    alertDue: 'link-down',
    async happens({ inject }) {
      await inject({ kind: 'restart', forMs: 500 });
    },
  },
  {
    fault: 'a restart of the desk amid orders',
    alertDue: null,
    async happens({ desk, buy, rest }) {
      await Promise.all([rest(), buy()]);
      await desk.restart();
    },
  },
];

/**
 * Reconnecting takes half a second at first and longer after each failure, reconciling a few messages. The margin is for a
 * machine that has other work.
 */
const againWithinMs = 20_000;
const lookEveryMs = 50;

/** Both books. A desk shows an order that has ended only for a while: what the gateway has of those is looked up. */
async function bothBooks(desk: ScratchDesk): Promise<{ desk: DeskBooks; gateway: GatewayBooks }> {
  const gateway = await desk.gateway.books();
  const shown = desk.feed('orders', {}).snapshot();
  const orders = [...shown];
  for (const { orderRef } of gateway.orders) {
    if (shown.some((order) => order.orderRef === orderRef)) continue;
    const order = await orderOnRecord(desk, orderRef);
    if (order !== null) orders.push(order);
  }
  return { gateway, desk: { orders, ...filledBooks(desk) } };
}

/** Null where the desk has no such order. */
async function orderOnRecord(desk: DeskReached, orderRef: string): Promise<Order | null> {
  try {
    return (await desk.call('order.read', { orderRef })).order;
  } catch (error) {
    if (error instanceof ContractError && error.code === 'not-found') return null;
    throw error;
  }
}

function filledBooks(desk: DeskReached): Omit<DeskBooks, 'orders'> {
  const execIds = [...desk.facts(1)].flatMap((fact) =>
    fact.kind === 'execution.received' ? [fact.body.execution.execId] : [],
  );
  return { execIds, positions: desk.feed('positions', {}).snapshot() };
}

function alertsSince(desk: DeskReached, fromSeq: number): string[] {
  const raised = new Set(['raised', 'repeated', 'reopened']);
  return [...desk.facts(fromSeq)].flatMap((fact) =>
    fact.kind === 'alert.changed' && raised.has(fact.body.change) ? [fact.body.alert.rule] : [],
  );
}

function takesNewRisk(desk: DeskReached): boolean {
  const [status] = desk.feed('status', {}).snapshot();
  return status?.link?.state === 'ready' && status.fault === null && status.breaks.length === 0;
}

/** Looks until the desk is itself again and the due alert is there, or for as long as that may take. */
async function outcomeOf(
  { world, desk }: Pick<FaultDesk, 'world' | 'desk'>,
  { fault, alertDue }: FaultCase,
  since: { monotonic: number; seq: number },
): Promise<FaultOutcome> {
  const { clock } = world;
  const deadline = clock.monotonic() + againWithinMs;
  for (;;) {
    const isReady = takesNewRisk(desk);
    const books = await bothBooks(desk);
    const differences = booksDifference(books.desk, books.gateway);
    const alerts = [...new Set(alertsSince(desk, since.seq))];
    const isAgain = isReady && differences.length === 0;
    const isTold = alertDue === null || alerts.includes(alertDue);
    const isFinal = doubled(books.desk, books.gateway).length > 0 || clock.monotonic() > deadline;
    if ((isAgain && isTold) || isFinal) {
      const againMs = isAgain ? clock.monotonic() - since.monotonic : null;
      return { fault, againMs, differences, alertDue, alerts };
    }
    await watchFor(world, lookEveryMs);
  }
}

async function faultDesk(world: CheckWorld): Promise<FaultDesk> {
  const desk: ScratchDesk = await world.scratchDesk({ reconcileEveryMs: 1_000 });
  await desk.ready();
  const { limits } = await desk.call('limits.read', {});
  await putInForce(desk, wideLimits(limits));
  const own: CheckWorld = { ...world, desk };
  const buy = async (): Promise<string> =>
    place(desk, marketTicket((await anInstrument(own)).instrument, 'BUY'));
  return {
    world,
    desk,
    buy,
    bought: async () => {
      await untilStatus(world, desk, await buy(), 'FILLED');
    },
    rest: async () => place(desk, farTicket(await anInstrument(own))),
    inject: (fault) => desk.gateway.inject(fault),
    async untilTaken(orderRef, filled) {
      const deadline = world.clock.monotonic() + againWithinMs;
      while (world.clock.monotonic() < deadline) {
        const { orders } = await desk.gateway.books();
        const order = orders.find((each) => each.orderRef === orderRef);
        if (order !== undefined && (!filled || order.filled > 0)) return;
        await watchFor(world, lookEveryMs);
      }
      throw new Error(`The gateway has not taken the order ${orderRef}.`);
    },
  };
}

async function run(world: CheckWorld): Promise<Findings> {
  const { clock } = world;
  const at = await faultDesk(world);
  await at.bought();
  await untilStatus(world, at.desk, await at.rest(), 'WORKING');
  const outcomes: FaultOutcome[] = [];
  for (const [nth, each] of faultCases.entries()) {
    world.progress(nth / faultCases.length, each.fault);
    const since = { monotonic: clock.monotonic(), seq: at.desk.head().seq + 1 };
    await each.happens(at);
    const outcome = await outcomeOf(at, each, since);
    outcomes.push(outcome);
    // What comes next would only say the same again.
    if (outcome.againMs === null) break;
  }
  const named = faultCases.map(({ fault }) => fault);
  const problems = faultProblems(named, outcomes);
  const again = outcomes.flatMap(({ againMs }) => againMs ?? []);
  const books = await bothBooks(at.desk);
  return {
    figures: [
      count('survived', 'Faults survived', again.length, exactly(faultCases.length)),
      milliseconds(
        'again',
        'Longest until the desk was itself again',
        again.length === 0 ? null : Math.max(...again),
        atMost(againWithinMs),
      ),
      count(
        'alerts',
        'Alerts that were due and not raised',
        outcomes.filter(({ alertDue, alerts }) => alertDue !== null && !alerts.includes(alertDue))
          .length,
        none,
      ),
      count(
        'differences',
        'Differences from the gateway’s books',
        outcomes.flatMap(({ differences }) => differences).length,
        none,
      ),
    ],
    evidence: [
      {
        name: 'faults.csv',
        title: 'Each fault, how long until the desk was itself again, and the alerts it raised',
        contents: [
          csvLine(['fault', 'again after ms', 'alert due', 'alerts raised', 'differences']),
          ...outcomes.map(({ fault, againMs, alertDue, alerts, differences }) =>
            csvLine([
              fault,
              againMs === null ? null : Math.round(againMs),
              alertDue,
              alerts.join(' '),
              differences.join(' '),
            ]),
          ),
        ].join(''),
      },
      {
        name: 'books.json',
        title: 'The books of the desk and of the gateway at the end',
        contents: JSON.stringify(books, null, 2),
      },
    ],
    problems,
    found: `${outcomes.length} faults were survived: nothing was lost or doubled, and what a person must see raised an alert.`,
  };
}

export const faultsSurvived: Check = {
  checkId: 'faults-survived',
  title: 'Faults are survived, and said',
  why: 'A connection breaks on the worst day: what was sent then must be known, and nothing may be sent twice.',
  phase: 5,
  weight: 5,
  critical: true,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 240_000,
  run,
};
