import { csvLine } from '#shared/domain/csv.ts';
import type { Execution } from '#shared/domain/execution.ts';
import type { Instrument, SecType } from '#shared/domain/instrument.ts';
import type { OrderTicket } from '#shared/domain/order.ts';
import type { RandomSource } from '#shared/domain/ports.ts';

import {
  centsOff,
  comparedSums,
  fillsCsv,
  heldProblems,
  sumProblems,
  sumsCsv,
  type SaidOfAccount,
  type SaidOfInstrument,
} from '../campaign-books.ts';
import { CheckSkipped, type Check, type Findings } from '../check.ts';
import type { CheckWorld, DeskReached } from '../check-world.ts';
import { accountNow, positionNow, statusNow } from '../desk-now.ts';
import { atLeast, count, money, none } from '../figures.ts';
import { isWhole, livesCsv, orderLives, type OrderLife } from '../order-life.ts';
import { callNearTheMoney, findInstrument, marketTicket, quoted, smallest } from '../tickets.ts';
import { leavingNothing, place, untilStatus } from '../trading-hand.ts';
import { seenWithin, waitUntil } from '../wait-until.ts';
import { tradingGateways } from './gateways.ts';
import { marketable } from './order-lives.ts';

/** Of two asset classes, all in the account's base currency, so that its cash is worked out to the cent. */
const traded = ['SPY', 'QQQ', 'AAPL', 'MSFT', 'GLD', 'TLT', 'EUR.USD', 'GBP.USD'] as const;
/**
 * Last: while futures are held, and for a day after, reconciliation leaves their currency's cash out, for their gains are
 * settled at prices that the desk does not hear. Source: trading/compare-cash.ts.
 */
const tradedLast = ['MES'] as const;
/**
 * At a simulated gateway an option is traded, too: a call on it near the money, whose multiplier is in every sum. At a paper
 * account it takes permissions and quotes of their own, which not every account has.
 */
const optionOn = 'SPY';
const instrumentsNeeded = 8;
const classesNeeded = { gentle: 3, simulated: 4 } as const;

/** Most that is bought at once, in smallest quantities, where the money is not real and neither is the market. */
const mostLots: Partial<Record<SecType, number>> = { STK: 20, CASH: 1_500, FUT: 1, OPT: 2 };

/**
 * The orders of one instrument, in their order. More is bought than sold, so that nothing is sold short; and each purchase
 * is larger than the one before, as what closes them is than the sale: no two orders are the very same.
 */
export function campaignOrders(
  random: RandomSource,
  { secType, minSize, sizeIncrement }: Pick<Instrument, 'secType' | 'minSize' | 'sizeIncrement'>,
  isGentle: boolean,
): { side: OrderTicket['side']; quantity: number; type: 'MKT' | 'LMT' }[] {
  const lot = smallest({ minSize, sizeIncrement });
  const type = (): 'MKT' | 'LMT' => (random.next() < 0.5 ? 'MKT' : 'LMT');
  const most = isGentle ? 1 : (mostLots[secType] ?? 1);
  const lots = (): number => 1 + Math.floor(random.next() * most);
  const first = 1 + lots();
  const sold = 1 + Math.floor(random.next() * (first - 1));
  return [
    { side: 'BUY', quantity: first * lot, type: type() },
    { side: 'SELL', quantity: sold * lot, type: type() },
    { side: 'BUY', quantity: (first + lots()) * lot, type: type() },
  ];
}

/** A reconciliation judges what changed five seconds before it and earlier; one more for the asking. Source: trading/decide-reconciliation.ts. */
const settledAfterMs = 6_000;
/** A minute between two reconciliations, and what they take. */
const reconciledWithinMs = 90_000;
/**
 * The broker tells the account's figures every three minutes, the simulated gateway every three seconds. Source: IB, TWS
 * API, Account Updates.
 */
const saidWithinMs = { gentle: 200_000, simulated: 10_000 } as const;
/** A fill and its commission come as messages of their own. */
const wholeWithinMs = 10_000;

