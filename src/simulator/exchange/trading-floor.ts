import type { OrderSide } from '#shared/domain/order.ts';

import type { ListedInstrument } from '../market/catalogue.ts';
import type { MarketDepth, MarketQuote } from '../market/instrument-market.ts';
import type { Market } from '../market/market.ts';
import type { MarketMoment } from '../market/trading-calendar.ts';
import { InstrumentBook, type OnTrade } from './instrument-book.ts';
import type { MarketTick } from './market-tick.ts';
import { orderTypeTraits } from './order-types.ts';
import { isWorking, remainingOf, type ExchangeOrder } from './order.ts';
import { priceCap } from './price-checks.ts';
import { triggers } from './stop-triggers.ts';
import { priceOnTick, trailedStop } from './trailing.ts';

/** What happens to orders on the floor, for whoever keeps their lives. */
export interface FloorEvents {
  onTrade: OnTrade;
  /** An order ended without trading in full. */
  onEnd: (order: ExchangeOrder, reason: string) => void;
  /** A stop was reached: the order has the terms of what it becomes when this returns. */
  onTrigger: (order: ExchangeOrder) => void;
  /** An order asks for a price that it will not be given: it goes as far as the cap. */
  onCap: (order: ExchangeOrder, cap: number) => void;
}

export interface FloorSettings {
  market: Market;
  /** The moment and the number of the latest tick. */
  tick: () => { moment: MarketMoment; step: number };
  events: FloorEvents;
}

/** Where one instrument trades. */
interface Pit {
  readonly instrument: ListedInstrument;
  readonly book: InstrumentBook;
  /** Orders that would trade, were there more to trade with, or were trading open. */
  readonly waiting: Set<ExchangeOrder>;
  /** Orders that wait for a price. */
  readonly stops: Set<ExchangeOrder>;
  /** Orders whose price follows the market. */
  readonly pegged: Set<ExchangeOrder>;
  /** Orders that end at a moment of their own. */
  readonly timed: Set<ExchangeOrder>;
  halted: boolean;
  /** The tick it was last told of, and the day's volume then. */
  upTo: MarketMoment;
  volume: number;
}

/**
 * Where orders trade once they have arrived: a book for every instrument, the orders that follow the market without being
 * in a book, and halts. A tick costs as much as there are orders that follow the market or that it reaches; orders that
 * rest elsewhere cost nothing.
 */
export class TradingFloor {
  readonly #settings: FloorSettings;
  readonly #pits = new Map<number, Pit>();
  /** Of orders that are on the floor and have begun to take. */
  readonly #caps = new Map<ExchangeOrder, number>();
  #paused = false;

  constructor(settings: FloorSettings) {
    this.#settings = settings;
  }

  /** While paused orders come and go, and nothing trades. */
  pause(paused: boolean): void {
    this.#paused = paused;
  }

  halt(instrument: ListedInstrument): void {
    this.#pitOf(instrument).halted = true;
  }

  /** False where trading was not halted. */
  resume(instrument: ListedInstrument): boolean {
    const pit = this.#pitOf(instrument);
    const { halted } = pit;
    pit.halted = false;
    return halted;
  }

  isHalted(conId: number): boolean {
    return this.#pits.get(conId)?.halted ?? false;
  }

  /** Whether orders in an instrument can trade at all now. */
  isOpen(conId: number): boolean {
    return !this.#paused && !this.isHalted(conId);
  }

  /** Looks after the end of an order that ends at a moment of its own, from its acceptance on. */
  time(order: ExchangeOrder): void {
    const { timed } = this.#pitOf(order.instrument);
    if (order.terms.goodTill === null) timed.delete(order);
    else timed.add(order);
  }

  /** An order is here from before: the next tick finds it. */
  keep(order: ExchangeOrder): void {
    this.#pitOf(order.instrument).waiting.add(order);
  }

