import { csvLine } from '#shared/domain/csv.ts';
import { isDenial, type Verdict } from '#shared/domain/control.ts';
import type { LimitName, Limits } from '#shared/domain/limits.ts';
import type { OrderTicket } from '#shared/domain/order.ts';

import type { Check, Findings } from '../check.ts';
import type { CheckWorld, ScratchDesk } from '../check-world.ts';
import { accountNow } from '../desk-now.ts';
import { count, exactly, none } from '../figures.ts';
import { changedLimits, putInForce, wideLimits, type LimitsChange } from '../scratch-limits.ts';
import { farTicket, findInstrument, quoted } from '../tickets.ts';
import { place, untilStatus } from '../trading-hand.ts';
import { onItsOwnGateway } from './gateways.ts';

/** What became of one way into a position that nobody should hold. */
export interface HighRiskRow {
  position: string;
  /** Who must deny it. */
  controlId: string;
  /** What the control must compare with, in its unit; null where it compares no figures. */
  certified: number | null;
  /** What it said that it compared with, in the fact of the denial; null where it said nothing. */
  limit: number | null;
  /** Every control that denied it, by the record. */
  denied: readonly string[];
  /** Whether it left all the same. */
  left: boolean;
  /** What the same control said of an order like it that is small enough, or of what trades freely. */
  passes: string;
}

/** What is wrong with the denials, each a sentence. */
export function highRiskProblems(rows: readonly HighRiskRow[]): string[] {
  return rows.flatMap(({ position, controlId, certified, limit, denied, left, passes }) => [
    ...(denied.includes(controlId) ? [] : [`${controlId} does not deny what is ${position}.`]),
    ...(certified === null || certified === limit
      ? []
      : [`${controlId} compares what is ${position} with ${limit}, not with ${certified}.`]),
    ...(left ? [`An order left that is ${position}.`] : []),
    ...(passes === 'pass' ? [] : [`${controlId} says ${passes} of what is not ${position}.`]),
  ]);
}

/** A desk, and the limits that are certified. */
interface Drill {
  world: CheckWorld;
  desk: ScratchDesk;
  certified: Limits;
}

/** One way into a position that nobody should hold. */
interface HighRiskPosition {
  position: string;
  controlId: string;
  /** The certified limit that it is beyond; null where it is beyond no number. */
  limit: LimitName | null;
  rest?: LimitsChange['rest'];
  /** What works at the broker already: the position is built of parts of which each is allowed. */
  first?: (drill: Drill) => Promise<OrderTicket>;
  /** The order that goes too far. */
  beyond: (drill: Drill) => Promise<OrderTicket>;
  /** One that does not. */
  within: (drill: Drill) => Promise<OrderTicket>;
}

/** An order that rests, worth about so much of the base currency. */
async function worth({ world, desk }: Drill, symbol: string, value: number): Promise<OrderTicket> {
  const ticket = farTicket(await quoted(world, desk, await findInstrument(desk, symbol)));
  return { ...ticket, quantity: Math.max(1, Math.floor(value / (ticket.limitPrice ?? 1))) };
}

const ofGross =
  (symbol: string, share: number) =>
  (drill: Drill): Promise<OrderTicket> =>
    worth(drill, symbol, share * drill.certified.grossExposure.value);

const ofConcentration =
  (share: number) =>
  (drill: Drill): Promise<OrderTicket> => {
    const { netLiquidation } = accountNow(drill.desk);
    const { value } = drill.certified.concentration;
    return worth(drill, 'SPY', (share * value * (netLiquidation ?? 0)) / 100);
  };

const ofQuantity =
  (beyond: number) =>
  async (drill: Drill): Promise<OrderTicket> => ({
    ...(await worth(drill, 'SPY', 1)),
    quantity: Math.floor(drill.certified.maxOrderQuantity.value) + beyond,
  });

const one =
  (symbol: string) =>
  (drill: Drill): Promise<OrderTicket> =>
    worth(drill, symbol, 1);

/** Nobody has asked for its quotes: there is no price that an order could be compared with. */
const unquoted = async (drill: Drill): Promise<OrderTicket> => ({
  ...(await worth(drill, 'SPY', 1)),
  instrumentId: (await findInstrument(drill.desk, 'NKE')).instrumentId,
});

/**
 * The four of the classic drill, the last of them in both of its kinds. Sixty percent of a limit twice is beyond it and
 * once is within it, whatever a price does meanwhile.
 */