/** Waits for a reconciliation that has judged every fill so far. */
async function reconciled(world: CheckWorld, desk: DeskReached): Promise<void> {
  const after = world.clock.now() + settledAfterMs;
  await waitUntil(world, 'the desk is reconciled with the broker', reconciledWithinMs, () => {
    const { reconciledAt } = statusNow(desk);
    return reconciledAt !== null && Date.parse(reconciledAt) >= after;
  });
}

/** What the latest reconciliation on record and the desk's status say against the books, each a sentence. */
function breakProblems(desk: DeskReached): string[] {
  let complete = false;
  for (const fact of desk.facts(1)) {
    if (fact.kind === 'reconciliation.completed') complete = fact.body.complete;
  }
  return [
    ...(complete ? [] : ['The latest reconciliation is not complete.']),
    ...statusNow(desk).breaks.map(
      ({ subject, desk: ours, broker }) =>
        `${subject}: the desk has ${ours}, the broker ${broker}.`,
    ),
  ];
}

function saidOfAccount(desk: DeskReached): SaidOfAccount {
  const { cash, realizedPnl } = accountNow(desk);
  return { cash, realizedPnl };
}

async function findAll(
  world: CheckWorld,
  desk: DeskReached,
  symbols: readonly string[],
  added: number[],
): Promise<Instrument[]> {
  const instruments: Instrument[] = [];
  for (const symbol of symbols) {
    const instrument = await findInstrument(desk, symbol);
    await toBeTraded(world, desk, instrument, added);
    instruments.push(instrument);
  }
  return instruments;
}

/** Waits until it is quoted, and refuses what is held already. */
async function toBeTraded(
  world: CheckWorld,
  desk: DeskReached,
  instrument: Instrument,
  added: number[],
): Promise<void> {
  await quoted(world, desk, instrument, added);
  if ((positionNow(desk, instrument.instrumentId)?.quantity ?? 0) === 0) return;
  throw new CheckSkipped(
    `${instrument.displaySymbol} is held already. Close it, so that what the campaign earns can be told from it.`,
  );
}

async function findOption(
  world: CheckWorld,
  desk: DeskReached,
  added: number[],
): Promise<Instrument> {
  const option = await callNearTheMoney(desk, await findInstrument(desk, optionOn));
  if (option === null) throw new Error(`The gateway lists no options on ${optionOn}.`);
  await toBeTraded(world, desk, option, added);
  return option;
}

interface Campaign {
  world: CheckWorld;
  desk: DeskReached;
  fromSeq: number;
  isGentle: boolean;
  /** Of every order placed, with what it is called. */
  placed: { name: string; orderRef: string }[];
}

/** Trades instruments by the seed, round by round: one order of each, and then the next once they have filled. */
async function trade(campaign: Campaign, instruments: readonly Instrument[]): Promise<void> {
  const { world, desk, isGentle } = campaign;
  const orders = instruments.map((instrument) => ({
    instrument,
    planned: campaignOrders(world.random, instrument, isGentle),
  }));
  for (const round of [0, 1, 2]) {
    const going: string[] = [];
    for (const { instrument, planned } of orders) {
      const order = planned[round];
      if (order === undefined) continue;
      const { side, quantity, type } = order;
      const at = await quoted(world, desk, instrument);
      const ticket =
        type === 'MKT' ? marketTicket(instrument, side, quantity) : marketable(at, side, quantity);
      going.push(await send(campaign, instrument, ticket));
    }
    await allFilled(campaign, going);
  }
}

async function send(
  { desk, placed }: Campaign,
  { displaySymbol }: Instrument,
  ticket: OrderTicket,
): Promise<string> {
  const orderRef = await place(desk, ticket);
  placed.push({
    name: `${displaySymbol} ${ticket.side} ${ticket.quantity} ${ticket.orderType}`,
    orderRef,
  });
  return orderRef;
}