  /** An order has arrived. */
  enter(order: ExchangeOrder): void {
    const pit = this.#pitOf(order.instrument);
    if (this.#paused) pit.waiting.add(order);
    else if (pit.halted) {
      if (endsAtOnce(order)) this.#settings.events.onEnd(order, 'Trading is halted');
      else pit.waiting.add(order);
    } else if (order.awaitingTrigger) this.#watch(pit, order, this.#standing(pit));
    else this.#seek(pit, order);
  }

  /** An order changes or has ended. */
  leave(order: ExchangeOrder): void {
    const pit = this.#pitOf(order.instrument);
    pit.book.remove(order);
    pit.waiting.delete(order);
    pit.stops.delete(order);
    pit.pegged.delete(order);
    if (!isWorking(order)) pit.timed.delete(order);
    this.#caps.delete(order);
  }

  /** The market of an instrument has moved. */
  onTick(
    instrument: ListedInstrument,
    quote: MarketQuote,
    from: MarketMoment,
    to: MarketMoment,
  ): void {
    const pit = this.#pitOf(instrument);
    pit.book.show(quote, this.#settings.tick().step);
    // Of an instrument that was not told of every tick it is not known how much of the volume is of this one.
    const volume = pit.upTo === from ? quote.volume - pit.volume : 0;
    pit.upTo = to;
    pit.volume = quote.volume;
    for (const order of pit.timed) {
      const { goodTill } = order.terms;
      if (goodTill !== null && to >= goodTill.moment) {
        this.#settings.events.onEnd(order, 'Its time has ended');
      }
    }
    if (this.#paused || pit.halted || isQuiet(pit)) return;
    const extremes = this.#settings.market.of(instrument).extremesBetween(from, to);
    const tick = { quote, ...extremes, volume: Math.max(volume, quote.lastSize) };
    // What comes while this tick is worked on has not seen it.
    const [waiting, stops] = [Array.from(pit.waiting), Array.from(pit.stops)];
    for (const order of waiting) if (pit.waiting.has(order)) this.#letIn(pit, order, tick);
    pit.book.trade(tick);
    for (const order of pit.pegged) this.#follow(pit, order);
    for (const order of stops) if (pit.stops.has(order)) this.#watch(pit, order, tick);
  }

  /** The rows of an instrument's book, the best price first, the clients' orders among them. */
  depthOf(instrument: ListedInstrument, rows: number): MarketDepth {
    return this.#pitOf(instrument).book.depth(rows);
  }

  /** The quote of the latest tick. */
  quoteOf(instrument: ListedInstrument): MarketQuote {
    const { quote } = this.#pitOf(instrument).book;
    return quote ?? this.#marketQuote(instrument);
  }

  #marketQuote(instrument: ListedInstrument): MarketQuote {
    const { moment, step } = this.#settings.tick();
    return this.#settings.market.of(instrument).quoteAt(moment, step);
  }

  #letIn(pit: Pit, order: ExchangeOrder, tick: MarketTick): void {
    pit.waiting.delete(order);
    if (order.awaitingTrigger) this.#watch(pit, order, tick);
    else this.#seek(pit, order);
  }

  /** Lets a stop see a tick: it triggers, or follows the market. */
  #watch(pit: Pit, order: ExchangeOrder, tick: MarketTick): void {
    order.trailStop ??= trailedStop(order, tick);
    if (triggers(order, tick)) {
      pit.stops.delete(order);
      this.#settings.events.onTrigger(order);
      this.#seek(pit, order);
      return;
    }
    order.trailStop = trailedStop(order, tick);
    pit.stops.add(order);
    if (endsAtOnce(order)) this.#settings.events.onEnd(order, '');
  }