const positions: readonly HighRiskPosition[] = [
  {
    position: 'oversized',
    controlId: 'max-order-quantity',
    limit: 'maxOrderQuantity',
    beyond: ofQuantity(1),
    within: ofQuantity(0),
  },
  {
    position: 'concentrated',
    controlId: 'concentration',
    limit: 'concentration',
    first: ofConcentration(0.6),
    beyond: ofConcentration(0.6),
    within: ofConcentration(0.2),
  },
  {
    position: 'over-leveraged',
    controlId: 'gross-exposure',
    limit: 'grossExposure',
    first: ofGross('SPY', 0.6),
    beyond: ofGross('AAPL', 0.6),
    within: ofGross('AAPL', 0.2),
  },
  {
    position: 'restricted',
    controlId: 'restricted-list',
    limit: null,
    rest: { restrictedInstruments: [{ symbol: 'AAPL', reason: 'A readiness check.' }] },
    beyond: one('AAPL'),
    within: one('SPY'),
  },
  {
    position: 'illiquid',
    controlId: 'stale-quote',
    limit: null,
    beyond: unquoted,
    within: one('SPY'),
  },
];

function deniedOnRecord(desk: ScratchDesk, orderRef: string, since: number): readonly Verdict[] {
  for (const { kind, body } of desk.facts(since)) {
    if (kind === 'order.denied' && body.order.orderRef === orderRef) {
      return body.verdicts.filter(isDenial);
    }
  }
  return [];
}

async function tried(drill: Drill, wide: Limits, each: HighRiskPosition): Promise<HighRiskRow> {
  const { world, desk, certified } = drill;
  const { position, controlId, limit, rest = {} } = each;
  const tight = limit === null ? {} : { [limit]: certified[limit].value };
  await putInForce(desk, changedLimits(wide, { numbers: tight, rest }));
  const first = each.first === undefined ? null : await place(desk, await each.first(drill));
  if (first !== null) await untilStatus(world, desk, first, 'WORKING');
  const before = desk.head().seq;
  const { orderRef, allowed } = await desk.call('order.place', {
    ticket: await each.beyond(drill),
  });
  const denials = deniedOnRecord(desk, orderRef, before + 1);
  const { verdicts } = await desk.call('order.preview', {
    ticket: await each.within(drill),
    withWhatIf: false,
  });
  if (first !== null) {
    await desk.call('order.cancel', { orderRef: first });
    await untilStatus(world, desk, first, 'CANCELLED');
  }
  return {
    position,
    controlId,
    certified: limit === null ? null : certified[limit].value,
    limit: denials.find((verdict) => verdict.controlId === controlId)?.limit ?? null,
    denied: denials.map((verdict) => verdict.controlId),
    left: allowed,
    passes: verdicts.find((verdict) => verdict.controlId === controlId)?.outcome ?? 'nothing',
  };
}

/** Twice what may be held altogether, so that the money is never what denies; as much as a simulated account may have. */
function cashFor({ grossExposure }: Limits): number {
  return Math.min(1e8, Math.max(1e6, 2 * grossExposure.value));
}

async function run(world: CheckWorld): Promise<Findings> {
  const { limits: certified } = await world.desk.call('limits.read', {});
  const desk = await world.scratchDesk({ startingCash: cashFor(certified) });
  await desk.ready();
  const { limits } = await desk.call('limits.read', {});
  const wide = wideLimits(limits);
  const rows: HighRiskRow[] = [];
  for (const [nth, each] of positions.entries()) {
    world.progress(nth / positions.length, each.position);
    rows.push(await tried({ world, desk, certified }, wide, each));
  }
  const right = rows.filter(({ controlId, denied, left }) => denied.includes(controlId) && !left);
  return {
    figures: [
      count('denied', 'Denied for their reason', right.length, exactly(positions.length)),
      count('left', 'Orders that left all the same', rows.filter(({ left }) => left).length, none),
    ],
    evidence: [
      {
        name: 'high-risk.csv',
        title: 'Who denied which position, and the limit it was compared with',
        contents: [
          csvLine([
            'position',
            'control',
            'certified',
            'compared with',
            'denied by',
            'left',
            'of what is small enough',
          ]),
          ...rows.map(({ position, controlId, certified: line, limit, denied, left, passes }) =>
            csvLine([position, controlId, line, limit, denied.join(' '), String(left), passes]),
          ),
        ].join(''),
      },
    ],
    problems: highRiskProblems(rows),
    found: `What is ${rows.map(({ position }) => position).join(' or ')} was denied, each for its reason.`,
  };
}

export const highRiskDenied: Check = {
  checkId: 'high-risk-denied',
  title: 'Positions that nobody should hold are denied',
  why: 'Each part of such a position looks harmless: it is denied by what it adds up to, under the certified limits. Source: SEC 15c3-5(c)(1).',
  phase: 5,
  weight: 5,
  critical: true,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 90_000,
  run,
};