async function allFilled({ world, desk }: Campaign, orderRefs: readonly string[]): Promise<void> {
  for (const orderRef of orderRefs) {
    const { status, reason } = await untilStatus(
      world,
      desk,
      orderRef,
      'FILLED',
      'REJECTED',
      'CANCELLED',
    );
    if (status !== 'FILLED') {
      throw new Error(`An order of the campaign is ${status} and not FILLED: ${reason ?? ''}`);
    }
  }
}

/** The lives of the campaign's orders once every fill and commission is on record, or as they are after a while. */
async function livesOf({
  world,
  desk,
  fromSeq,
  placed,
}: Campaign): Promise<{ name: string; life: OrderLife | undefined }[]> {
  const now = (): { name: string; life: OrderLife | undefined }[] => {
    const lives = orderLives(desk.facts(fromSeq));
    return placed.map(({ name, orderRef }) => ({ name, life: lives.get(orderRef) }));
  };
  const whole = await seenWithin(world, wholeWithinMs, () => {
    const lives = now();
    return lives.every(({ life }) => life !== undefined && isWhole(life)) ? lives : null;
  });
  return whole ?? now();
}

function fillsOf(lives: readonly { life: OrderLife | undefined }[]): Execution[] {
  return lives.flatMap(({ life }) => life?.executions ?? []);
}

async function flatten(campaign: Campaign, instruments: readonly Instrument[]): Promise<void> {
  const going: string[] = [];
  for (const instrument of instruments) {
    await quoted(campaign.world, campaign.desk, instrument);
    const held = positionNow(campaign.desk, instrument.instrumentId)?.quantity ?? 0;
    if (held === 0) continue;
    const ticket = marketTicket(instrument, held > 0 ? 'SELL' : 'BUY', Math.abs(held));
    going.push(await send(campaign, instrument, ticket));
  }
  await allFilled(campaign, going);
}

async function goOn(
  world: CheckWorld,
  desk: DeskReached,
  isGentle: boolean,
  added: number[],
): Promise<Findings> {
  const first = await findAll(world, desk, traded, added);
  if (!isGentle) first.push(await findOption(world, desk, added));
  const last = await findAll(world, desk, tradedLast, added);
  const instruments = [...first, ...last];
  const before = saidOfAccount(desk);
  const shownBefore = saidOfInstruments(desk);
  const campaign: Campaign = {
    world,
    desk,
    fromSeq: desk.head().seq + 1,
    isGentle,
    placed: [],
  };
  world.progress(0.1, 'buying and selling');
  await trade(campaign, first);
  world.progress(0.3, 'reconciling what is held');
  await reconciled(world, desk);
  const held = desk.feed('positions', {}).snapshot();
  const problems = [
    ...breakProblems(desk),
    ...heldProblems(first, fillsOf(await livesOf(campaign)), held),
  ];
  world.progress(0.5, 'closing everything');
  await trade(campaign, last);
  await flatten(campaign, instruments);
  const lives = await livesOf(campaign);
  const fills = fillsOf(lives);
  const sumsNow = () =>
    comparedSums({
      instruments,
      fills,
      desk: since(shownBefore, saidOfInstruments(desk)),
      before,
      after: saidOfAccount(desk),
    });
  world.progress(0.7, 'reconciling the flat book');
  await reconciled(world, desk);
  const patience = isGentle ? saidWithinMs.gentle : saidWithinMs.simulated;
  const agreed = await seenWithin(world, patience, () => {
    const sums = sumsNow();
    return sumProblems(sums).length === 0 ? sums : null;
  });
  const sums = agreed ?? sumsNow();
  problems.push(
    ...breakProblems(desk),
    ...heldProblems(instruments, fills, saidOfInstruments(desk)),
    ...sumProblems(sums),
  );
  return findingsOf({ instruments, lives, fills, held, sums, problems, desk, isGentle });
}

/** What the desk's books say of every instrument that was ever traded. */
function saidOfInstruments(desk: DeskReached): SaidOfInstrument[] {
  return desk
    .feed('positions', {})
    .snapshot()
    .map(({ instrumentId, quantity, realizedPnl, commissions }) => ({
      instrumentId,
      quantity,
      realizedPnl,
      commissions,
    }));
}

