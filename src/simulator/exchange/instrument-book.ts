import type { OrderSide } from '#shared/domain/order.ts';

import type { BookLevel, MarketDepth, MarketQuote } from '../market/instrument-market.ts';
import { DisplayedSide, type DisplayedLevel } from './displayed-side.ts';
import { isWorking, opposite, remainingOf, type ExchangeOrder } from './order.ts';
import type { MarketTick } from './market-tick.ts';
import { RestingSide, type RestingLevel } from './resting-side.ts';

/** Levels of a side that orders can trade with on one tick. */
const displayedRows = 10;

/** What the simulated market shows beside its quote. */
export interface DepthSource {
  depthOf(quote: MarketQuote, step: number, rows: number): MarketDepth;
}

/**
 * Hears of each trade, with the orders that trade: one with the simulated market, or two with each other, the one that
 * rested first. Returns false, and nothing has traded, when one of them cannot; it has then ended.
 */
export type OnTrade = (
  orders: readonly ExchangeOrder[],
  quantity: number,
  price: number,
) => boolean;

/**
 * The book of one instrument: what the simulated market shows around its path, and in it the clients' resting orders.
 * Price comes first, then time. A resting order stands behind what the market showed at its price when it came, and in
 * front of what came later.
 *
 * - An order that takes walks the levels from the best on, and pays each level's price.
 * - A resting order trades at its own price: with orders that take; with the market when its quote reaches the price; when
 *   the market has traded through the price, as far as the market's volume goes; and when the market trades at the price,
 *   after what stands in front.
 */
