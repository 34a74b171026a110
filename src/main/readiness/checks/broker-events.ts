import type { Alert } from '#shared/domain/alert.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { OrderTicket } from '#shared/domain/order.ts';

import type { Check } from '../check.ts';
import type { CheckWorld, ScratchDesk } from '../check-world.ts';
import { positionNow, quoteNow } from '../desk-now.ts';
import { atLeast, count, exactly, none } from '../figures.ts';
import { lifeProblems, type OrderLife } from '../order-life.ts';
import { putInForce, wideLimits } from '../scratch-limits.ts';
import { farTicket, findInstrument, marketTicket, quoted } from '../tickets.ts';
import { place, untilStatus } from '../trading-hand.ts';
import { seenWithin, waitUntil } from '../wait-until.ts';
import { lifeOf, livesEvidence, stopTicket } from './order-lives.ts';
import { onItsOwnGateway } from './gateways.ts';

/** A desk of the check's own that holds nothing yet, under limits that bind nobody, and an instrument of it. */
export async function freshDesk(
  world: CheckWorld,
  symbol: string,
): Promise<{ desk: ScratchDesk; instrument: Instrument; fromSeq: number }> {
  const desk: ScratchDesk = await world.scratchDesk();
  await desk.ready();
  const { limits } = await desk.call('limits.read', {});
  await putInForce(desk, wideLimits(limits));
  const instrument = await findInstrument(desk, symbol);
  await quoted(world, desk, instrument);
  return { desk, instrument, fromSeq: desk.head().seq + 1 };
}

/** What checks have in common that need a gateway of their own that does as it is told. */
export const onScratchDesk: Pick<
  Check,
  | 'phase'
  | 'weight'
  | 'critical'
  | 'negativeControl'
  | 'gateways'
  | 'ownGateway'
  | 'needs'
  | 'withinMs'
> = {
  phase: 3,
  weight: 3,
  critical: true,
  negativeControl: false,
  ...onItsOwnGateway,
  needs: [],
  withinMs: 120_000,
};

/** How far the market is moved so that stops are reached, percent; they rest at half of it. */
const shockPercent = 2;

/** Moves the market of an instrument, and waits until the desk has seen it: what is asked next is of the new price. */
export async function shock(
  world: Pick<CheckWorld, 'clock' | 'signal'>,
  desk: ScratchDesk,
  instrument: Instrument,
  percent: number,
): Promise<void> {
  const { displaySymbol, localSymbol, instrumentId } = instrument;
  const { quote } = await quoted(world, desk, instrument);
  await desk.gateway.inject({ kind: 'price-shock', symbol: localSymbol, percent });
  await waitUntil(world, `${displaySymbol} has moved by ${percent} %`, seenWithinMs, () => {
    const moved = ((quoteNow(desk, instrumentId)?.bid ?? quote.bid) / quote.bid - 1) * 100;
    return percent > 0 ? moved > percent / 2 : moved < percent / 2;
  });
}

const seenWithinMs = 20_000;

const stopsTrigger: Check = {
  ...onScratchDesk,
  checkId: 'stops-trigger',
  title: 'Stops trade when the market reaches them',
  why: 'A stop that does not trade is a loss that nobody ends.',
  async run(world) {
    const { desk, instrument, fromSeq } = await freshDesk(world, 'SPY');
    const lives: { name: string; life: OrderLife | undefined; problems: string[] }[] = [];
    for (const side of ['BUY', 'SELL'] as const) {
      world.progress(lives.length / 4, `${side} stops`);
      const at = await quoted(world, desk, instrument);
      const placed: { name: string; orderRef: string }[] = [];
      for (const orderType of ['STP', 'STP LMT'] as const) {
        const ticket = stopTicket(at, side, orderType, shockPercent / 2, 2 * shockPercent);
        placed.push({ name: `${orderType} ${side}`, orderRef: await place(desk, ticket) });
      }
      for (const { orderRef } of placed) await untilStatus(world, desk, orderRef, 'WORKING');
      await shock(world, desk, instrument, side === 'BUY' ? shockPercent : -shockPercent);
      for (const { name, orderRef } of placed) {
        await untilStatus(world, desk, orderRef, 'FILLED', 'CANCELLED', 'REJECTED');
        const life = await lifeOf(world, desk, orderRef, fromSeq);
        lives.push({ name, life, problems: stopProblems(life) });
      }
    }
    const problems = lives.flatMap(({ name, problems: wrong }) =>
      wrong.map((each) => `${name}: ${each}`),
    );
    return {
      figures: [
        count('stops', 'Stops reached', lives.length, exactly(4)),
        count('wrong', 'Steps and facts that are wrong', problems.length, none),
      ],
      evidence: [livesEvidence(lives)],
      problems: problems.slice(0, 5),
      found: `${lives.length} stops rested until the market reached them, and then filled.`,
    };
  },
};

/** What is wrong with a stop that was reached, each a sentence. */
export function stopProblems(life: OrderLife | undefined): string[] {
  const wrong = lifeProblems(life, { ends: 'FILLED', through: ['WORKING', 'FILLED'] });
  if (life === undefined) return wrong;
  const { stopPrice, limitPrice, side } = life.order;
  for (const { price } of life.executions) {
    const before = side === 'BUY' ? price < (stopPrice ?? 0) : price > (stopPrice ?? Infinity);
    if (before) wrong.push(`It filled at ${price}, before its stop of ${stopPrice}.`);
    if (limitPrice === null) continue;
    const beyond = side === 'BUY' ? price > limitPrice : price < limitPrice;
    if (beyond) wrong.push(`It filled at ${price}, beyond its limit of ${limitPrice}.`);
  }
  return wrong;
}