function since(
  before: readonly SaidOfInstrument[],
  now: readonly SaidOfInstrument[],
): SaidOfInstrument[] {
  return now.map((row) => {
    const was = before.find(({ instrumentId }) => instrumentId === row.instrumentId);
    return {
      ...row,
      realizedPnl: row.realizedPnl - (was?.realizedPnl ?? 0),
      commissions: row.commissions - (was?.commissions ?? 0),
    };
  });
}

function findingsOf({
  instruments,
  lives,
  fills,
  held,
  sums,
  problems,
  desk,
  isGentle,
}: {
  instruments: readonly Instrument[];
  lives: readonly { name: string; life: OrderLife | undefined }[];
  fills: readonly Execution[];
  held: readonly { displaySymbol: string; quantity: number; averageCost: number | null }[];
  sums: ReturnType<typeof comparedSums>;
  problems: string[];
  desk: DeskReached;
  isGentle: boolean;
}): Findings {
  const isCampaigns = new Set(instruments.map(({ instrumentId }) => instrumentId));
  const left = desk
    .feed('positions', {})
    .snapshot()
    .filter(({ instrumentId, quantity }) => isCampaigns.has(instrumentId) && quantity !== 0);
  const off = sums.map((sum) => centsOff(sum));
  const commissions = fills.reduce((sum, each) => sum + (each.commissionMicros ?? 0), 0) / 1e6;
  return {
    figures: [
      count('instruments', 'Instruments traded', instruments.length, atLeast(instrumentsNeeded)),
      count(
        'asset-classes',
        'Asset classes',
        new Set(instruments.map(({ secType }) => secType)).size,
        atLeast(isGentle ? classesNeeded.gentle : classesNeeded.simulated),
      ),
      count('orders', 'Orders', lives.length, atLeast(3 * instrumentsNeeded)),
      count('fills', 'Fills', fills.length, atLeast(3 * instrumentsNeeded)),
      money('commissions', 'Commissions', commissions, atLeast(0.01)),
      count(
        'cents-off',
        'Cents that desk, broker and fills differ by, worst sum',
        off.includes(null) ? null : Math.max(...off.map((each) => each ?? 0)),
        none,
      ),
      count('breaks', 'What does not agree', problems.length, none),
      count('left', 'Instruments still held', left.length, none),
    ],
    evidence: [
      {
        name: 'sums.csv',
        title: 'Every sum from the fills and as it is said',
        contents: sumsCsv(sums),
      },
      {
        name: 'fills.csv',
        title: 'Every fill with its commission',
        contents: fillsCsv(fills, instruments),
      },
      { name: 'orders.csv', title: 'Every order with its states', contents: livesCsv(lives) },
      {
        name: 'held.csv',
        title: 'What was held when the desk was reconciled before everything was closed',
        contents: [
          csvLine(['symbol', 'quantity', 'average cost']),
          ...held.map((row) => csvLine([row.displaySymbol, row.quantity, row.averageCost])),
        ].join(''),
      },
    ],
    problems: problems.slice(0, 5),
    found: `${lives.length} orders in ${instruments.length} instruments came out to the cent: positions, cash, commissions and P&L are what the fills add up to, at the desk and at the broker.`,
  };
}

export const campaignCheck: Check = {
  checkId: 'campaign-reconciled',
  title: 'A campaign comes out to the cent',
  why: 'Books that are off by a cent are wrong, and nobody knows by how much tomorrow.',
  phase: 3,
  weight: 5,
  critical: true,
  negativeControl: false,
  gateways: tradingGateways,
  needs: ['order-lives'],
  withinMs: 600_000,
  async run(world) {
    if (world.gatewayKind !== 'simulated') {
      const { desk } = world;
      return leavingNothing(world, desk, (added) => goOn(world, desk, true, added));
    }
    // Reconciled every minute, the desk itself would have to be waited for.
    const desk = await world.scratchDesk({ reconcileEveryMs: 1_000 });
    await desk.ready();
    return leavingNothing(world, desk, (added) => goOn(world, desk, false, added));
  },
};