  /** Lets an order take what it can; then it rests, waits for more or, when it was immediate, ends. */
  #seek(pit: Pit, order: ExchangeOrder): void {
    const { onEnd } = this.#settings.events;
    const { pegged } = orderTypeTraits[order.terms.orderType];
    const limit = pegged ? this.#peggedPrice(pit, order) : this.#limitOf(pit, order);
    if (
      order.terms.timeInForce === 'FOK' &&
      pit.book.available(order, limit) < remainingOf(order)
    ) {
      return onEnd(order, '');
    }
    const { exhausted } = pit.book.take(order, limit);
    if (!isWorking(order)) return;
    if (endsAtOnce(order)) return onEnd(order, '');
    if (pegged) pit.pegged.add(order);
    if (exhausted || limit === null) {
      pit.waiting.add(order);
      return;
    }
    const asked = order.terms.limitPrice;
    if (!pegged && limit !== asked) this.#settings.events.onCap(order, limit);
    order.resting = true;
    pit.book.rest(order, limit);
  }

  /** A pegged order goes where its touch has gone. */
  #follow(pit: Pit, order: ExchangeOrder): void {
    const price = this.#peggedPrice(pit, order);
    if (price === null || price === pit.book.restsAt(order)) return;
    pit.book.remove(order);
    this.#seek(pit, order);
  }

  /** Null where there is no quote to follow. */
  #peggedPrice({ book, instrument }: Pit, { terms }: ExchangeOrder): number | null {
    const { side, pegOffset, limitPrice } = terms;
    const touch = side === 'BUY' ? book.quote?.bid : book.quote?.ask;
    if (touch == null) return null;
    const offset = pegOffset ?? 0;
    const price = priceOnTick(side === 'BUY' ? touch + offset : touch - offset, instrument);
    if (limitPrice === null) return price;
    return side === 'BUY' ? Math.min(price, limitPrice) : Math.max(price, limitPrice);
  }

  /** How far an order goes: to its limit, and no further than the cap it was given when it began to take. */
  #limitOf({ book, instrument }: Pit, order: ExchangeOrder): number | null {
    const { side, limitPrice } = order.terms;
    let cap = this.#caps.get(order);
    if (cap === undefined) {
      const touch = touchFor(side, book.quote);
      if (touch === null || !reaches(side, limitPrice, touch)) return limitPrice;
      cap = priceCap(side, touch, instrument);
      this.#caps.set(order, cap);
    }
    if (limitPrice === null) return cap;
    return side === 'BUY' ? Math.min(limitPrice, cap) : Math.max(limitPrice, cap);
  }

  /** The latest tick as an order sees it that comes between two. */
  #standing({ instrument }: Pit): MarketTick {
    const { moment } = this.#settings.tick();
    const last = this.#settings.market.of(instrument).lastAt(moment);
    return { quote: this.quoteOf(instrument), high: last, low: last, volume: 0 };
  }

  #pitOf(instrument: ListedInstrument): Pit {
    let pit = this.#pits.get(instrument.conId);
    const { market, tick, events } = this.#settings;
    if (pit === undefined) {
      pit = {
        instrument,
        book: new InstrumentBook(instrument.minTick, market.of(instrument), events.onTrade),
        waiting: new Set(),
        stops: new Set(),
        pegged: new Set(),
        timed: new Set(),
        halted: false,
        upTo: Number.NaN,
        volume: 0,
      };
      this.#pits.set(instrument.conId, pit);
    }
    const { step } = tick();
    // An instrument nobody watches gets no ticks, so its book may be of an earlier one.
    if (pit.book.step !== step) pit.book.show(this.#marketQuote(instrument), step);
    return pit;
  }
}

/** Whether nothing here can be touched by a tick. */
function isQuiet({ waiting, stops, pegged, book }: Pit): boolean {
  return waiting.size + stops.size + pegged.size === 0 && !book.hasResting();
}

function endsAtOnce({ terms: { timeInForce } }: ExchangeOrder): boolean {
  return timeInForce === 'IOC' || timeInForce === 'FOK';
}

function reaches(side: OrderSide, limitPrice: number | null, touch: number): boolean {
  return limitPrice === null || (side === 'BUY' ? limitPrice >= touch : limitPrice <= touch);
}

function touchFor(side: OrderSide, quote: MarketQuote | null): number | null {
  return (side === 'BUY' ? quote?.ask : quote?.bid) ?? null;
}
