import { ContractError } from '#shared/contract/error.ts';
import type { Verdict } from '#shared/domain/control.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Limits } from '#shared/domain/limits.ts';
import type { RandomSource } from '#shared/domain/ports.ts';
import { csvLine } from '#shared/domain/csv.ts';

import type { Check } from '../check.ts';
import type { DeskReached } from '../check-world.ts';
import { contentHash } from '../content-hash.ts';
import { accountNow, statusNow } from '../desk-now.ts';
import { atLeast, count, money, none } from '../figures.ts';
import { farTicket, findInstrument, marketTicket, quoted, type Quoted } from '../tickets.ts';
import { bracketAround } from './brackets.ts';
import { onScratchDesk } from './broker-events.ts';
import { marketable, stopTicket } from './order-lives.ts';

/** What became of one way to send an order at a desk that must send none. */
export interface Attempt {
  way: string;
  /** Controls that denied it; empty where none did. */
  deniedBy: readonly string[];
  /** Whether the desk let it leave. */
  left: boolean;
}

/** What must be the same at both desks, by what it is called. */
export type DeskTraits = Readonly<Record<'limits' | 'alert rules' | 'controls', string>>;

/** What was seen of a desk at the live account. */
export interface ShadowSeen {
  attempts: readonly Attempt[];
  /** Orders that its journal means to send, and those the gateway has of it. */
  intended: number;
  atGateway: number;
  /** Why there is no what-if; null where there is one. */
  whatIfMissing: string | null;
  /** Differences with the broker that reconciliation found; null where it is not complete. */
  breaks: number | null;
  /** By what the broker says of its cash, and by what the desk took over. */
  cash: { broker: number | null; desk: number | null };
  here: DeskTraits;
  there: DeskTraits;
}

/** The control that keeps orders from a live account. */
const guard = 'account-kind';

/** What is wrong with the transition to a live account, each a sentence. Source: reference/controls.md. */
export function transitionProblems(seen: ShadowSeen): string[] {
  const { attempts, intended, atGateway, whatIfMissing, breaks, cash, here, there } = seen;
  return [
    ...attempts.flatMap(({ way, deniedBy, left }) => [
      ...(left ? [`${way} is let through.`] : []),
      ...(deniedBy.includes(guard) ? [] : [`${way} is not denied by ${guard}.`]),
    ]),
    ...(intended === 0 ? [] : [`${intended} orders are on record as to be sent.`]),
    ...(atGateway === 0 ? [] : [`The gateway has ${atGateway} orders of the desk.`]),
    ...(whatIfMissing === null ? [] : [`There is no what-if: ${whatIfMissing}`]),
    ...(breaks === null ? ['The reconciliation is not complete.'] : []),
    ...(breaks !== null && breaks > 0 ? [`The desk and the broker differ in ${breaks}.`] : []),
    ...(cash.desk === null || cash.desk !== cash.broker
      ? [`The desk took over ${cash.desk} of cash, and the broker says ${cash.broker}.`]
      : []),
    ...(['limits', 'alert rules', 'controls'] as const)
      .filter((trait) => here[trait] !== there[trait])
      .map((trait) => `The ${trait} are not the same.`),
  ];
}

function traitsOf(limits: Limits, verdicts: readonly Verdict[]): DeskTraits {
  // The version counts what was in force before, on this desk alone.
  const { version: _, monitors, ...numbers } = limits;
  return {
    limits: contentHash(numbers),
    'alert rules': contentHash(monitors),
    controls: contentHash(
      verdicts.map(({ controlId, title, hard }) => ({ controlId, title, hard })),
    ),
  };
}

async function traitsAt(desk: DeskReached, at: Quoted): Promise<DeskTraits> {
  const { limits } = await desk.call('limits.read', {});
  const { verdicts } = await desk.call('order.preview', {
    ticket: farTicket(at),
    withWhatIf: false,
  });
  return traitsOf(limits, verdicts);
}

/** A passphrase that nobody knows, for people of a desk that is gone after the check. */
function passphraseOf(random: RandomSource): string {
  return Array.from({ length: 24 }, () =>
    String.fromCharCode('a'.charCodeAt(0) + Math.floor(random.next() * 26)),
  ).join('');
}

/** Without its people a desk at a live account refuses an order before any control is asked. */
async function giveItsPeople(desk: DeskReached, random: RandomSource): Promise<void> {
  const passphrase = passphraseOf(random);
  await desk.call('people.found', { name: 'Administrator', passphrase });
  await desk.call('person.add', { name: 'Operator', roles: ['operator'], passphrase });
  await desk.call('person.add', { name: 'Risk officer', roles: ['risk-officer'], passphrase });
}

const reason = 'A readiness check.';

/** Every way in which an operator can have an order sent. */
function waysToSend(at: Quoted): { way: string; send: (desk: DeskReached) => Promise<Attempt> }[] {
  const { instrument } = at;
  const tickets = {
    MKT: marketTicket(instrument, 'BUY'),
    'MKT, sold': marketTicket(instrument, 'SELL'),
    LMT: farTicket(at),
    'LMT, at the market': marketable(at, 'BUY'),
    STP: stopTicket(at, 'BUY', 'STP'),
    'STP LMT': stopTicket(at, 'BUY', 'STP LMT'),
  };
  const attempt = (
    way: string,
    answer: { allowed: boolean; verdicts: readonly Verdict[] },
  ): Attempt => ({
    way,
    left: answer.allowed,
    deniedBy: answer.verdicts
      .filter(({ outcome }) => outcome === 'deny' || outcome === 'unevaluable')
      .map(({ controlId }) => controlId),
  });
  return [
    ...Object.entries(tickets).map(([way, ticket]) => ({
      way,
      // With a reason, so that it is not a soft control that stands in the way.
      send: async (desk: DeskReached) =>
        attempt(way, await desk.call('order.place', { ticket, reason })),
    })),
    {
      way: 'a bracket',
      send: async (desk: DeskReached) =>
        attempt(
          'a bracket',
          await desk.call('order.place-bracket', {
            bracket: bracketAround(at, farTicket(at), 0.5),
            reason,
          }),
        ),
    },
  ];
}

