import { priceDigits, type Instrument } from '#shared/domain/instrument.ts';
import type { OrderSide, OrderTicket } from '#shared/domain/order.ts';
import type { Quote } from '#shared/domain/quote.ts';
import { sessionAt } from '#shared/domain/trading-hours.ts';

import { CheckSkipped } from './check.ts';
import type { CheckWorld, DeskReached } from './check-world.ts';
import { quoteNow, statusNow } from './desk-now.ts';
import { waitUntil } from './wait-until.ts';

/** A quote with both sides. */
export type TwoSided = Quote & { bid: number; ask: number };

/** An instrument that trades now. */
export interface Quoted {
  instrument: Instrument;
  quote: TwoSided;
}

/** How long a quote may take that was just asked for, milliseconds: the first goes over several messages. */
const quoteWithinMs = 15_000;

export function isTwoSided(quote: Quote | null): quote is TwoSided {
  return quote !== null && quote.bid !== null && quote.ask !== null && quote.bid > 0;
}

/** The first of what a search for the text finds that answers to it. Throws where nothing does. */
export async function findInstrument(desk: DeskReached, text: string): Promise<Instrument> {
  const { instruments } = await desk.call('instrument.search', { text });
  const found =
    instruments.find(({ displaySymbol, symbol }) => displaySymbol === text || symbol === text) ??
    instruments[0];
  if (found === undefined) throw new Error(`The broker finds no instrument for ${text}.`);
  return found;
}

/** The call of the last expiry whose strike is nearest to the price of its underlying; null where no options are listed. */
export async function callNearTheMoney(
  desk: DeskReached,
  underlying: Instrument,
): Promise<Instrument | null> {
  const { chains } = await desk.call('option-chain.read', {
    instrumentId: underlying.instrumentId,
  });
  const chain = chains.find(({ expiries, strikes }) => expiries.length > 0 && strikes.length > 0);
  const quote = quoteNow(desk, underlying.instrumentId);
  const expiry = chain?.expiries.at(-1);
  if (chain === undefined || expiry === undefined) return null;
  const spot = isTwoSided(quote) ? quote.bid : (quote?.close ?? 0);
  const [strike] = chain.strikes.toSorted((a, b) => Math.abs(a - spot) - Math.abs(b - spot));
  return findInstrument(desk, `${underlying.symbol} ${expiry} ${strike} C`);
}

/**
 * The instrument with the quote of now, which is waited for. It is put on the watchlist where it is not, and `addedTo` is
 * told so that it is taken off again. Throws {@link CheckSkipped} where its market is closed.
 */
export async function quoted(
  world: Pick<CheckWorld, 'clock' | 'signal'>,
  desk: DeskReached,
  instrument: Instrument,
  addedTo?: number[],
): Promise<Quoted> {
  const { instrumentId, displaySymbol } = instrument;
  refuseWhileClosed(desk, instrument);
  const watched = desk.feed('watchlist', {}).snapshot();
  if (!watched.some((each) => each.instrumentId === instrumentId)) {
    await desk.call('watchlist.add', { instrumentId });
    addedTo?.push(instrumentId);
  }
  const quote = await waitUntil(world, `${displaySymbol} is quoted`, quoteWithinMs, () => {
    const now = quoteNow(desk, instrumentId);
    return isTwoSided(now) ? now : null;
  });
  return { instrument, quote };
}

/** Throws {@link CheckSkipped} where the instrument is not in its regular session by the gateway's clock. */
export function refuseWhileClosed(desk: DeskReached, instrument: Instrument): void {
  const { gatewayTime } = statusNow(desk);
  if (gatewayTime === null) return;
  const session = sessionAt(instrument, gatewayTime.at);
  if (session === null || session === 'regular') return;
  throw new CheckSkipped(
    `${instrument.displaySymbol} is not in its regular hours now. Run it while the market is open.`,
  );
}

/** A price rounded to the tick, down for a purchase and up for a sale. */
export function onTick(price: number, minTick: number, side: OrderSide): number {
  const ticks = price / minTick;
  const whole = side === 'BUY' ? Math.floor(ticks + 1e-9) : Math.ceil(ticks - 1e-9);
  return Number((whole * minTick).toFixed(Math.max(priceDigits(minTick), 2)));
}

/** How far from the market an order rests that must not trade, percent: inside the collar that ships, beyond a day's noise. */
const farPercent = 4;

/** A limit order for the smallest quantity, so far from the market that it rests. */
export function farTicket({ instrument, quote }: Quoted, side: OrderSide = 'BUY'): OrderTicket {
  const touch = side === 'BUY' ? quote.bid : quote.ask;
  const away = side === 'BUY' ? 1 - farPercent / 100 : 1 + farPercent / 100;
  return {
    instrumentId: instrument.instrumentId,
    side,
    orderType: 'LMT',
    quantity: smallest(instrument),
    limitPrice: onTick(touch * away, instrument.minTick, side),
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
  };
}

/** A market order for the smallest quantity. */
export function marketTicket(
  { instrumentId, ...instrument }: Instrument,
  side: OrderSide,
  quantity: number = smallest(instrument),
): OrderTicket {
  return {
    instrumentId,
    side,
    orderType: 'MKT',
    quantity,
    limitPrice: null,
    stopPrice: null,
    timeInForce: 'DAY',
    outsideRth: false,
  };
}

export function smallest({
  minSize,
  sizeIncrement,
}: Pick<Instrument, 'minSize' | 'sizeIncrement'>) {
  return Math.max(minSize, sizeIncrement, 1);
}