export class InstrumentBook {
  readonly #ticksPerUnit: number;
  readonly #source: DepthSource;
  readonly #onTrade: OnTrade;
  readonly #resting: Readonly<Record<OrderSide, RestingSide>> = {
    BUY: new RestingSide('BUY'),
    SELL: new RestingSide('SELL'),
  };
  #quote: MarketQuote | null = null;
  #step = Number.NaN;
  /** Made when somebody looks: most ticks pass without. */
  #displayed: Readonly<Record<OrderSide, DisplayedSide>> | null = null;

  constructor(minTick: number, source: DepthSource, onTrade: OnTrade) {
    this.#ticksPerUnit = Math.round(1 / minTick);
    this.#source = source;
    this.#onTrade = onTrade;
  }

  /** The latest quote it was shown; null before the first. */
  get quote(): MarketQuote | null {
    return this.#quote;
  }

  /** The step of that quote. */
  get step(): number {
    return this.#step;
  }

  hasResting(): boolean {
    return this.#resting.BUY.size > 0 || this.#resting.SELL.size > 0;
  }

  /** What the market shows from now on. The same step again changes nothing: what was taken stays taken. */
  show(quote: MarketQuote, step: number): void {
    if (step === this.#step) return;
    this.#quote = quote;
    this.#step = step;
    this.#displayed = null;
  }

  /** How much an order could trade at once. */
  available(order: ExchangeOrder, limitPrice: number | null): number {
    const { side } = order.terms;
    const reaches = this.#reach(side, limitPrice);
    const shown = this.#shown(opposite(side)).left();
    let sum = 0;
    for (const { ticks, size } of shown) if (reaches(ticks)) sum += size;
    for (const level of this.#opposing(side, limitPrice)) {
      for (const other of level.orders.keys()) if (mayMeet(order, other)) sum += remainingOf(other);
    }
    return sum;
  }

  /**
   * Lets an order take what it can, at each level's price.
   *
   * @param limitPrice null takes at any price
   * @returns whether it stopped because nothing more is shown, and not because of its limit
   */
  take(order: ExchangeOrder, limitPrice: number | null): { exhausted: boolean } {
    const { side } = order.terms;
    const reaches = this.#reach(side, limitPrice);
    const displayed = this.#shown(opposite(side));
    const deepest = displayed.deepestTicks();
    for (;;) {
      const wanted = isWorking(order) ? remainingOf(order) : 0;
      if (wanted === 0) return { exhausted: false };
      const shown = displayed.best();
      const client = this.#bestOpposing(order, limitPrice);
      const ticks = bestOf(side, shown?.ticks, client?.level.ticks);
      if (ticks === undefined || !reaches(ticks)) {
        return { exhausted: deepest === undefined || reaches(deepest) };
      }
      const price = ticks / this.#ticksPerUnit;
      const size = shown?.ticks === ticks ? shown.size : 0;
      if (client?.level.ticks !== ticks) {
        this.#takeShown(order, displayed, Math.min(wanted, size), price);
        continue;
      }
      const ahead = Math.min(aheadOf(client.order, client.level), size);
      if (ahead > 0) {
        const quantity = Math.min(wanted, ahead);
        if (this.#takeShown(order, displayed, quantity, price)) client.level.traded += quantity;
      } else {
        const quantity = Math.min(wanted, remainingOf(client.order));
        this.#onTrade([client.order, order], quantity, price);
      }
    }
  }

  /** Lets an order wait at its price, behind all that is there. */
  rest(order: ExchangeOrder, price: number): void {
    const ticks = this.#ticksAt(price);
    const { side } = order.terms;
    this.#resting[side].add(order, ticks, this.#shown(side).sizeAt(ticks), this.#step);
  }

  remove(order: ExchangeOrder): void {
    this.#resting[order.terms.side].remove(order);
  }

  /** The price an order rests at; undefined when it does not rest. */
  restsAt(order: ExchangeOrder): number | undefined {
    const ticks = this.#resting[order.terms.side].ticksOf(order);
    return ticks === undefined ? undefined : ticks / this.#ticksPerUnit;
  }

  /** Trades of resting orders with the market. {@link show} must have been told the tick's quote. */
  trade(tick: MarketTick): void {
    this.#tradeSide('BUY', tick);
    this.#tradeSide('SELL', tick);
  }

  /** The rows of both sides, the best price first: what is left of what the market shows, and the clients' orders. */
  depth(rows: number): MarketDepth {
    // As many more as can have been taken.
    const { bid, ask } = this.#depthShown(rows + displayedRows);
    return { bid: this.#rows('BUY', bid, rows), ask: this.#rows('SELL', ask, rows) };
  }

  #tradeSide(side: OrderSide, { quote, high, low, volume }: MarketTick): void {
    const touch = side === 'BUY' ? quote.ask : quote.bid;
    if (touch === null) return;
    const sign = side === 'BUY' ? 1 : -1;
    const touchTicks = this.#ticksAt(touch);
    // Where the market has been on its way against this side.
    const farthest = this.#ticksAt(side === 'BUY' ? low : high);
    const reached = sign * touchTicks < sign * farthest ? touchTicks : farthest;
    const prices = Math.abs(this.#ticksAt(high) - this.#ticksAt(low)) + 1;
    let left = volume;
    let leftAtFarthest = Math.floor(volume / prices);
    for (const level of this.#resting[side].upTo(reached)) {
      const through = sign * level.ticks > sign * farthest;
      for (const [order, { since }] of level.orders) {
        // What came with this tick was not there while the market made it.
        if (since === this.#step) continue;
        this.#tradeWithQuote(order, level);
        if (!through) {
          const passed = Math.min(aheadOf(order, level), leftAtFarthest, left);
          level.traded += passed;
          leftAtFarthest -= passed;
          left -= passed;
        }
        const offered = through ? left : Math.min(leftAtFarthest, left);
        const quantity = isWorking(order) ? Math.min(remainingOf(order), offered) : 0;
        if (quantity > 0 && this.#onTrade([order], quantity, level.ticks / this.#ticksPerUnit)) {
          left -= quantity;
          if (!through) leftAtFarthest -= quantity;
        }
        // Nobody behind an order that still wants more gets anything.
        if (isWorking(order)) return;
      }
    }
  }

  /** The market's quote has come to a resting order: it trades with what is shown there, at its own price. */
  #tradeWithQuote(order: ExchangeOrder, level: RestingLevel): void {
    const { side } = order.terms;
    const displayed = this.#shown(opposite(side));
    const price = level.ticks / this.#ticksPerUnit;
    const reaches = this.#reach(side, price);
    for (;;) {
      const best = displayed.best();
      if (best === undefined || !reaches(best.ticks) || !isWorking(order)) return;
      this.#takeShown(order, displayed, Math.min(remainingOf(order), best.size), price);
    }
  }

  #takeShown(
    order: ExchangeOrder,
    displayed: DisplayedSide,
    quantity: number,
    price: number,
  ): boolean {
    const traded = this.#onTrade([order], quantity, price);
    if (traded) displayed.take(quantity);
    return traded;
  }

  #bestOpposing(
    order: ExchangeOrder,
    limitPrice: number | null,
  ): { level: RestingLevel; order: ExchangeOrder } | undefined {
    for (const level of this.#opposing(order.terms.side, limitPrice)) {
      for (const other of level.orders.keys())
        if (mayMeet(order, other)) return { level, order: other };
    }
    return undefined;
  }

  #opposing(side: OrderSide, limitPrice: number | null): RestingLevel[] {
    const worst = side === 'BUY' ? Infinity : -Infinity;
    const ticks = limitPrice === null ? worst : this.#ticksAt(limitPrice);
    return this.#resting[opposite(side)].upTo(ticks);
  }

  #reach(side: OrderSide, limitPrice: number | null): (ticks: number) => boolean {
    if (limitPrice === null) return () => true;
    const limit = this.#ticksAt(limitPrice);
    return side === 'BUY' ? (ticks) => ticks <= limit : (ticks) => ticks >= limit;
  }

  #shown(side: OrderSide): DisplayedSide {
    if (this.#displayed === null) {
      const { bid, ask } = this.#depthShown(displayedRows);
      this.#displayed = {
        BUY: new DisplayedSide(this.#inTicks(bid)),
        SELL: new DisplayedSide(this.#inTicks(ask)),
      };
    }
    return this.#displayed[side];
  }

  #depthShown(rows: number): MarketDepth {
    return this.#quote === null
      ? { bid: [], ask: [] }
      : this.#source.depthOf(this.#quote, this.#step, rows);
  }

  #rows(side: OrderSide, shown: readonly BookLevel[], rows: number): BookLevel[] {
    const sizes = new Map(this.#inTicks(shown).map(({ ticks, size }) => [ticks, size]));
    for (const { ticks } of this.#inTicks(shown).slice(0, displayedRows)) sizes.set(ticks, 0);
    for (const { ticks, size } of this.#shown(side).left()) sizes.set(ticks, size);
    const worst = side === 'BUY' ? -Infinity : Infinity;
    for (const { ticks, orders } of this.#resting[side].upTo(worst)) {
      let size = sizes.get(ticks) ?? 0;
      for (const order of orders.keys()) size += remainingOf(order);
      sizes.set(ticks, size);
    }
    return [...sizes]
      .filter(([, size]) => size > 0)
      .toSorted(([a], [b]) => (side === 'BUY' ? b - a : a - b))
      .slice(0, rows)
      .map(([ticks, size]) => ({ price: ticks / this.#ticksPerUnit, size }));
  }

  #inTicks(levels: readonly BookLevel[]): DisplayedLevel[] {
    return levels.map(({ price, size }) => ({ ticks: this.#ticksAt(price), size }));
  }

  #ticksAt(price: number): number {
    return Math.round(price * this.#ticksPerUnit);
  }
}

/** What the market still has to trade at a level before it is an order's turn. */
function aheadOf(order: ExchangeOrder, level: RestingLevel): number {
  return Math.max(0, (level.orders.get(order)?.turn ?? 0) - level.traded);
}

/** Orders that exclude each other do not trade with each other. */
function mayMeet(taker: ExchangeOrder, resting: ExchangeOrder): boolean {
  return (
    taker.terms.ocaGroup === '' ||
    taker.accountId !== resting.accountId ||
    taker.terms.ocaGroup !== resting.terms.ocaGroup
  );
}

function bestOf(
  taker: OrderSide,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return taker === 'BUY' ? Math.min(a, b) : Math.max(a, b);
}
