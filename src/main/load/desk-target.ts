import type { CommandInput, CommandOutput } from '#shared/contract/commands.ts';
import { ContractError } from '#shared/contract/error.ts';
import type { TopicFeed } from '#shared/contract/service.ts';
import type { TopicItem, TopicParams } from '#shared/contract/topics.ts';
import { isDenial } from '#shared/domain/control.ts';
import { isOpen } from '#shared/domain/order-status.ts';
import type { Order, OrderStatus, OrderTicket } from '#shared/domain/order.ts';
import type { Clock } from '#shared/domain/ports.ts';

import type { LoadTarget } from './drive.ts';
import type { FaultedGateway } from './injected-faults.ts';
import type { Operation } from './schedule.ts';

/** A tick that a simulated gateway is asked to send: a size of the last trade. */
export interface MarketTick {
  instrumentId: number;
  lastSize: number;
}

/** What a run asks of a desk, and what it hears of it. */
export type LoadingCommand = 'order.place' | 'order.cancel';
export type LoadingTopic = 'status' | 'watchlist' | 'quotes' | 'orders';

/** A desk as the lab reaches it: through its contract, like every screen. */
export interface LoadedDesk {
  call<C extends LoadingCommand>(command: C, input: CommandInput<C>): Promise<CommandOutput<C>>;
  feed<T extends LoadingTopic>(topic: T, params: TopicParams<T>): TopicFeed<TopicItem<T>>;
  /** Null where its market is not ours to move. */
  readonly market: { sendTicks(ticks: readonly MarketTick[]): Promise<void> } | null;
  /** Its gateway, where it is one that makes trouble when it is told to; else null. */
  readonly gateway: FaultedGateway | null;
}

/** Percent below the bid: an order there rests, inside the desk's price collar. */
const restingPercent = 3;
/** One tick in so many below another, so that no two orders in a row are alike. */
const priceSteps = 5;
/** Sizes no market trades: by them a tick is known again. */
const firstMark = 1_000_000_000;
const lookMs = 20;
const quotesWithinMs = 10_000;
const endsWithinMs = 10_000;
const askAgainMs = 1_000;

interface Traded {
  instrumentId: number;
  minTick: number;
}

interface Sent {
  operation: Operation;
  ended: (operation: Operation, error: string | null) => void;
}

interface Marked extends Sent {
  mark: number;
}

const oneShare = {
  quantity: 1,
  stopPrice: null,
  timeInForce: 'DAY',
  outsideRth: false,
} as const;

const acknowledged: ReadonlySet<OrderStatus> = new Set(['WORKING', 'PARTLY_FILLED', 'FILLED']);

/**
 * Does operations to a desk. An order has ended well once readers of the desk hear that the broker has acknowledged it;
 * then it is cancelled, unless it is one that fills. A quote has ended well once a reader has it, or a newer one of its
 * instrument.
 */
export class DeskTarget implements LoadTarget {
  readonly #desk: LoadedDesk;
  readonly #clock: Clock;
  /** Instruments for orders that rest, and for those that fill: an order that rests is never met by one that fills. */
  readonly #resting: readonly Traded[];
  readonly #filling: readonly Traded[];
  readonly #bids = new Map<number, number>();
  readonly #marked = new Map<number, Marked[]>();
  readonly #sent = new Map<string, Sent>();
  /** Orders of which the broker was heard before the command's own answer was. */
  readonly #early = new Map<string, OrderStatus>();
  readonly #open = new Set<string>();
  readonly #fills = new Set<string>();
  readonly #placing = new Set<Promise<void>>();
  readonly #stops: (() => void)[] = [];
  #nextMark: number;
  #fillTurn = 0;

