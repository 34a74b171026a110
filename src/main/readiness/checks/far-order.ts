import { csvLine } from '#shared/domain/csv.ts';
import type { Fact } from '#shared/domain/fact.ts';
import type { Order } from '#shared/domain/order.ts';

import type { Check } from '../check.ts';
import { atLeast, atMost, count, milliseconds, money, none } from '../figures.ts';
import { farTicket, marketTicket } from '../tickets.ts';
import { leavingNothing, place, untilStatus } from '../trading-hand.ts';
import { anInstrument } from './component-self-tests.ts';
import { everyGateway, tradingGateways } from './gateways.ts';

/** The gateway answers an order within a second. Source: the limit `acknowledgementDeadline` that ships. */
const answeredWithinMs = 5_000;

const farOrder: Check = {
  checkId: 'far-order-placed-and-cancelled',
  title: 'An order far from the market is placed and cancelled',
  why: 'Before anything may fill, an order has to get there and back.',
  phase: 2,
  weight: 4,
  critical: true,
  negativeControl: false,
  gateways: tradingGateways,
  needs: [],
  withinMs: 60_000,
  async run(world) {
    const { clock, desk } = world;
    return leavingNothing(world, desk, async () => {
      const instrument = await anInstrument(world);
      const since = clock.monotonic();
      const orderRef = await place(desk, farTicket(instrument));
      const working = await untilStatus(world, desk, orderRef, 'WORKING', 'REJECTED', 'FILLED');
      const acknowledgedMs = clock.monotonic() - since;
      const cancelledAt = clock.monotonic();
      if (working.status === 'WORKING') await desk.call('order.cancel', { orderRef });
      const ended = await untilStatus(world, desk, orderRef, 'CANCELLED', 'REJECTED', 'FILLED');
      const { verdicts } = await desk.call('order.read', { orderRef });
      return {
        figures: [
          milliseconds(
            'acknowledged',
            'Acknowledged within',
            acknowledgedMs,
            atMost(answeredWithinMs),
          ),
          milliseconds(
            'cancelled',
            'Cancelled within',
            clock.monotonic() - cancelledAt,
            atMost(answeredWithinMs),
          ),
          count('filled', 'Filled of it', ended.filledQuantity, none),
          count('verdicts', 'Verdicts on record', verdicts.length, atLeast(1)),
        ],
        evidence: [
          {
            name: 'order.json',
            title: 'The order as it worked and as it ended',
            contents: JSON.stringify({ working, ended }, null, 2),
          },
        ],
        problems: [
          ...(working.status === 'WORKING'
            ? []
            : [`It was ${working.status} and not WORKING: ${working.reason ?? ''}`]),
          ...(working.permId === null ? ['The broker gave it no id of its own.'] : []),
          ...(ended.status === 'CANCELLED' ? [] : [`It ended ${ended.status} and not CANCELLED.`]),
        ],
        found: 'The order was acknowledged, worked and was cancelled, and nothing of it filled.',
      };
    });
  },
};

/** Ids of the orders that the desk has meant to send, and of executions, as the journal has them. */
export interface IdsSeen {
  orders: { orderRef: string; clientId: number; orderId: number }[];
  permIds: { orderRef: string; permId: number }[];
  execIds: string[];
}

export function idsOf(facts: Iterable<Fact>): IdsSeen {
  const seen: IdsSeen = { orders: [], permIds: [], execIds: [] };
  const permIds = new Map<string, number>();
  for (const { kind, body } of facts) {
    if (kind === 'order.intended') {
      const { orderRef, clientId, orderId }: Order = body.order;
      seen.orders.push({ orderRef, clientId, orderId });
    } else if (kind === 'order.changed') {
      const { permId, orderRef } = body.order;
      if (permId !== null) permIds.set(orderRef, permId);
    } else if (kind === 'execution.received' && body.corrects === null)
      seen.execIds.push(body.execution.execId);
  }
  seen.permIds = [...permIds].map(([orderRef, permId]) => ({ orderRef, permId }));
  return seen;
}