/** What an order that was never placed answers to a modify and a cancel: nothing may leave by that either. */
async function refusedAsUnknown(
  desk: DeskReached,
  command: 'order.modify' | 'order.cancel',
): Promise<string | null> {
  const orderRef = 'of-no-order';
  try {
    await (command === 'order.cancel'
      ? desk.call(command, { orderRef })
      : desk.call(command, {
          orderRef,
          change: { quantity: 1, limitPrice: null, stopPrice: null },
        }));
    return `${command} of an order that does not exist is taken.`;
  } catch (error) {
    if (error instanceof ContractError && error.code === 'not-found') return null;
    throw error;
  }
}

function intendedIn(desk: DeskReached): number {
  let intended = 0;
  for (const { kind } of desk.facts(1)) if (kind === 'order.intended') intended += 1;
  return intended;
}

/** What the desk took over of cash at its first reconciliation, in the base currency, and what it found. */
function reconciledIn(desk: DeskReached): { cash: number | null; breaks: number | null } {
  let [cash, breaks]: [number | null, number | null] = [null, null];
  const { baseCurrency } = statusNow(desk);
  for (const fact of desk.facts(1)) {
    if (fact.kind === 'cash.adopted') {
      const own = fact.body.balances.find(({ currency }) => currency === baseCurrency);
      cash = own === undefined ? cash : own.cashMicros / 1e6;
    }
    if (fact.kind === 'reconciliation.completed') {
      breaks = fact.body.complete ? fact.body.breaks.length : null;
    }
  }
  return { cash, breaks };
}

export const transitionCheck: Check = {
  ...onScratchDesk,
  checkId: 'transition-to-shadow',
  title: 'At a live account the same desk reads and sends nothing',
  why: 'The first order to a live account must be one that two people have decided on.',
  weight: 5,
  async run(world) {
    const { desk: here } = world;
    const desk = await world.scratchDesk({ gatewayKind: 'shadow', accounts: ['U1234567'] });
    await desk.ready();
    await giveItsPeople(desk, world.random);
    const quotedAt = async (on: DeskReached): Promise<Quoted> => {
      const instrument: Instrument = await findInstrument(on, 'SPY');
      return quoted(world, on, instrument);
    };
    const at = await quotedAt(desk);
    const there = await traitsAt(desk, at);
    const added: number[] = [];
    const spyHere = await quoted(world, here, await findInstrument(here, 'SPY'), added);
    const traitsHere = await traitsAt(here, spyHere);
    for (const instrumentId of added) await here.call('watchlist.remove', { instrumentId });

    const attempts: Attempt[] = [];
    for (const { way, send } of waysToSend(at)) {
      world.progress(attempts.length / 8, way);
      attempts.push(await send(desk));
    }
    const unknown = [
      await refusedAsUnknown(desk, 'order.modify'),
      await refusedAsUnknown(desk, 'order.cancel'),
    ].flatMap((each) => each ?? []);
    const { whatIf, whatIfUnavailable } = await desk.call('order.preview', {
      ticket: marketTicket(at.instrument, 'BUY', 10),
      withWhatIf: true,
    });
    const { cash, breaks } = reconciledIn(desk);
    const cashSaid = accountNow(desk).cash;
    // Last, for it halts the desk.
    const killed = await desk.call('kill.engage', { reason, flatten: true });
    const { clients } = await desk.gateway.status();
    const seen: ShadowSeen = {
      attempts,
      intended: intendedIn(desk),
      atGateway: clients.reduce((sum, { openOrders }) => sum + openOrders, 0),
      whatIfMissing: whatIf === null ? (whatIfUnavailable ?? 'none came.') : null,
      breaks,
      cash: { broker: cashSaid, desk: cash },
      here: traitsHere,
      there,
    };
    const problems = [...transitionProblems(seen), ...unknown];
    return {
      figures: [
        count('ways', 'Ways to send an order that were tried', attempts.length, atLeast(7)),
        count('left', 'Orders that left', seen.intended + seen.atGateway, none),
        count('cancels', 'Cancels that left by the kill switch', killed.cancelsSent, none),
        money(
          'margin',
          'Change of the initial margin by what-if',
          whatIf?.initialMarginChange ?? null,
          atLeast(0),
        ),
        count('breaks', 'Differences with the broker', breaks, none),
        count('wrong', 'What is not as it must be', problems.length, none),
      ],
      evidence: [
        {
          name: 'attempts.csv',
          title: 'Every way to send an order, and who denied it',
          contents: [
            csvLine(['way', 'left', 'denied by']),
            ...attempts.map(({ way, left, deniedBy }) => csvLine([way, left, deniedBy.join(' ')])),
          ].join(''),
        },
        {
          name: 'seen.json',
          title: 'Limits, alert rules and controls of both desks, cash, what-if and kill switch',
          contents: JSON.stringify({ ...seen, whatIf, killed }, null, 2),
        },
      ],
      problems: problems.slice(0, 5),
      found: `${attempts.length} ways to send an order were all denied by the control of the account’s kind; what-if answered, books and broker agree, and limits, alert rules and controls are the same.`,
    };
  },
};