  private constructor(desk: LoadedDesk, clock: Clock, traded: readonly Traded[], fills: boolean) {
    this.#desk = desk;
    this.#clock = clock;
    const forFills = fills ? Math.ceil(traded.length / 3) : 0;
    this.#resting = traded.slice(forFills);
    this.#filling = traded.slice(0, forFills);
    const quotes = desk.feed('quotes', {});
    const sizes = quotes.snapshot().map(({ lastSize }) => lastSize ?? 0);
    this.#nextMark = Math.max(firstMark, ...sizes) + 1;
    for (const { instrumentId, bid } of quotes.snapshot()) {
      if (bid !== null) this.#bids.set(instrumentId, bid);
    }
    this.#stops.push(
      quotes.subscribe(
        ({ instrumentId, bid, lastSize }) => {
          if (bid !== null) this.#bids.set(instrumentId, bid);
          if (lastSize !== null && lastSize >= firstMark) this.#shown(instrumentId, lastSize);
        },
        () => {},
      ),
      desk.feed('orders', {}).subscribe(
        (order) => this.#heard(order),
        () => {},
      ),
    );
  }

  /** Waits until the desk has quotes of stocks to trade. Rejects with a sentence where it has too few. */
  static async open(
    desk: LoadedDesk,
    clock: Clock,
    { fills }: { fills: boolean },
  ): Promise<DeskTarget> {
    const needed = fills ? 3 : 1;
    const deadline = clock.monotonic() + quotesWithinMs;
    for (;;) {
      const traded = tradedOf(desk);
      // All that are watched, or as many as there are after a while.
      const watched = desk.feed('watchlist', {}).snapshot().filter(isStock).length;
      const isLate = clock.monotonic() > deadline;
      if (traded.length >= needed && (traded.length === watched || isLate)) {
        return new DeskTarget(desk, clock, traded, fills);
      }
      if (isLate) {
        throw new Error(
          `The desk has quotes of ${traded.length} stocks, and ${needed} are needed. Watch more of them, while the market is open.`,
        );
      }
      await after(clock, lookMs);
    }
  }

  begin(operations: readonly Operation[], ended: Sent['ended']): void {
    const ticks: MarketTick[] = [];
    const marked: Marked[] = [];
    for (const operation of operations) {
      if (operation.kind === 'order') {
        this.#order(operation, ended);
        continue;
      }
      const { instrumentId } = this.#instrument(
        [...this.#filling, ...this.#resting],
        operation.number,
      );
      const mark = this.#nextMark++;
      const each = { operation, ended, mark };
      marked.push(each);
      const waiting = this.#marked.get(instrumentId);
      if (waiting === undefined) this.#marked.set(instrumentId, [each]);
      else waiting.push(each);
      ticks.push({ instrumentId, lastSize: mark });
    }
    if (ticks.length > 0) this.#tick(ticks, marked);
  }

  /** Ends what is still open. Resolves with how many orders could not be ended. */
  async finish(): Promise<number> {
    await Promise.all(this.#placing);
    const deadline = this.#clock.monotonic() + endsWithinMs;
    let askAgainAt = 0;
    while (this.#open.size > 0 && this.#clock.monotonic() < deadline) {
      const now = this.#clock.monotonic();
      // A desk that has lost its link refuses to cancel until it has it again.
      if (now >= askAgainAt) {
        for (const orderRef of this.#open) this.#cancel(orderRef);
        askAgainAt = now + askAgainMs;
      }
      await after(this.#clock, lookMs);
    }
    for (const stop of this.#stops) stop();
    return this.#open.size;
  }

  #tick(ticks: readonly MarketTick[], marked: readonly Marked[]): void {
    const { market } = this.#desk;
    const fail = (what: string): void => {
      for (const { operation, ended } of marked) ended(operation, what);
    };
    if (market === null) return fail('no market of its own');
    market.sendTicks(ticks).catch(() => fail('tick not sent'));
  }

  #shown(instrumentId: number, mark: number): void {
    const waiting = this.#marked.get(instrumentId);
    if (waiting === undefined) return;
    let shown = 0;
    for (const each of waiting) {
      if (each.mark > mark) break;
      shown += 1;
      each.ended(each.operation, null);
    }
    waiting.splice(0, shown);
  }

  #order(operation: Operation, ended: Sent['ended']): void {
    const placing = this.#desk
      .call('order.place', { ticket: this.#ticket(operation) })
      .then(
        ({ orderRef, allowed, verdicts }) => {
          if (!allowed) {
            this.#early.delete(orderRef);
            const by = verdicts.filter(isDenial).map(({ title }) => title);
            ended(operation, `denied by ${by.join(', ').toLowerCase()}`);
            return;
          }
          this.#open.add(orderRef);
          this.#sent.set(orderRef, { operation, ended });
          if (operation.fills) this.#fills.add(orderRef);
          const early = this.#early.get(orderRef);
          if (early !== undefined) this.#changed(orderRef, early);
        },
        (error: unknown) => ended(operation, refusalOf(error)),
      )
      .finally(() => {
        this.#placing.delete(placing);
        // What is still in it is of orders that have ended: nobody asks for it, and a long run is not to collect it.
        if (this.#placing.size === 0) this.#early.clear();
      });
    this.#placing.add(placing);
  }

  #ticket({ stream, number, fills }: Operation): OrderTicket {
    if (fills) return this.#fillingTicket();
    const { instrumentId, minTick } = this.#instrument(this.#resting, stream);
    const bid = this.#bids.get(instrumentId) ?? 0;
    const below = Math.floor((bid * (1 - restingPercent / 100)) / minTick) - (number % priceSteps);
    return {
      ...oneShare,
      instrumentId,
      side: 'BUY',
      orderType: 'LMT',
      limitPrice: rounded(below * minTick),
    };
  }

  /** Of each instrument in turns one to buy and one to sell, so that nothing is built up. */
  #fillingTicket(): OrderTicket {
    const turn = this.#fillTurn++;
    const { instrumentId } = this.#instrument(this.#filling, turn);
    const sells = Math.floor(turn / this.#filling.length) % 2 === 1;
    return {
      ...oneShare,
      instrumentId,
      side: sells ? 'SELL' : 'BUY',
      orderType: 'MKT',
      limitPrice: null,
    };
  }

  #heard({ orderRef, status }: Order): void {
    if (this.#open.has(orderRef)) this.#changed(orderRef, status);
    else if (this.#placing.size > 0) this.#early.set(orderRef, status);
  }

  #changed(orderRef: string, status: OrderStatus): void {
    this.#early.delete(orderRef);
    const sent = this.#sent.get(orderRef);
    const isAcknowledged = acknowledged.has(status);
    if (sent !== undefined && (isAcknowledged || !isOpen(status))) {
      this.#sent.delete(orderRef);
      sent.ended(sent.operation, isAcknowledged ? null : status.toLowerCase());
      if (isAcknowledged && isOpen(status) && !this.#fills.has(orderRef)) this.#cancel(orderRef);
    }
    if (isOpen(status)) return;
    this.#open.delete(orderRef);
    this.#fills.delete(orderRef);
  }

  /** Refused, as one that comes too late is, it is asked for again by `finish`, which counts what it cannot end. */
  #cancel(orderRef: string): void {
    this.#desk.call('order.cancel', { orderRef }).catch(() => {});
  }

  #instrument(of: readonly Traded[], turn: number): Traded {
    const found = of[turn % of.length];
    if (found === undefined) throw new Error('There is no instrument to trade.');
    return found;
  }
}

function tradedOf(desk: LoadedDesk): Traded[] {
  const bids = new Map(
    desk
      .feed('quotes', {})
      .snapshot()
      .map(({ instrumentId, bid }) => [instrumentId, bid]),
  );
  return desk
    .feed('watchlist', {})
    .snapshot()
    .filter((item) => isStock(item) && bids.get(item.instrumentId) != null)
    .map(({ instrumentId, instrument }) => ({ instrumentId, minTick: instrument.minTick }))
    .toSorted((a, b) => a.instrumentId - b.instrumentId);
}

function isStock({ instrument }: TopicItem<'watchlist'>): boolean {
  return instrument.secType === 'STK' && instrument.currency === 'USD';
}

function refusalOf(error: unknown): string {
  return error instanceof ContractError ? `refused: ${error.code}` : 'failed';
}

/** Without the dust of binary fractions. */
function rounded(price: number): number {
  return Math.round(price * 1e6) / 1e6;
}

function after(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}