/** What is wrong with the ids, each a sentence. Source: reference/tws.md, ids. */
export function idProblems({ orders, permIds, execIds }: IdsSeen): string[] {
  const problems: string[] = [];
  const twice = (what: string, ids: readonly (string | number)[]): void => {
    const seen = new Set<string | number>();
    for (const id of ids) {
      if (seen.has(id)) problems.push(`${what} ${id} was given twice.`);
      seen.add(id);
    }
  };
  twice(
    'The orderRef',
    orders.map(({ orderRef }) => orderRef),
  );
  twice(
    'The order id',
    orders.map(({ clientId, orderId }) => `${clientId}/${orderId}`),
  );
  twice(
    'The permId',
    permIds.map(({ permId }) => permId),
  );
  twice('The execId', execIds);
  const highest = new Map<number, number>();
  for (const { clientId, orderId } of orders) {
    const before = highest.get(clientId) ?? 0;
    if (orderId < before) problems.push(`The order id ${orderId} came after ${before}.`);
    highest.set(clientId, Math.max(before, orderId));
  }
  return problems;
}

const ids: Check = {
  checkId: 'ids-are-unique',
  title: 'Every id is given once',
  why: 'Two orders of one id are one order to the broker.',
  phase: 2,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: tradingGateways,
  needs: [farOrder.checkId],
  withinMs: 30_000,
  run({ desk }) {
    const seen = idsOf(desk.facts(1));
    const problems = idProblems(seen);
    return Promise.resolve({
      figures: [
        count('orders', 'Orders on record', seen.orders.length, atLeast(1)),
        count('problems', 'Ids that were given twice or out of order', problems.length, none),
      ],
      evidence: [
        {
          name: 'ids.csv',
          title: 'The ids of every order on record',
          contents: [
            csvLine(['orderRef', 'client', 'order id', 'permId']),
            ...seen.orders.map(({ orderRef, clientId, orderId }) =>
              csvLine([
                orderRef,
                clientId,
                orderId,
                seen.permIds.find((each) => each.orderRef === orderRef)?.permId,
              ]),
            ),
          ].join(''),
        },
      ],
      problems: problems.slice(0, 5),
      found: `The ids of all orders (${seen.orders.length}) and executions (${seen.execIds.length}) are unique and in order.`,
    });
  },
};

const whatIf: Check = {
  checkId: 'what-if',
  title: 'The broker previews margin and commission',
  why: 'The broker’s own word on margin comes before the order, and nothing may leave by asking for it.',
  phase: 2,
  weight: 3,
  critical: true,
  negativeControl: false,
  gateways: everyGateway,
  needs: [],
  withinMs: 60_000,
  async run(world) {
    const { desk } = world;
    const { instrument } = await anInstrument(world);
    const before = desk.head();
    const preview = await desk.call('order.preview', {
      ticket: marketTicket(instrument, 'BUY', 10),
      withWhatIf: true,
    });
    const sent = [...desk.facts(before.seq + 1)].filter(
      ({ kind }) => kind === 'order.intended',
    ).length;
    const { whatIf: said, whatIfUnavailable } = preview;
    return {
      figures: [
        money(
          'initial-margin',
          'Change of the initial margin',
          said?.initialMarginChange ?? null,
          atLeast(0),
        ),
        money('commission', 'Commission', said?.commission ?? null, atLeast(0)),
        count('sent', 'Orders sent by it', sent, none),
      ],
      evidence: [
        {
          name: 'what-if.json',
          title: 'The broker’s preview',
          contents: JSON.stringify(said, null, 2),
        },
      ],
      problems: whatIfUnavailable === null ? [] : [whatIfUnavailable],
      found: 'The broker said margin and commission, and no order was sent.',
    };
  },
};

export const farOrderChecks: readonly Check[] = [farOrder, ids, whatIf];