/** So many shares are never shown at one price. Source: sizes of the simulated book, some hundreds at a level. */
const moreThanShown = 200_000;

const partialFill: Check = {
  ...onScratchDesk,
  checkId: 'partial-fill',
  title: 'A fill of a part is counted as one',
  why: 'What has filled is held, and what has not may still fill.',
  async run(world) {
    const { desk, instrument, fromSeq } = await freshDesk(world, 'F');
    const { quote } = await quoted(world, desk, instrument);
    const ticket: OrderTicket = {
      ...marketTicket(instrument, 'BUY', moreThanShown),
      orderType: 'LMT',
      limitPrice: quote.ask,
    };
    const orderRef = await place(desk, ticket);
    await untilStatus(world, desk, orderRef, 'PARTLY_FILLED', 'FILLED', 'CANCELLED', 'REJECTED');
    await desk.call('order.cancel', { orderRef });
    await untilStatus(world, desk, orderRef, 'FILLED', 'CANCELLED', 'REJECTED');
    const life = await lifeOf(world, desk, orderRef, fromSeq);
    const held = (): number => positionNow(desk, instrument.instrumentId)?.quantity ?? 0;
    const filled = life?.order.filledQuantity ?? 0;
    const problems = partialProblems(life, held());
    return {
      figures: [
        count('filled', 'Filled of it', filled, atLeast(1)),
        count('left', 'Not filled', moreThanShown - filled, atLeast(1)),
        count('held-otherwise', 'Held more or less than filled', held() - filled, none),
        count('wrong', 'Steps and facts that are wrong', problems.length, none),
      ],
      evidence: [livesEvidence([{ name: 'partial', life }])],
      problems,
      found: `${filled.toLocaleString('en-US')} of ${moreThanShown.toLocaleString('en-US')} filled, were held and paid for, and the rest was cancelled.`,
    };
  },
};

/** What is wrong with an order that filled in part and was cancelled, each a sentence. @param held of the instrument. */
export function partialProblems(life: OrderLife | undefined, held: number): string[] {
  const wrong = lifeProblems(life, {
    ends: 'CANCELLED',
    through: ['PARTLY_FILLED', 'CANCELLING', 'CANCELLED'],
  });
  const filled = life?.order.filledQuantity ?? 0;
  if (filled === 0) wrong.push('Nothing of it filled.');
  if (held !== filled) wrong.push(`${filled} filled, and ${held} are held.`);
  return wrong;
}

const words = 'refused for a readiness check.';
/** From the refusal to a person. Source: the alerting self-test of phase 1 gives a second; the machine may be busy. */
const alertWithinMs = 10_000;

const rejection: Check = {
  ...onScratchDesk,
  checkId: 'rejection-told',
  title: 'A refusal of the broker reaches a person',
  why: 'Who believes an order works that was refused is not hedged.',
  async run(world) {
    const { desk, instrument, fromSeq } = await freshDesk(world, 'SPY');
    await desk.gateway.inject({
      kind: 'reject-order',
      message: `Order rejected - reason: ${words}`,
    });
    const orderRef = await place(desk, farTicket(await quoted(world, desk, instrument)));
    await untilStatus(world, desk, orderRef, 'REJECTED', 'WORKING', 'CANCELLED', 'FILLED');
    const life = await lifeOf(world, desk, orderRef, fromSeq);
    const alert = await seenWithin(world, alertWithinMs, () =>
      desk
        .feed('alerts', {})
        .snapshot()
        .find((each) => each.rule === 'order-rejected' && each.orderRef === orderRef),
    );
    const problems = rejectionProblems(life, words, alert);
    return {
      figures: [
        count('alerts', 'Alerts of it', alert === null ? 0 : 1, exactly(1)),
        count('wrong', 'Steps and facts that are wrong', problems.length, none),
      ],
      evidence: [
        livesEvidence([{ name: 'rejected', life }]),
        {
          name: 'alert.json',
          title: 'The alert',
          contents: JSON.stringify(alert, null, 2),
        },
      ],
      problems,
      found: 'The order is REJECTED in the broker’s words, and an alert says so.',
    };
  },
};

/** What is wrong with how a refusal was told, each a sentence. @param said the broker's words. */
export function rejectionProblems(
  life: OrderLife | undefined,
  said: string,
  alert: Pick<Alert, 'state' | 'detail'> | null,
): string[] {
  const wrong = lifeProblems(life, { ends: 'REJECTED' });
  if (life !== undefined && life.order.reason?.includes(said) !== true) {
    wrong.push(`Its reason is “${life.order.reason ?? ''}” and not what the broker said.`);
  }
  if (alert === null) wrong.push('No alert says that it was refused.');
  else if (alert.state !== 'open') wrong.push(`The alert is ${alert.state} and not open.`);
  return wrong;
}

export const brokerEventChecks: readonly Check[] = [stopsTrigger, partialFill, rejection];
